"""Row locks: the only place that asks the database for one.

A run locks the rows it was asked for first, then what its survey reads; accounts come before
orders in every verb that locks both. A verb on domains holds its domains before their orders,
settling holds orders before domains: where two runs meet the other way round, the database ends
one and `perform` repeats it. SQLite has no row locks: there one run writes at a time.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select

S = TypeVar("S", bound=Select[Any])


def locking(statement: S, *, of: Any = None) -> S:  # noqa: ANN401  a mapper or a table
    """The statement with its rows locked until the transaction ends, as they stand after the wait.

    Others may still refer to the rows by a foreign key. `of` names what is locked where the
    statement joins more.
    """
    locked = statement.with_for_update(key_share=True, of=of)
    return locked.execution_options(populate_existing=True)


def locking_free(statement: S) -> S:
    """The statement with unlocked rows only (SKIP LOCKED), locked: for queues with several
    workers.
    """
    return statement.with_for_update(skip_locked=True)
