"""What ails a database is told from the driver's error, and no message quotes anybody's row."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.core.database_fault import DatabaseFault, fault_of, may_have_committed
from tests.conftest import open_engine
from tests.support.world.cast import World

HASH = "$argon2id$v=19$m=65536$c2FsdA$aGFzaA"


class TestFaultOf:
    @pytest.mark.parametrize(
        ("error", "fault"),
        [
            (sqlite3.OperationalError("database or disk is full"), DatabaseFault.DISK_FULL),
            (
                sqlite3.OperationalError("attempt to write a readonly database"),
                DatabaseFault.READ_ONLY,
            ),
            (sqlite3.OperationalError("unable to open database file"), DatabaseFault.LOST),
            (sqlite3.OperationalError("disk I/O error"), DatabaseFault.DISK_FAILED),
            (psycopg.errors.DiskFull("no space"), DatabaseFault.DISK_FULL),
            (psycopg.errors.OutOfMemory("memory"), DatabaseFault.EXHAUSTED),
            (psycopg.errors.TooManyConnections("too many"), DatabaseFault.EXHAUSTED),
            (psycopg.errors.AdminShutdown("terminating"), DatabaseFault.LOST),
            (psycopg.errors.CrashShutdown("crash"), DatabaseFault.LOST),
            (psycopg.errors.CannotConnectNow("starting up"), DatabaseFault.LOST),
            (psycopg.errors.ConnectionFailure("gone"), DatabaseFault.LOST),
            (psycopg.errors.IdleInTransactionSessionTimeout("idle"), DatabaseFault.LOST),
            (psycopg.OperationalError("server closed the connection"), DatabaseFault.LOST),
            (psycopg.errors.ReadOnlySqlTransaction("read-only"), DatabaseFault.READ_ONLY),
            (psycopg.errors.QueryCanceled("timeout"), DatabaseFault.TOO_LONG),
            (psycopg.errors.IoError("could not read"), DatabaseFault.DISK_FAILED),
            (PoolTimeoutError("pool"), DatabaseFault.EXHAUSTED),
            (OSError(errno.ENOSPC, "no space"), DatabaseFault.DISK_FULL),
            (OSError(errno.EROFS, "read-only"), DatabaseFault.READ_ONLY),
            (OSError(errno.ENOENT, "no such file"), None),
            (sqlite3.OperationalError("no such table: domain"), None),
            (psycopg.errors.UndefinedTable("no table"), None),
            (psycopg.errors.UniqueViolation("taken"), None),
            (ValueError("a bug"), None),
        ],
    )
    def test_fault_of_is_told_from_driver_and_system(
        self, error: Exception, fault: DatabaseFault | None
    ) -> None:
        assert fault_of(error) is fault
        if isinstance(error, sqlite3.Error | psycopg.Error):
            assert fault_of(OperationalError("SELECT 1", {}, error)) is fault

    def test_fault_of_is_told_from_what_caused_an_error(self) -> None:
        try:
            try:
                raise sqlite3.OperationalError("database or disk is full")
            except sqlite3.Error as full:
                raise RuntimeError("the page cannot be drawn") from full
        except RuntimeError as error:
            assert fault_of(error) is DatabaseFault.DISK_FULL


class TestMayHaveCommitted:
    @pytest.mark.parametrize(
        ("error", "may"),
        [
            (psycopg.OperationalError("server closed the connection"), True),
            (psycopg.errors.AdminShutdown("terminating"), True),
            (psycopg.errors.DiskFull("no space"), False),
            (psycopg.errors.SerializationFailure("conflict"), False),
            (sqlite3.OperationalError("disk I/O error"), True),
            (sqlite3.OperationalError("database or disk is full"), True),
        ],
    )
    def test_a_commit_may_have_been_made_unless_the_server_reported_an_error(
        self, error: Exception, may: bool
    ) -> None:
        assert may_have_committed(OperationalError("COMMIT", {}, error)) is may

    def test_not_when_a_constraint_forbids_it(self) -> None:
        error = sqlite3.IntegrityError("FOREIGN KEY constraint failed")
        assert not may_have_committed(IntegrityError("COMMIT", {}, error))


class TestMessages:
    def test_messages_hold_no_parameters_and_no_rows(self, world: World) -> None:
        wrong = text(
            "UPDATE \"user\" SET password_hash = :hash, role = 'nobody' WHERE username = 'zhuoni'"
        )
        with world.engine.connect() as connection, pytest.raises(DBAPIError) as refused:
            connection.execute(wrong, {"hash": HASH})
        assert "role" in str(refused.value)
        assert HASH not in str(refused.value)
        assert HASH not in str(refused.value.orig)


class TestConnections:
    def test_connections_that_were_opened_read_only_are_not_kept(self, tmp_path: Path) -> None:
        engine = open_engine(f"sqlite:///{tmp_path / 'books.sqlite3'}")
        _make_table(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            with pytest.raises(OperationalError):
                connection.execute(text("INSERT INTO note VALUES (1)"))
        with engine.connect() as connection:
            connection.execute(text("INSERT INTO note VALUES (1)"))
        engine.dispose()

    @pytest.mark.postgres
    def test_connections_that_began_read_only_are_not_kept(self, postgres_world: World) -> None:
        engine = open_engine(postgres_world.engine.url.render_as_string(hide_password=False))
        _make_table(engine)

        def _begin_read_only(dbapi_connection: Any, _record: object) -> None:
            dbapi_connection.execute("SET default_transaction_read_only = on")
            dbapi_connection.commit()

        event.listen(engine, "connect", _begin_read_only)
        engine.dispose()
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text("INSERT INTO note VALUES (1)"))
        event.remove(engine, "connect", _begin_read_only)
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO note VALUES (1)"))
        engine.dispose()


def _make_table(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER)"))
