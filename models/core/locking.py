"""Row locks: the only place that asks the database for one, and the order in which they are taken.

Every run takes its locks table by table as `LOCK_ORDER` lists them, and within a table by key, so
no two runs wait for each other. A row that is held may be locked again at any time. Where a verb
ticks rows that stand late in the order, its `lock_first` takes what comes before them. Tests watch
the order in every run (tests/support/database/lock_order.py). SQLite has no row locks: there one
run writes at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVarTuple

from sqlalchemy import Select, inspect
from sqlalchemy.orm import DeclarativeBase

Columns = TypeVarTuple("Columns")

#: Gives a statement with its rows locked when a run writes, and the same without when it plans.
Locked = Callable[[Select[Any]], Select[Any]]
#: Locks the rows of a statement when a run writes, and does nothing when it plans.
Lock = Callable[[Select[Any]], None]

#: Tables in the order of their locks: whose it is, the money as it comes in, what it pays for, and
#: the paper that is given for it; a list of choices comes before the choices. A table that is not
#: listed is locked after all of these.
LOCK_ORDER = (
    "office",
    "unit",
    "adjustment",
    "bank_line",
    "remittance",
    "account",
    "domain",
    "payment",
    "domain_order",
    "red_page",
    "invoice",
    "invoice_request",
    "invoice_type",
    "invoice_lot",
    "choice_list",
)


def lock_rank(table: str) -> tuple[int, str]:
    """Where a table stands in the order: those that are not listed come last, by their names."""
    listed = LOCK_ORDER.index(table) if table in LOCK_ORDER else len(LOCK_ORDER)
    return listed, table


def locking(
    statement: Select[*Columns], *, of: type[DeclarativeBase] | None = None
) -> Select[*Columns]:
    """The statement with its rows locked by key until the transaction ends, as they stand after
    the wait.

    Others may still refer to the rows by a foreign key. `of` names the model that is locked where
    the statement joins more; it is the first of the statement otherwise. The rows come in the
    order of their keys, whatever order the statement asked for.
    """
    model = of or statement.column_descriptions[0].get("entity")
    if model is not None:
        statement = statement.order_by(None).order_by(*inspect(model).primary_key)
    locked = statement.with_for_update(key_share=True, of=of)
    return locked.execution_options(populate_existing=True)


def locking_free(statement: Select[*Columns]) -> Select[*Columns]:
    """The statement with unlocked rows only (SKIP LOCKED), locked: for queues with several
    workers.
    """
    return statement.with_for_update(skip_locked=True)
