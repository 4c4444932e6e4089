"""Injects database errors: which statement fails, with which error; counts statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Engine, event

#: What each engine says when the same transaction may well succeed the next time.
FAILURES: dict[str, list[Exception]] = {
    "sqlite": [sqlite3.OperationalError("database is locked")],
    "postgresql": [
        psycopg.errors.DeadlockDetected("deadlock detected"),
        psycopg.errors.SerializationFailure("could not serialize access"),
        psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"),
    ],
}


@dataclass
class Struck:
    """How many statements came by, and how many were made to fail."""

    statements: int = 0
    raised: int = 0


@contextmanager
def failing(
    engine: Engine, strikes: Callable[[int], bool], failure: Exception | None = None
) -> Iterator[Struck]:
    """Within the block the statements whose number `strikes` names fail, in the driver itself.

    A COMMIT counts as one: a serialization failure may wait until then.
    """
    struck = Struck()
    error = failure or FAILURES[engine.dialect.name][0]

    def strike(*_arguments: Any) -> None:
        number, struck.statements = struck.statements, struck.statements + 1
        if strikes(number):
            struck.raised += 1
            raise error

    def commit(connection: Any) -> None:
        strike()
        type(engine.dialect).do_commit(engine.dialect, connection)

    for name in _EXECUTIONS:
        event.listen(engine, name, strike)
    engine.dialect.do_commit = commit  # type: ignore[method-assign]
    try:
        yield struck
    finally:
        del engine.dialect.do_commit
        for name in _EXECUTIONS:
            event.remove(engine, name, strike)


_EXECUTIONS = ("do_execute", "do_executemany", "do_execute_no_params")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL sent within the block, each with single spaces."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
