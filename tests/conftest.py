"""Fixtures of every test: two engines, a separate database, a fixed clock, no network.

The schema is migrated and the cast (test users and rows) written once per worker, into a template;
a test gets a copy (SQLite: the file; PostgreSQL: CREATE DATABASE … TEMPLATE), so commits are real
commits.
"""

from __future__ import annotations

import gc
import shutil
import socket
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import settings
from sqlalchemy import Engine, create_engine, text

from models.core.clock import FixedClock
from models.core.engine import engine_options, prepare
from tests.support.database import lock_order
from tests.support.database.compiled_statements import share_compiled
from tests.support.database.engines import (
    EngineMissingError,
    absent,
    create_database,
    drop_database,
    memory_folder,
    postgres_cluster,
    sqlite_url,
)
from tests.support.world.cast import CLOCK, World, build

# No deadline: a busy machine must not fail a property test.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
lock_order.watch()

ROOT = Path(__file__).resolve().parents[1]


def open_engine(url: str) -> Engine:
    """An engine as the program opens it."""
    return share_compiled(prepare(create_engine(url, **engine_options(url))))


def alembic_config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = engine
    return config


def migrate(engine: Engine, revision: str = "head", *said: str) -> None:
    """Migrate up, or down to "base"; `said` are the command's -x arguments."""
    config = alembic_config(engine)
    if revision == "base":
        config.cmd_opts = Namespace(x=list(said))
        command.downgrade(config, "base")
    else:
        command.upgrade(config, revision)


class Databases(Protocol):
    """Creates databases of one engine; `ids` are the ids of the cast in the template."""

    ids: dict[str, int]

    def world(self) -> str: ...
    def empty(self) -> str: ...
    def give_back(self, engine: Engine) -> None: ...


@dataclass
class SqliteDatabases:
    """Files: a copy costs a millisecond."""

    folder: Path
    ids: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        engine = open_engine(sqlite_url(self.folder / "template.sqlite3"))
        migrate(engine)
        self.ids = build(engine)
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        engine.dispose()

    def world(self) -> str:
        copy = self._path()
        shutil.copyfile(self.folder / "template.sqlite3", copy)
        return sqlite_url(copy)

    def empty(self) -> str:
        return sqlite_url(self._path())

    def give_back(self, engine: Engine) -> None:
        engine.dispose()
        path = Path(str(engine.url.database))
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def _path(self) -> Path:
        self.count += 1
        return self.folder / f"{self.count}.sqlite3"


@dataclass
class PostgresDatabases:
    """Databases of one throwaway cluster, cloned from the template."""

    cluster: str
    ids: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        engine = open_engine(create_database(self.cluster, "template"))
        migrate(engine)
        self.ids = build(engine)
        engine.dispose()

    def world(self) -> str:
        return create_database(self.cluster, self._name(), "template")

    def empty(self) -> str:
        return create_database(self.cluster, self._name())

    def give_back(self, engine: Engine) -> None:
        name = str(engine.url.database)
        engine.dispose()
        drop_database(self.cluster, name)

    def _name(self) -> str:
        self.count += 1
        return f"t{self.count}"


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[Databases]:
    with TemporaryDirectory(prefix="sqlite-", dir=memory_folder()) as folder:
        yield SqliteDatabases(Path(folder))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[Databases]:
    try:
        with postgres_cluster() as url:
            yield PostgresDatabases(url)
    except EngineMissingError as missing:
        absent(str(missing))


ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as long what `postgres_with` does not name, and begins with what takes longest."""
    for item in items:
        if _is_for_the_long_run(item):
            item.add_marker(pytest.mark.long)
    items.sort(key=_seconds_allowed, reverse=True)


def _seconds_allowed(item: pytest.Item) -> float:
    mark = item.get_closest_marker("timeout")
    return float(mark.args[0]) if mark is not None else 0.0


def _is_for_the_long_run(item: pytest.Item) -> bool:
    mark, call = item.get_closest_marker("postgres_with"), getattr(item, "callspec", None)
    if mark is None or call is None or call.params.get("databases") != "postgres":
        return False
    return call.params["username"] not in mark.args


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(params=ENGINES)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Both engines in turn."""
    found: Databases = request.getfixturevalue(f"{request.param}_databases")
    return found


@pytest.fixture
def world(databases: Databases) -> Iterator[World]:
    """The cast in a database of the test's own, on both engines in turn."""
    engine = open_engine(databases.world())
    yield World(engine, dict(databases.ids))
    databases.give_back(engine)


@pytest.fixture
def engine(world: World) -> Engine:
    """The engine of the test's own world, on both engines in turn."""
    return world.engine


@pytest.fixture
def sqlite_world(sqlite_databases: Databases) -> Iterator[World]:
    """The cast on SQLite only: for what does not depend on the engine."""
    engine = open_engine(sqlite_databases.world())
    yield World(engine, dict(sqlite_databases.ids))
    sqlite_databases.give_back(engine)


@pytest.fixture
def postgres_world(postgres_databases: Databases) -> Iterator[World]:
    """The cast on PostgreSQL only: for what SQLite does not have. Mark the test `postgres`."""
    engine = open_engine(postgres_databases.world())
    yield World(engine, dict(postgres_databases.ids))
    postgres_databases.give_back(engine)


@pytest.fixture
def empty_engine(databases: Databases) -> Iterator[Engine]:
    """A database with nothing in it, on both engines in turn."""
    engine = open_engine(databases.empty())
    yield engine
    databases.give_back(engine)


@pytest.fixture
def clock() -> FixedClock:
    """The one moment of the test."""
    return CLOCK


_connect = socket.socket.connect


def _connect_near(self: socket.socket, address: Any) -> None:
    far = self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}
    if far:
        raise PermissionError(f"a test reached for the network: {address!r}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets reach this machine only."""
    monkeypatch.setattr(socket.socket, "connect", _connect_near)
