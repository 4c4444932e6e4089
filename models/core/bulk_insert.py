"""Many new rows of one table at once: one statement writes them, one writes their journal.

The one place besides the flush that writes rows, for batches in which the unit of work costs more
than the database. It guarantees what the flush guarantees: a journal entry, the run's timestamps,
the scope, foreign keys that can be loaded, a diff of every row, and the initial state of the
lifecycle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import Session

from models.core.base import Base, Versioned
from models.core.change_listener import record_births
from models.core.journal import entry_of
from models.core.scope import Scoped
from models.core.scoped_writes import keep_in_scope
from models.core.search_index import Searchable


def insert_rows(
    session: Session,
    model: type[Base],
    rows: Sequence[Mapping[str, object]],
    *,
    to_others: bool = False,
) -> list[int]:
    """Insert rows given as {column: value} and return their keys in the same order.

    Columns with a default may be left out; the state may not be given, since new rows start in the
    initial one. Raises OutOfScopeError like a flush, unless the rows are written `to_others`: a
    message belongs to its reader, whom its sender need not see.
    """
    assert not issubclass(model, Searchable), "words are indexed by the flush"
    assert issubclass(model, Scoped), "rows of no office are few"
    mapper, now = inspect_mapping(model), entry_of(session).at
    dates = {"row_version": 1, "created_at": now, "updated_at": now}
    stamp = {**_defaults(model), **(dates if issubclass(model, Versioned) else {})}
    assert not any("state" in row for row in rows), "a life begins at its beginning"
    values = [{**stamp, **row} for row in rows]
    if not to_others:
        keep_in_scope(session, mapper, values)
    keys = _insert(session.connection(), model.__table__, values)
    record_births(session, mapper, keys, values)
    return keys


def _insert(connection: Connection, table: Table, values: Sequence[dict[str, object]]) -> list[int]:
    """Insert the rows, as many to a statement as the driver takes, and return their keys.

    SQLite returns the rows of a statement in any order, so SQLAlchemy would send one for each row.
    Its keys are numbered here instead, as SQLite would: the one writer holds the lock already.
    """
    if connection.dialect.name != "sqlite":
        ordered = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(connection.execute(ordered, values).scalars())
    last = connection.execute(select(func.max(table.c.id))).scalar() or 0
    keys = list(range(last + 1, last + 1 + len(values)))
    rows = [{**row, "id": key} for row, key in zip(values, keys, strict=True)]
    # RETURNING is what makes SQLAlchemy write many rows in one statement.
    connection.execute(insert(table).returning(table.c.id), rows)
    return keys


@cache
def _defaults(model: type[Base]) -> dict[str, object]:
    """The scalar defaults of the columns, filled in so that the journal records them too."""
    columns: Any = model.__table__.c
    return {
        column.name: column.default.arg
        for column in columns
        if column.default is not None and column.default.is_scalar
    }
