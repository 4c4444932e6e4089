"""Tables that others refer to are rebuilt with their rows, on SQLite too."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from models.offices.office import Office
from tests.conftest import alembic_config, migrate
from tests.support.database.database_digest import digest
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

pytestmark = pytest.mark.slow


def references(engine: Engine) -> set[tuple[str, str]]:
    """Which table refers to which."""
    inspector = inspect(engine)
    return {
        (table, key["referred_table"])
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
    }


def test_a_sheet_with_rows_goes_there_and_back(world: World) -> None:
    with world.writing() as session:
        Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW).import_row()
    before, rows = references(world.engine), digest(world.engine)

    command.downgrade(alembic_config(world.engine), "0001")
    migrate(world.engine)

    assert digest(world.engine) == rows
    assert references(world.engine) == before


def test_references_are_checked_again_after_a_migration(sqlite_world: World) -> None:
    command.downgrade(alembic_config(sqlite_world.engine), "0001")
    migrate(sqlite_world.engine)
    with sqlite_world.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
