"""Rows as of a past instant: today's values with the journal's changes undone.

Past values are stored only in the journal, which has old and new value of each change. Undoing a
row's changes from the newest back gives its past state; a row inserted since did not exist. The
cost depends on the changes of these rows, by the index (entity, row_id, id); the journal is never
scanned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Column, ColumnElement, Date, Row, Table, select
from sqlalchemy import Enum as Words
from sqlalchemy.orm import Session

from models.core.base import Base, UtcDateTime
from models.core.change_listener import BOOKKEEPING
from models.core.journal import JournalChange, JournalEntry, Operation
from models.core.scope import BY_HAND
from models.domains.domain import Domain, due_of
from models.invoices.stock import InvoiceLot, on_hand_of

#: Most changes to undo for one batch of rows.
MAXIMUM_HISTORY_CHANGES = 20_000
#: Columns without values in the journal; `created_at` never changes.
_UNKEPT = BOOKKEEPING - {"created_at"}
Compute: TypeAlias = Callable[..., object]
#: Computed columns, which are not journaled: (table, column) → source columns and function of them.
COMPUTED: Final[Mapping[tuple[str, str], tuple[tuple[str, ...], Compute]]] = {
    (Domain.__tablename__, "due_on"): (("expires_on",), due_of),
    (InvoiceLot.__tablename__, "on_hand"): (("state", "available"), on_hand_of),
}

T = TypeVar("T")

_CHANGES: Any = JournalChange.__table__
_ENTRIES: Any = JournalEntry.__table__


class Unknown(Enum):
    """Marker for a value that changed since and whose old value is not known."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN

#: The values of a row by column.
Values = dict[str, Any]


class TooManyChangesError(ValueError):
    """Too many changes of these rows since the instant."""


def rewind(
    session: Session,
    table: Table,
    rows: Mapping[int, Values],
    since: dt.datetime,
    *,
    are_named: bool = False,
) -> dict[int, Values]:
    """The rows by key as they were just before `since`, without those inserted later.

    The keys must come from rows in scope: changes are not scoped again, since a row that moved has
    changes under its old codes. Computed columns need their sources (`with_sources`). With
    `are_named`, rows referenced at that time are kept, even if their insert was journaled later.
    Raises TooManyChangesError.
    """
    past = {key: dict(values) for key, values in rows.items()}
    for key, operation, diff in _changes(session, table, list(rows), since):
        if (values := past.get(key)) is None:
            continue
        if operation is Operation.INSERT:
            if not are_named:
                del past[key]
            continue
        _take_back(table, values, diff)
    for values in past.values():
        for name, (sources, compute) in _computed(table, values).items():
            given = [values[source] for source in sources]
            values[name] = UNKNOWN if UNKNOWN in given else compute(*given)
    return past


def _take_back(table: Table, values: Values, diff: Mapping[str, list[object]]) -> None:
    for name in values.keys() & diff.keys():
        # Fields that offices defined are no columns; their old values are JSON, as they are stored.
        values[name] = _undone(table.c[name], *diff[name]) if name in table.c else diff[name][0]
    for name in values.keys() & _UNKEPT:
        values[name] = UNKNOWN


def with_sources(table: Table, names: set[str]) -> set[str]:
    """The columns to read so that those named can be rewound."""
    return names.union(*(sources for sources, _compute in _computed(table, names).values()))


def _computed(table: Table, names: Iterable[str]) -> dict[str, tuple[tuple[str, ...], Compute]]:
    return {name: COMPUTED[table.name, name] for name in names if (table.name, name) in COMPUTED}


def is_changed_since(
    model: type[Base], key: ColumnElement[int], since: dt.datetime
) -> ColumnElement[bool]:
    """Whether the newest change of the row with that key (a column) is at or after `since`.

    A scalar subquery per row, so that the planner probes the index instead of scanning the journal.
    """
    newest = (
        select(_ENTRIES.c.at)
        .join(_CHANGES, _CHANGES.c.entry_id == _ENTRIES.c.id)
        .where(_CHANGES.c.entity == model.__tablename__, _CHANGES.c.row_id == key)
        .order_by(_CHANGES.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    changed: ColumnElement[bool] = newest >= since
    return changed


def _changes(
    session: Session, table: Table, keys: list[int], since: dt.datetime
) -> list[Row[int, Operation, dict[str, list[object]]]]:
    """(key, operation, diff) of the changes since, newest first."""
    if not keys:
        return []
    wanted = (
        select(_CHANGES.c.row_id, _CHANGES.c.operation, _CHANGES.c.diff)
        .join(_ENTRIES, _ENTRIES.c.id == _CHANGES.c.entry_id)
        .where(
            _CHANGES.c.entity == table.name,
            _CHANGES.c.row_id.in_(keys),
            _ENTRIES.c.at >= since,
        )
        .order_by(_CHANGES.c.id.desc())
        .limit(MAXIMUM_HISTORY_CHANGES + 1)
    )
    found = session.execute(wanted, execution_options={BY_HAND: True}).all()
    if len(found) > MAXIMUM_HISTORY_CHANGES:
        raise TooManyChangesError
    return list(found)


def _undone(column: Column[T], old: object, new: object) -> object:
    """The value before a change, in the column's own type."""
    if old is None:
        # A secret is null on both sides.
        return UNKNOWN if new is None else None
    read = next((read for kind, read in _READ if isinstance(column.type, kind)), None)
    return old if read is None else read(column, old)


def _word(column: Column[T], old: str) -> object:
    try:
        word: object = column.type.enum_class(old)  # type: ignore[attr-defined]
    except ValueError:
        # A value that is no longer in the enum.
        return UNKNOWN
    return word


_READ: tuple[tuple[type[Any], Callable[[Any, Any], Any]], ...] = (
    (Words, _word),
    (UtcDateTime, lambda _column, old: dt.datetime.fromisoformat(old).astimezone(dt.UTC)),
    (Date, lambda _column, old: dt.date.fromisoformat(old)),
)
