"""Statements compiled once a process: each test has an engine of its own, and SQLAlchemy compiles
every statement anew for an engine, and again for its dialect.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

#: About twice what one run of all tests sends.
_STATEMENTS: LRUCache[Any, Any] = LRUCache(8_000)


def share_compiled(engine: Engine) -> Engine:
    """Lets the engine use what was compiled for others of its kind; returns it."""
    engine.update_execution_options(compiled_cache=_STATEMENTS)
    return engine


def _compiles_alike(dialect: Dialect, other: object) -> bool:
    return type(dialect) is type(other) and dialect.server_version_info == other.server_version_info


def _hash(dialect: Dialect) -> int:
    return hash(type(dialect))


# The dialect is part of the key of each compiled statement.
for _kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    _kind.__eq__ = _compiles_alike  # type: ignore[method-assign,assignment]
    _kind.__hash__ = _hash  # type: ignore[method-assign]
