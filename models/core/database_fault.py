"""Classifies driver errors that are the database's fault and not the request's.

`perform`, error pages, jobs and /readyz all use it. SQLite errors are recognised by message
(sqlite.org/rescode.html), PostgreSQL's by SQLSTATE (its manual, Appendix A), the operating system's
by errno.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

import psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class DatabaseFault(StrEnum):
    """What keeps the database from doing its work."""

    #: It cannot be reached, or hung up.
    LOST = "database_lost"
    DISK_FULL = "disk_full"
    READ_ONLY = "database_read_only"
    #: The disk refused to be read or written.
    DISK_FAILED = "disk_failed"
    #: It is out of connections or memory.
    EXHAUSTED = "database_exhausted"
    #: It cancelled a statement that ran too long.
    TOO_LONG = "statement_too_long"


#: A connection that met one of these is closed: it may stay broken, or read-only, when the
#: database itself is well again.
ENDS_CONNECTION = frozenset(
    {DatabaseFault.LOST, DatabaseFault.READ_ONLY, DatabaseFault.DISK_FAILED}
)

_SQLITE = {
    "database or disk is full": DatabaseFault.DISK_FULL,
    "attempt to write a readonly database": DatabaseFault.READ_ONLY,
    "unable to open database file": DatabaseFault.LOST,
    "disk i/o error": DatabaseFault.DISK_FAILED,
}
_SQLSTATES = {
    "25P03": DatabaseFault.LOST,
    "25006": DatabaseFault.READ_ONLY,
    "53100": DatabaseFault.DISK_FULL,
    "57014": DatabaseFault.TOO_LONG,
    "58030": DatabaseFault.DISK_FAILED,
}
#: By SQLSTATE class: connection exceptions, insufficient resources, operator intervention.
_SQLSTATE_CLASSES = {
    "08": DatabaseFault.LOST,
    "53": DatabaseFault.EXHAUSTED,
    "57P": DatabaseFault.LOST,
}
_ERRNOS = {
    errno.ENOSPC: DatabaseFault.DISK_FULL,
    errno.EDQUOT: DatabaseFault.DISK_FULL,
    errno.EROFS: DatabaseFault.READ_ONLY,
    errno.EIO: DatabaseFault.DISK_FAILED,
}
#: Where a driver's message begins to quote values of rows.
_VALUES = re.compile(r"\nDETAIL:.*", re.DOTALL)


def fault_of(error: BaseException) -> DatabaseFault | None:
    """The database fault behind an error or any of its causes; None if there is none."""
    return next((fault for each in _causes(error) if (fault := _fault(each))), None)


def may_have_committed(error: DBAPIError) -> bool:
    """Whether a COMMIT that ended in this error may have taken effect nevertheless.

    An error that the server reports, or a constraint violation, means it did not. After a lost
    connection or a disk error nobody knows.
    """
    if fault_of(error) in {DatabaseFault.LOST, DatabaseFault.DISK_FAILED}:
        return True
    is_told = isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None)
    return not is_told


def without_values(text: str) -> str:
    """A driver's message without its DETAIL, which quotes the row: password hashes, telephones."""
    return _VALUES.sub("", text)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        if isinstance(at, DBAPIError) and isinstance(at.orig, BaseException):
            yield at.orig
        at = at.__cause__ or at.__context__


def _fault(error: BaseException) -> DatabaseFault | None:
    if isinstance(error, PoolTimeoutError):
        return DatabaseFault.EXHAUSTED
    if isinstance(error, sqlite3.Error):
        said = str(error).lower()
        return next((fault for words, fault in _SQLITE.items() if words in said), None)
    if isinstance(error, psycopg.Error):
        return _postgres_fault(error)
    return _ERRNOS.get(error.errno or 0) if isinstance(error, OSError) else None


def _postgres_fault(error: psycopg.Error) -> DatabaseFault | None:
    state = error.sqlstate
    if state is None:
        # No SQLSTATE: the server was not reached, or closed the connection.
        return DatabaseFault.LOST if isinstance(error, psycopg.OperationalError) else None
    named = (fault for start, fault in _SQLSTATE_CLASSES.items() if state.startswith(start))
    return _SQLSTATES.get(state) or next(named, None)
