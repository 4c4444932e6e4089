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

from sqlalchemy import insert
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import Session

from models.core.base import Base, Versioned
from models.core.change_listener import record_births
from models.core.journal import entry_of
from models.core.scope import Scoped, keep_in_scope
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
    table: Any = model.__table__
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    keys = list(session.connection().execute(statement, values).scalars())
    record_births(session, mapper, keys, values)
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
