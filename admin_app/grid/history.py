"""Who did what to this row: its changes, with the runs that caused them.

The changes are scoped by the row's own codes; who caused them is joined by Core to those alone,
so a county sees that CONAC approved its name, and no more of CONAC's journal than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.grid.cells import Written, instant, kind_writer
from admin_app.grid.spec import Grid
from admin_app.labels import action_title, column_label, word
from models.journal import JournalChange, JournalEntry

#: A row's page shows the newest changes; the journal has them all.
MAXIMUM_CHANGES = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a row, as the template draws it."""

    at: str
    who: str
    door: str
    action_label: str
    diffs: list[tuple[str, Written, Written]]


def history_of(session: Session, grid: Grid, row_id: int) -> list[Change]:
    """The newest changes of a row, newest first."""
    changes = (
        select(JournalChange.id, JournalChange.entry_id, JournalChange.diff)
        .where(JournalChange.entity == grid.entity_table, JournalChange.row_id == row_id)
        .order_by(JournalChange.id.desc())
        .limit(MAXIMUM_CHANGES)
        .subquery()
    )
    entry = JournalEntry.__table__
    found = session.execute(
        select(entry.c.at, entry.c.actor_name, entry.c.door, entry.c.action, changes.c.diff)
        .select_from(changes.join(entry, entry.c.id == changes.c.entry_id))
        .order_by(changes.c.id.desc())
    )
    return [
        Change(
            at=instant(row.at),
            who=row.actor_name,
            door=word(row.door),
            action_label=action_title(row.action),
            diffs=_diffs(grid, row.diff),
        )
        for row in found
    ]


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


def _diffs(grid: Grid, diff: dict[str, Any]) -> list[tuple[str, Written, Written]]:
    return [
        (column_label(grid.entity_table, name), *_sides(grid, name, old, new))
        for name, (old, new) in diff.items()
        if name not in _UNSAID and not _is_key(grid, name)
    ]


def _is_key(grid: Grid, name: str) -> bool:
    """Keys of other rows are numbers that nobody has seen; the record itself names those rows."""
    return name in grid.table.c and bool(grid.table.c[name].foreign_keys) and name.endswith("_id")


def _sides(grid: Grid, name: str, old: Any, new: Any) -> tuple[Written, Written]:
    if old is None and new is None:
        return "", _("（已更改，内容不显示）")
    write = kind_writer(grid, name)
    return write(old), write(new)


#: Facts of machinery that say nothing to a reader.
_UNSAID = frozenset(
    {"search_text", "province_code", "city_code", "variant_key", "tld_family", "cashier_key"}
)
