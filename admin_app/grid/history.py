"""What happened to a record: each run that changed it or the rows that belong to it.

The changes are scoped by their rows' own codes; who caused them is joined by Core to those alone,
so a county sees that CONAC approved its name, and no more of CONAC's journal than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from admin_app.grid.cells import Written, instant, kind_writer, written
from admin_app.grid.spec import Followed, Grid
from admin_app.labels import ENTITIES, action_title, column_label, input_label, word
from models.journal import JournalChange, JournalEntry

#: A row's page shows the newest changes; the journal has them all.
MAXIMUM_CHANGES = 50

Diff = tuple[str, Written, Written]


@dataclass(frozen=True, slots=True)
class Change:
    """One run's changes, as the template draws them."""

    at: str
    who: str
    door: str
    action_label: str
    diffs: list[Diff]


def history_of(session: Session, grid: Grid, row_id: int) -> list[Change]:
    """The newest changes of a record, newest first; what one run did stands together."""
    own = _of(grid.entity_table, [row_id])
    beside = (_of(f.table.name, _keys(session, f, row_id)) for f in grid.followed)
    changes = (
        select(JournalChange.id, JournalChange.entry_id, JournalChange.entity, JournalChange.diff)
        .where(or_(own, *beside))
        .order_by(JournalChange.id.desc())
        .limit(MAXIMUM_CHANGES)
        .subquery()
    )
    entry = JournalEntry.__table__
    found = session.execute(
        select(
            changes.c.entry_id,
            entry.c.at,
            entry.c.actor_name,
            entry.c.door,
            entry.c.action,
            entry.c.input,
            changes.c.entity,
            changes.c.diff,
        )
        .select_from(changes.join(entry, entry.c.id == changes.c.entry_id))
        .order_by(changes.c.entry_id.desc(), changes.c.id)
    )
    return [_change(grid, list(rows)) for _id, rows in groupby(found, lambda row: row.entry_id)]


def runs_on(session: Session, entity: str, row_id: int, actions: Sequence[str]) -> Sequence[Any]:
    """The newest runs of some actions that changed a row, each with the codes of who ran it."""
    changes = (
        select(JournalChange.entry_id)
        .where(JournalChange.entity == entity, JournalChange.row_id == row_id)
        .order_by(JournalChange.id.desc())
        .limit(MAXIMUM_CHANGES)
        .subquery()
    )
    entry = JournalEntry.__table__
    told = (
        "id",
        "at",
        "actor_name",
        "action",
        "input",
        "province_code",
        "city_code",
        "office_code",
    )
    return session.execute(
        select(*(entry.c[name] for name in told), changes.c.entry_id)
        .select_from(changes.join(entry, entry.c.id == changes.c.entry_id))
        .where(entry.c.action.in_(actions))
        .order_by(entry.c.id.desc())
    ).all()


def _of(table: str, keys: list[int]) -> ColumnElement[bool]:
    return and_(JournalChange.entity == table, JournalChange.row_id.in_(keys))


def _keys(session: Session, followed: Followed, row_id: int) -> list[int]:
    model: Any = followed.model
    wanted = select(model.id).where(getattr(model, followed.foreign_key) == row_id)
    return list(session.scalars(wanted.order_by(model.id.desc()).limit(MAXIMUM_CHANGES)))


def _change(grid: Grid, rows: list[Any]) -> Change:
    first = rows[0]
    return Change(
        at=instant(first.at),
        who=first.actor_name,
        door=word(first.door),
        action_label=action_title(first.action),
        diffs=[*_grounds(first.input), *(diff for row in rows for diff in _diffs(grid, row))],
    )


def _grounds(given: dict[str, Any]) -> Iterator[Diff]:
    """Why, and by which document: the run was told, the row keeps neither."""
    for name in ("reason", "document_no", "receiver_uscc"):
        if value := given.get(name):
            yield input_label(name), "", written(value)


def _diffs(grid: Grid, row: Any) -> Iterator[Diff]:
    followed = next((f for f in grid.followed if f.table.name == row.entity), None)
    table, shown = (grid.table, None) if followed is None else (followed.table, followed.columns)
    for name, (old, new) in row.diff.items():
        if name in _UNSAID or _is_key(table, name) or not (shown is None or name in shown):
            continue
        label = column_label(table.name, name)
        if followed is not None:
            label = _("%(entity)s · %(column)s", entity=ENTITIES[table.name], column=label)
        yield label, *_sides(table, name, old, new)


def _is_key(table: Any, name: str) -> bool:
    """Keys of other rows are numbers that nobody has seen; the record itself names those rows."""
    return name in table.c and bool(table.c[name].foreign_keys) and name.endswith("_id")


def _sides(table: Any, name: str, old: Any, new: Any) -> tuple[Written, Written]:
    if old is None and new is None:
        return "", _("（已更改，内容不显示）")
    write = kind_writer(table, name)
    return write(old), write(new)


#: Facts of machinery that say nothing to a reader.
_UNSAID = frozenset(
    {
        "search_text",
        "province_code",
        "city_code",
        "variant_key",
        "tld_family",
        "cashier_key",
        "waits_since",
    }
)
