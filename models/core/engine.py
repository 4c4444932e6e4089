"""How each engine is opened: SQLite strict and durable, PostgreSQL with short time limits.

SQLite writes begin IMMEDIATE (a deferred write that must upgrade its lock fails at once under
load), foreign keys are on, and `recursive_triggers` closes the INSERT OR REPLACE loophole around
append-only tables.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine import ExceptionContext

from models.core.database_fault import ENDS_CONNECTION, fault_of, without_values

#: Execution option: the transaction is going to write, and begins as a writer.
WRITES = "writes"
#: Execution option: the reason why a write is allowed during a read-only request.
BESIDES_READING = "besides_reading"

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=1073741824",
)
#: A page's statement takes milliseconds, so JIT and parallel workers cost more than they save. Data
#: is cached or on flash, so a random read costs little more than a sequential one.
_POSTGRES_SETTINGS = (
    "-c lock_timeout=5s -c statement_timeout=30s"
    " -c idle_in_transaction_session_timeout=60s -c timezone=UTC"
    " -c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c work_mem=32MB"
)

#: Connection timeout: do not wait for a server that does not answer.
CONNECT_SECONDS = 5


def engine_options(url: str) -> dict[str, Any]:
    """Keyword arguments for `create_engine`, by dialect.

    Errors omit the statement's parameters, so that logs hold no password hash or phone number.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 30}, "hide_parameters": True}
    return {
        "hide_parameters": True,
        "connect_args": {"options": _POSTGRES_SETTINGS, "connect_timeout": CONNECT_SECONDS},
        "pool_pre_ping": True,
        "pool_size": 10,
    }


def prepare(engine: Engine) -> Engine:
    """Attach what every connection of the engine needs; call once, before the first connect."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _on_error)
    return engine


def _on_error(context: ExceptionContext) -> None:
    """Close a connection that would stay broken, and keep values of rows out of the message."""
    if fault_of(context.original_exception) in ENDS_CONNECTION:
        context.is_disconnect = True
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(
                without_values(each) if isinstance(each, str) else each for each in error.args
            )


def _open_sqlite(dbapi_connection: sqlite3.Connection, _record: object) -> None:
    # The driver's BEGIN comes too late and is always deferred; `_begin_sqlite` sends it instead.
    dbapi_connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        dbapi_connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
