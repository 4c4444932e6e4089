"""Checks the lock order of runs: no lock may precede one that is held already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Row, event
from sqlalchemy.orm import ORMExecuteState, Session

from models.core.journal import _INFO_KEY, Door
from models.core.locking import LOCK_ORDER

#: The place of a row in the order of locks: its table's place and name, then its key.
Place = tuple[int, str, int]

_RANK = {table: number for number, table in enumerate(LOCK_ORDER)}
#: Filled while `recorded` is open: the table of each statement that locks rows.
_RECORDS: list[list[str]] = []


class LockOrderError(AssertionError):
    """A run locks a row that stands before one it holds."""


class _Held:
    """The rows that one transaction has locked."""

    def __init__(self, transaction: object) -> None:
        self.transaction = transaction
        self.places: set[Place] = set()
        #: What the transaction inserted: nobody else can hold it, so it may be locked at any time.
        self.inserted: set[Place] = set()

    def take(self, places: Iterable[Place]) -> None:
        """Add rows in the order in which the database locks them. Raises LockOrderError."""
        for place in places:
            if place in self.inserted:
                continue
            if place not in self.places and self.places and place < max(self.places):
                _, table, key = place
                raise LockOrderError(f"{table} {key} is locked after {max(self.places)[1:]}")
            self.places.add(place)


def watch() -> None:
    """Hold every session of this process to the order of locks."""
    event.listen(Session, "do_orm_execute", _take_locks)
    event.listen(Session, "after_flush", _note_inserted)


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The table of each statement that locks rows, in order."""
    tables: list[str] = []
    _RECORDS.append(tables)
    yield tables
    _RECORDS.remove(tables)


def _take_locks(asked: ORMExecuteState) -> Any:
    statement: Any = asked.statement
    if getattr(statement, "_for_update_arg", None) is None or _is_seeding(asked.session):
        return None
    table = statement.column_descriptions[0]["entity"].__tablename__
    for tables in _RECORDS:
        tables.append(table)
    frozen = asked.invoke_statement().freeze()
    held_of(asked.session).take(_place(table, _key(row)) for row in frozen.data)
    return frozen()


def _note_inserted(session: Session, _flush: object) -> None:
    held_of(session).inserted.update(
        _place(row.__tablename__, row.id) for row in session.new if hasattr(row, "id")
    )


def _place(table: str, key: int) -> Place:
    return _RANK.get(table, len(_RANK)), table, key


def _is_seeding(session: Session) -> bool:
    """Whether it fills a database that nobody else uses: there one run carries out many verbs."""
    entry = session.info.get(_INFO_KEY)
    return entry is not None and entry.door is Door.SEED


def held_of(session: Session) -> _Held:
    """What the session's transaction holds."""
    held = session.info.get(__name__)
    if held is None or held.transaction is not session.get_transaction():
        held = session.info[__name__] = _Held(session.get_transaction())
    return held


def _key(row: Any) -> int:
    """The key of a row that was read whole or by its key alone."""
    first = row[0] if isinstance(row, Row) else row
    return int(getattr(first, "id", first))
