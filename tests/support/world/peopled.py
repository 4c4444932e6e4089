"""A program over a world in which every list has rows of one's own and of strangers.

The rows are written once a session and engine; a test gets a copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.conftest import Databases, PostgresDatabases, SqliteDatabases, open_engine
from tests.support.database.engines import create_database
from tests.support.pages.doors import Doors
from tests.support.pages.programs import MovableClock, opened
from tests.support.world.cast import World
from tests.support.world.neighbours import settle_in


@pytest.fixture(scope="session")
def templates() -> dict[type[Databases], str]:
    """Addresses of worlds with neighbours in them, one of each engine."""
    return {}


@pytest.fixture
def peopled(
    databases: Databases, templates: dict[type[Databases], str], hands: MovableClock
) -> Iterator[Doors]:
    """Every door, in a world where each list has rows of the actor's own and of strangers."""
    yield from _peopled(databases, templates, hands)


@pytest.fixture
def sqlite_peopled(
    sqlite_databases: Databases, templates: dict[type[Databases], str], hands: MovableClock
) -> Iterator[Doors]:
    """As `peopled`, on SQLite only: for what pages say."""
    yield from _peopled(sqlite_databases, templates, hands)


def _peopled(
    databases: Databases, templates: dict[type[Databases], str], hands: MovableClock
) -> Iterator[Doors]:
    if type(databases) not in templates:
        templates[type(databases)] = _settled(databases)
    engine = open_engine(_copied(databases, templates[type(databases)]))
    world = World(engine, dict(databases.ids))
    for program in opened(engine, hands):
        yield Doors(program, world)
    databases.give_back(engine)


def _settled(databases: Databases) -> str:
    engine = open_engine(databases.world())
    settle_in(World(engine, dict(databases.ids)))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return engine.url.render_as_string(hide_password=False)


def _copied(databases: Databases, template: str) -> str:
    name = str(make_url(template).database)
    if isinstance(databases, PostgresDatabases):
        return create_database(databases.cluster, databases._name(), name)
    assert isinstance(databases, SqliteDatabases)
    url = databases.empty()
    shutil.copyfile(Path(name), Path(str(make_url(url).database)))
    return url
