"""Notes, files and labels of a record, as shown in its 全程记录 (timeline)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from actions.permissions import creation_of, may_run
from admin_app.grid.spec import Followed, Grid
from admin_app.values.labels import labels_of_request
from models.core.base import Base, ChosenRow, db
from models.definitions.label import RowLabel
from models.definitions.own_words import known_language
from models.users.user import Role
from models.workspace.annotated_row import BesideRow, Subject, subject_of, withdrawal_fault
from models.workspace.attachment import Attachment
from models.workspace.note import RowNote


@dataclass(frozen=True, slots=True)
class Beside:
    """A note or a file, with links to download it and, if allowed, to withdraw it."""

    row_id: int
    text: str
    is_withdrawn: bool
    withdraw_url: str | None
    #: Of a file alone, while it stands.
    fetch_url: str | None = None


_MEGABYTE = 1024 * 1024


def may_write_beside(model: type[Base], actor: Actor) -> Subject | None:
    """The subject, if the actor may add notes to rows of the model; else None."""
    return subject_of(model) if may_run(actor, creation_of(RowNote)) else None


def beside_of(model: type[Base], role: Role) -> list[Followed]:
    """The tables of notes and files of a model, for those who may read them: not for
    registrants.
    """
    subject = subject_of(model)
    if subject is None or role is Role.UNIT_USER:
        return []

    # Notes are shown separately, so the change of the row is not.
    return [Followed(model, _keys_of(model, subject), ()) for model in (RowNote, Attachment)]


def labels_beside(grid: Grid, role: Role) -> list[Followed]:
    """The table of labels of a list's records, for those who may read them."""
    if grid.beside_name is None or role in grid.beside_name.hidden_from:
        return []
    mark = RowLabel
    keys = select(mark.id).where(mark.entity == grid.entity_table)
    return [Followed(mark, lambda row_id: keys.where(mark.row_id == row_id), ())]


def _keys_of(model: type[RowNote | Attachment], subject: Subject) -> Callable[[int], Select[int]]:
    return lambda row_id: select(model.id).where(model.subject == subject, model.row_id == row_id)


def written_beside(
    session: Session, changes: Sequence[ChosenRow], actor: Actor
) -> Mapping[tuple[str, int], Beside]:
    """(table, key) → what stands there now, of the notes and files that changes speak of."""
    found: dict[tuple[str, int], Beside] = {}
    for model, draw in _KEPT.items():
        table = model.__tablename__
        if keys := {row.row_id for row in changes if row.entity == table}:
            rows = session.scalars(select(model).where(model.id.in_(keys)))
            found |= {(table, row.id): draw(row, actor) for row in rows}
    return {key: beside for key, beside in found.items() if beside.text}


def _note(note: RowNote, actor: Actor) -> Beside:
    return Beside(note.id, note.text, *_withdrawal(note, actor, "timeline.withdraw_note"))


def _file(file: Attachment, actor: Actor) -> Beside:
    is_withdrawn, withdraw_url = _withdrawal(file, actor, "timeline.withdraw_file")
    fetch_url = None if is_withdrawn else url_for("timeline.file", id=file.id)
    text = f"{file.file_name} · {_weight(file.size)}"
    return Beside(file.id, text, is_withdrawn, withdraw_url, fetch_url)


def _label(mark: RowLabel, _actor: Actor) -> Beside:
    """The label by its name; one that the reader does not see has none."""
    language = known_language(db.session())
    names = (each.name_in(language) for each in labels_of_request() if each.id == mark.label_id)
    return Beside(mark.id, next(names, ""), is_withdrawn=False, withdraw_url=None)


def _withdrawal(beside: BesideRow, actor: Actor, endpoint: str) -> tuple[bool, str | None]:
    """Whether it was withdrawn, and the URL to withdraw it."""
    may = withdrawal_fault(beside, actor.key) is None
    key = inspect(beside).identity[0]
    return beside.withdrawn_at is not None, url_for(endpoint, id=key) if may else None


def _weight(size: int) -> str:
    """A human-readable size."""
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{-(-size // 1024)} KB"


_KEPT: Mapping[Any, Callable[[Any, Actor], Beside]] = {
    RowNote: _note,
    Attachment: _file,
    RowLabel: _label,
}
