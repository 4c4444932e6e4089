"""How the bulk load reaches the tables: COPY on PostgreSQL, executemany on SQLite.

A million rows through the unit of work would take an hour, so this is the one place of the seed
that writes past the ORM. The guards stay on: transfers move balances by their triggers, and
every constraint is checked. Plain indexes are set aside while rows come in and built once after.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import psycopg
from sqlalchemy import Connection, Engine

from models.core.search_index import grams
from seed.bulk.row_types import TABLES

_SEARCHED = ("unit", "domain")


class Store(Protocol):
    """Where rows go."""

    def write(self, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Appends rows to a table."""
        ...

    def write_grams(self, table: str, words: Iterable[tuple[int, str]]) -> None:
        """Appends the bigrams of (id, search text) to the side table of `table`."""
        ...

    def set_indexes_aside(self) -> list[str]:
        """Drops the plain indexes of the tables and returns the statements that make them."""
        ...

    def finish(self, indexes: Iterable[str]) -> None:
        """Builds the indexes and leaves the keys of the tables where the rows end."""
        ...


def store_of(connection: Connection) -> Store:
    """The store of a connection whose transaction is open."""
    driver: Any = connection.connection.driver_connection
    return _Postgres(driver) if connection.dialect.name == "postgresql" else _Sqlite(driver)


def settle_statistics(engine: Engine) -> None:
    """Tells the planner what the tables hold now; on PostgreSQL cleans them too."""
    is_postgres = engine.dialect.name == "postgresql"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if is_postgres:
            connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("VACUUM (ANALYZE)" if is_postgres else "ANALYZE")
        if is_postgres:
            connection.exec_driver_sql("RESET statement_timeout")


class _Sqlite:
    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def write(self, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        named = ", ".join(f'"{column}"' for column in columns)
        self._driver.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)  # noqa: S608  our own names

    def write_grams(self, table: str, words: Iterable[tuple[int, str]]) -> None:
        self._driver.executemany(
            f"INSERT INTO {table}_gram (rowid, grams) VALUES (?, ?)",  # noqa: S608  our own names
            ((key, " ".join(grams(spoken))) for key, spoken in words),
        )

    def set_indexes_aside(self) -> list[str]:
        found = self._driver.execute(
            "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        ).fetchall()
        plain = [(name, sql) for table, name, sql in found if _is_plain(table, sql)]
        for name, _ in plain:
            self._driver.execute(f'DROP INDEX "{name}"')
        return [sql for _, sql in plain]

    def finish(self, indexes: Iterable[str]) -> None:
        for statement in indexes:
            self._driver.execute(statement)


class _Postgres:
    def __init__(self, driver: psycopg.Connection) -> None:
        self._driver = driver
        # The limits of a page's statement would stop a load of minutes.
        for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
            driver.execute(f"SET LOCAL {setting} = 0")
        driver.execute("SET LOCAL maintenance_work_mem = '512MB'")

    def write(self, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        lines = (
            "\t".join(["\\N" if value is None else str(value) for value in row]) for row in rows
        )
        self._copy(table, columns, lines)

    def write_grams(self, table: str, words: Iterable[tuple[int, str]]) -> None:
        lines = (f"{key}\t{{{','.join(grams(spoken))}}}" for key, spoken in words)
        self._copy(f"{table}_gram", ("id", "grams"), lines)

    def set_indexes_aside(self) -> list[str]:
        found = self._driver.execute(
            "SELECT tablename, indexname, indexdef FROM pg_indexes"
            " WHERE schemaname = current_schema()"
            # The index of a constraint, unique or not, keeps the rows lawful.
            " AND to_regclass(quote_ident(indexname)) NOT IN (SELECT conindid FROM pg_constraint)"
        ).fetchall()
        plain = [(name, sql) for table, name, sql in found if _is_plain(table, sql)]
        for name, _ in plain:
            self._driver.execute(f'DROP INDEX "{name}"')
        return [sql for _, sql in plain]

    def finish(self, indexes: Iterable[str]) -> None:
        for statement in indexes:
            self._driver.execute(statement)
        for table in TABLES.values():
            self._driver.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"  # noqa: S608  our own names
                f" GREATEST((SELECT max(id) FROM {table}), 1))"
            )

    def _copy(self, table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
        statement = f'COPY "{table}" ({", ".join(columns)}) FROM STDIN'
        with self._driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("".join(f"{line}\n" for line in lines))


def _is_plain(table: str, sql: str) -> bool:
    """Whether an index only makes reading fast; unique ones also keep the rows lawful."""
    loaded = {*TABLES.values(), *(f"{name}_gram" for name in _SEARCHED)}
    return table in loaded and not sql.startswith("CREATE UNIQUE")
