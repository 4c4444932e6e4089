"""The guards of the database all stand, and one that fell is noticed."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from models.core.database_guards import (
    create_guards,
    drop_guards,
    expected_triggers,
    missing_triggers,
)
from tests.support.world.cast import World


def missing(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return missing_triggers(connection)


class TestMissingTriggers:
    def test_missing_triggers_is_empty_after_the_migrations(self, world: World) -> None:
        assert missing(world.engine) == []

    @pytest.mark.parametrize("number", range(4))
    def test_missing_triggers_names_each_one_that_was_dropped(
        self, world: World, number: int
    ) -> None:
        expected = expected_triggers(world.engine.dialect.name)
        share = expected[number::4]
        for trigger, table in share:
            on = "" if world.engine.dialect.name == "sqlite" else f' ON "{table}"'
            with world.engine.execution_options(writes=True).begin() as connection:
                connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
                assert missing_triggers(connection) == [trigger]
                connection.rollback()

    @pytest.mark.postgres
    def test_missing_triggers_names_one_that_was_disabled(self, postgres_world: World) -> None:
        world = postgres_world
        with world.engine.begin() as connection:
            connection.execute(text("ALTER TABLE transfer DISABLE TRIGGER transfer_moves_balance"))
        assert missing(world.engine) == ["transfer_moves_balance"]

    @pytest.mark.postgres
    def test_missing_triggers_is_not_deceived_by_the_same_name_elsewhere(
        self, postgres_world: World
    ) -> None:
        world = postgres_world
        with world.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER review_append_only_delete ON review"))
            connection.execute(
                text(
                    "CREATE TRIGGER review_append_only_delete BEFORE DELETE ON setting"
                    " FOR EACH ROW EXECUTE FUNCTION guard_append_only()"
                )
            )
        assert missing(world.engine) == ["review_append_only_delete"]


class TestDropGuards:
    def test_drop_guards_removes_all_and_create_guards_brings_all_back(self, world: World) -> None:
        with world.engine.execution_options(writes=True).begin() as connection:
            drop_guards(connection)
            fallen = missing_triggers(connection)
            create_guards(connection)

        assert len(fallen) == len(expected_triggers(world.engine.dialect.name))
        assert missing(world.engine) == []
