"""The migrations lead to what the models say, and back, with rows in the tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import Engine, inspect, text
from sqlalchemy.schema import CreateIndex

from models.core.base import Base
from models.core.database_guards import create_guards, missing_triggers
from tests.admin_app.conftest import app, hands
from tests.conftest import Databases, alembic_config, migrate, open_engine
from tests.support.database.database_digest import digest
from tests.support.world.cast import World, build

pytestmark = pytest.mark.slow


__all__ = ["app", "hands"]

#: Alembic's own table, and the search tables, which guards make on either way.
_NOT_OURS = ("alembic_version",)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - set(_NOT_OURS)


def catalogue(engine: Engine) -> dict[str, str]:
    """Every object of the database with its definition, as the database itself tells it."""
    read = {"sqlite": _sqlite_catalogue, "postgresql": _postgres_catalogue}
    with engine.connect() as connection:
        rows = read[engine.dialect.name](connection)
        return {name: " ".join(str(definition).split()) for name, definition in rows}


def _sqlite_catalogue(connection: Any) -> Iterable[tuple[str, Any]]:
    """Indexes and triggers as written; tables column by column and check by check."""
    for kind, name, definition in connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE name <> 'alembic_version'")
    ):
        if kind != "table" and definition:
            yield f"{kind} {name}", definition
    inspector = inspect(connection)
    for table in inspector.get_table_names():
        if table in _NOT_OURS or "_gram" in table:
            continue
        pragma = connection.execute(text(f'PRAGMA table_xinfo("{table}")')).all()
        for _, column, *facts in pragma:
            yield f"column {table}.{column}", facts
        yield from _constraints(inspector, table)


def _constraints(inspector: Any, table: str) -> Iterable[tuple[str, Any]]:
    for check in inspector.get_check_constraints(table):
        yield f"check {table} {check['name']}", check["sqltext"]
    for unique in inspector.get_unique_constraints(table):
        yield f"unique {table} {unique['name']}", unique["column_names"]
    for key in inspector.get_foreign_keys(table):
        yield f"foreign {table} {key['name']}", sorted(map(str, key.items()))
    yield f"primary {table}", inspector.get_pk_constraint(table)


_COLUMNS = """
SELECT 'column ' || table_name || '.' || column_name, concat_ws(' ', data_type,
       character_maximum_length, is_nullable, column_default, generation_expression)
  FROM information_schema.columns WHERE table_schema = 'public'
"""
_CONSTRAINTS = """
SELECT 'constraint ' || conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
_INDEXES = "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
_TRIGGERS = """
SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""
_FUNCTIONS = """
SELECT 'function ' || proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
_POSTGRES_QUERIES = (_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS, _FUNCTIONS)


def _postgres_catalogue(connection: Any) -> Iterable[tuple[str, Any]]:
    for query in _POSTGRES_QUERIES:
        for name, definition in connection.execute(text(query)):
            if not any(word in name for word in _NOT_OURS):
                yield name, definition


def create_from_models(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        Base.metadata.create_all(connection)
        create_guards(connection)


class TestUpgrade:
    def test_upgrade_makes_exactly_what_the_models_say(self, databases: Databases) -> None:
        """Tables, columns, types, nullability, defaults, keys, CHECK texts, indexes, triggers."""
        migrated, created = open_engine(databases.empty()), open_engine(databases.empty())
        migrate(migrated)
        create_from_models(created)
        left, right = catalogue(migrated), catalogue(created)
        databases.give_back(migrated)
        databases.give_back(created)

        assert left.keys() == right.keys()
        different = {name: (left[name], right[name]) for name in left if left[name] != right[name]}
        assert different == {}

    def test_upgrade_leaves_every_guard_standing(self, world: World) -> None:
        with world.engine.connect() as connection:
            assert missing_triggers(connection) == []

    def test_upgrade_names_every_constraint(self) -> None:
        unnamed = [
            (table.name, constraint)
            for table in Base.metadata.tables.values()
            for constraint in (*table.constraints, *table.indexes)
            if not constraint.name
        ]
        assert unnamed == []

    def test_upgrade_names_fit_postgresql_s_limit(self) -> None:
        names = [
            str(named.name)
            for table in Base.metadata.tables.values()
            for named in (*table.constraints, *table.indexes)
        ]
        assert max(map(len, names)) <= 63
        assert len(names) == len(set(names))


class TestDowngrade:
    def test_downgrade_goes_all_the_way_back_and_up_again(self, empty_engine: Engine) -> None:
        migrate(empty_engine)
        first = catalogue(empty_engine)
        migrate(empty_engine, "base")
        assert tables(empty_engine) == set()

        migrate(empty_engine)
        build(empty_engine)

        assert catalogue(empty_engine) == first
        with empty_engine.connect() as connection:
            assert missing_triggers(connection) == []

    def test_downgrade_refuses_to_destroy_history(self, world: World) -> None:
        before = digest(world.engine)

        with pytest.raises(RuntimeError, match="journal holds entries"):
            migrate(world.engine, "base")

        assert digest(world.engine) == before
        with world.engine.connect() as connection:
            assert missing_triggers(connection) == []

    def test_downgrade_goes_back_over_rows_when_told_to_and_up_again(self, world: World) -> None:
        before = catalogue(world.engine)

        migrate(world.engine, "base", "discard_history=yes")
        assert tables(world.engine) == set()
        migrate(world.engine)

        assert catalogue(world.engine) == before
        with world.engine.connect() as connection:
            assert missing_triggers(connection) == []
        build(world.engine)


class TestTheComparison:
    """What it compares, it can tell apart."""

    @pytest.mark.parametrize(
        "change",
        [
            "DROP INDEX uq_domain_live_name",
            "CREATE INDEX stray ON unit (name)",
            "DROP TRIGGER {trigger}",
        ],
    )
    def test_the_comparison_notices_what_changed(self, world: World, change: str) -> None:
        on = "" if world.engine.dialect.name == "sqlite" else " ON transfer"
        before = catalogue(world.engine)
        with world.engine.execution_options(writes=True).begin() as connection:
            connection.execute(text(change.format(trigger=f"transfer_moves_balance{on}")))

        assert catalogue(world.engine) != before

    def test_the_comparison_reads_every_index_of_the_models(self, world: World) -> None:
        read = catalogue(world.engine)
        for table in Base.metadata.tables.values():
            for index in table.indexes:
                assert f"index {index.name}" in read, CreateIndex(index)


class TestADatabaseMadeBeforeTheRelease:
    def test_a_database_made_before_the_release_goes_on_as_one_of_the_first_schema(
        self, world: World
    ) -> None:
        rows = digest(world.engine)
        read = "SELECT version_num FROM alembic_version"
        stamp = "UPDATE alembic_version SET version_num = '0035_keys_alike'"
        with world.engine.connect() as connection:
            head = connection.scalar(text(read))
        command.downgrade(alembic_config(world.engine), "0001")
        with world.engine.execution_options(writes=True).begin() as connection:
            connection.execute(text(stamp))

        migrate(world.engine)

        with world.engine.connect() as connection:
            assert connection.scalar(text(read)) == head
        assert digest(world.engine) == rows


class TestTheCommandLine:
    def test_the_command_line_refuses_to_go_back_over_history(
        self, world: World, app: Flask
    ) -> None:
        rows = digest(world.engine)

        ended = app.test_cli_runner().invoke(args=["db", "downgrade", "base"])

        assert ended.exit_code == 1
        assert digest(world.engine) == rows
