"""What people put beside a record: notes, as its 全程记录 shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.actor import Actor
from actions.add_note import ADD_NOTE
from actions.catalog import grants_of
from admin_app.grid.spec import Followed
from models.row_note import RowNote
from models.subject import Subject, subject_of
from models.user import Role


@dataclass(frozen=True, slots=True)
class Beside:
    """A note, with the way to take it back where the reader may."""

    text: str
    is_withdrawn: bool
    withdraw_url: str | None
    row_id: int


def may_write_beside(model: type[Any], actor: Actor) -> Subject | None:
    """The kind of row beside which the actor may write; None where he may not."""
    return subject_of(model) if actor.role in grants_of(ADD_NOTE) else None


def beside_of(model: type[Any], role: Role) -> list[Followed]:
    """What stands beside rows of a model, for those who may read it: no registrant."""
    subject = subject_of(model)
    if subject is None or role is Role.UNIT_USER:
        return []

    def notes(row_id: int) -> Select[Any]:
        return select(RowNote.id).where(RowNote.subject == subject, RowNote.row_id == row_id)

    # The text itself is drawn apart, so nothing of the row is told as a change.
    return [Followed(RowNote, notes, ())]


def written_beside(
    session: Session, changes: Sequence[Any], actor: Actor
) -> Mapping[tuple[str, int], Beside]:
    """(table, key) → what stands there now, of the notes that changes speak of."""
    table = RowNote.__tablename__
    keys = {row.row_id for row in changes if row.entity == table}
    if not keys:
        return {}
    notes = session.scalars(select(RowNote).where(RowNote.id.in_(keys)))
    return {(table, note.id): _note(note, actor) for note in notes}


def _note(note: RowNote, actor: Actor) -> Beside:
    is_withdrawn = note.withdrawn_at is not None
    is_own = note.author_key == actor.key and not is_withdrawn
    url = url_for("timeline.withdraw_note", id=note.id) if is_own else None
    return Beside(note.text, is_withdrawn, url, note.id)
