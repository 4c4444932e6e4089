"""The flush listener: journals a diff of each row that a run inserts, changes or deletes.

A flush without an open entry raises here; bulk statements that bypass the flush are refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Column, event, insert, select
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import InstanceState, Mapper, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.base import NO_VALUE

from models.core.base import Base, Versioned
from models.core.journal import (
    JournalChange,
    JournalEntry,
    JournalReceipt,
    Operation,
    UncausedWriteError,
    entry_of,
)
from models.core.own_values import OWN_VALUES, HasOwnValues, changed_values, sides_of_values
from models.core.scope import BY_HAND, OfficeOwned

#: Columns whose values never reach a diff; the diff says only that they changed.
#: The bytes of a file are covered by their digest, which is in the diff.
SECRETS = frozenset({"password_hash", "totp_secret", "token_hash", "content", "secret"})
#: Columns of no interest to a reader of the history.
BOOKKEEPING = frozenset({"row_version", "created_at", "updated_at", "balance_fen"})

B = TypeVar("B", bound=Base)
#: Column → [old, new] in JSON.
Diff: TypeAlias = dict[str, list[object]]
#: (column, old value, new value).
Sides: TypeAlias = tuple[str, object, object]

#: Types that JSON stores as they are.
_PLAIN = frozenset({str, int, bool, type(None)})


def as_json(value: object) -> Any:  # noqa: ANN401  JSON is Any by nature
    """The JSON value for a diff: dates in ISO 8601, enums by value."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_writes(state: ORMExecuteState) -> None:
    """Refuse bulk statements: no listener would see which rows they changed."""
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and not state.execution_options.get(BY_HAND):
        raise UncausedWriteError("a bulk write has no cause: load the rows and change them")


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Refuse a write without a journal entry; set timestamps from the run's clock."""
    if not (session.new or session.dirty or session.deleted):
        return
    now = entry_of(session).at
    for row in session.new:
        if isinstance(row, Versioned):
            row.created_at = now
            row.updated_at = now
    for row in session.dirty:
        _recall(session, inspect_mapping(row))
        if isinstance(row, Versioned) and session.is_modified(row):
            row.updated_at = now


def _recall(session: Session, state: InstanceState[Base]) -> None:
    """Load the old value of a column that was set while unloaded; the diff must not say null."""
    forgotten = [
        name
        for name, old in state.committed_state.items()
        if old is NO_VALUE and (name == OWN_VALUES or name in _journaled(state.mapper))
    ]
    if forgotten:
        columns = [state.mapper.columns[name] for name in forgotten]
        key = state.mapper.primary_key[0] == state.identity[0]  # type: ignore[index]
        found = session.connection().execute(select(*columns).where(key)).one()
        state.committed_state.update(zip(forgotten, found, strict=True))


@event.listens_for(Session, "after_flush")
def _record(session: Session, _context: UOWTransaction) -> None:
    """Write a change per row, after the flush: keys are known and attribute history is still
    there.
    """
    written = (
        *((row, Operation.INSERT) for row in session.new),
        *((row, Operation.UPDATE) for row in session.dirty),
        *((row, Operation.DELETE) for row in session.deleted),
    )
    record_changes(
        session,
        (
            (row, operation, diff)
            for row, operation in written
            if not isinstance(row, JournalEntry | JournalReceipt)
            and (diff := _diff(inspect_mapping(row), operation))
        ),
    )


def record_changes(session: Session, changes: Iterable[tuple[Base, Operation, Diff]]) -> None:
    """Add changes to the open entry in one statement, whatever their number."""
    entry = entry_of(session)
    rows = [
        {
            "entry_id": entry.id,
            "entity": row.__tablename__,
            "row_id": identity[0] if (identity := inspect_mapping(row).identity) else row.id,
            "operation": operation,
            "diff": diff,
            **_owner(row if isinstance(row, OfficeOwned) else entry),
        }
        for row, operation, diff in changes
    ]
    if rows:
        session.connection().execute(insert(JournalChange), rows)


def record_births(
    session: Session, mapper: Mapper[B], keys: Sequence[int], rows: Sequence[Mapping[str, object]]
) -> None:
    """Add changes for rows inserted as {column: value}, each with its codes."""
    entry, names = entry_of(session), _journaled(mapper)
    has_unit = "unit_id" in mapper.columns
    changes = [
        {
            "entry_id": entry.id,
            "entity": mapper.local_table.name,  # type: ignore[attr-defined]
            "row_id": key,
            "operation": Operation.INSERT,
            "diff": {
                name: [None, None if name in SECRETS else as_json(value)]
                for name in names
                if (value := row.get(name)) is not None
            },
            "unit_id": row["unit_id"] if has_unit else None,
            "province_code": row["province_code"],
            "city_code": row["city_code"],
            "office_code": row["office_code"],
        }
        for key, row in zip(keys, rows, strict=True)
    ]
    session.connection().execute(insert(JournalChange), changes)


def _owner(owner: OfficeOwned) -> dict[str, str | int | None]:
    return {
        "unit_id": owner.registrant_id,
        "province_code": owner.province_code,
        "city_code": owner.city_code,
        "office_code": owner.office_code,
    }


def _diff(state: InstanceState[Base], operation: Operation) -> Diff:
    diff: Diff = {
        name: [None, None] if name in SECRETS else [as_json(old), as_json(new)]
        for name, old, new in _CHANGES[operation](state, _journaled(state.mapper))
    }
    if issubclass(state.mapper.class_, HasOwnValues):
        diff |= {name: [old, new] for name, old, new in _own_sides(state, operation)}
    return diff


def _own_sides(state: InstanceState[Base], operation: Operation) -> Iterator[Sides]:
    """The fields that offices defined, each as a column of its own."""
    if operation is Operation.DELETE:
        return changed_values(state.dict.get(OWN_VALUES) or {}, {})
    return changed_values(*(sides_of_values(state) or ({}, {})))


def _born(state: InstanceState[Base], names: tuple[str, ...]) -> Iterator[Sides]:
    held = state.dict
    return ((name, None, held[name]) for name in names if held.get(name) is not None)


def _changed(state: InstanceState[Base], names: tuple[str, ...]) -> Iterator[Sides]:
    """Columns whose value changed, by attribute history."""
    for name in names:
        if name in state.committed_state and (history := state.attrs[name].history).added:
            yield name, history.deleted[0] if history.deleted else None, history.added[0]


def _gone(state: InstanceState[Base], names: tuple[str, ...]) -> Iterator[Sides]:
    held = state.dict
    return ((name, held[name], None) for name in names if held.get(name) is not None)


_CHANGES = {Operation.INSERT: _born, Operation.UPDATE: _changed, Operation.DELETE: _gone}


@cache
def _journaled(mapper: Mapper[B]) -> tuple[str, ...]:
    # What is read by a subquery is no column of the row.
    attributes = mapper.column_attrs
    columns = {each.key for each in attributes if isinstance(each.columns[0], Column)}
    return tuple(sorted(columns - BOOKKEEPING - {OWN_VALUES}))
