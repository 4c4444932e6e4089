"""Rebuilds the practice database: filled in another place, then swapped in atomically.

Whoever is in the room meanwhile sees the old world or the new one, never half of one; and every
statement goes to the address handed in, which no settings of the real books reach.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from admin_app.web.health import is_at_head
from config import ROOT
from models.core.clock import Clock
from models.core.engine import WRITES, engine_options, prepare
from seed.demo import practice
from seed.reference.seed_action import Ground

#: Where PostgreSQL fills the new world before it takes the place of the old.
_ASIDE = "practice_aside"
#: Whoever holds this advisory lock is filling.
_LOCK = 20130201


class BeingBuiltError(RuntimeError):
    """Somebody else is making the world; it will be there in a moment."""


class NotPracticeError(RuntimeError):
    """The database holds something else than a practice world; it is left as it is."""


def built_at(engine: Engine) -> dt.datetime | None:
    """When the world was finished; None if it is not there, or of an older program."""
    try:
        with engine.connect() as connection:
            if not is_at_head(connection):
                return None
        return practice.loaded_at(engine)
    except SQLAlchemyError:
        return None


def rebuild(url: str, clock: Clock) -> None:
    """Put a new world in the place of the old. Raises BeingBuiltError and NotPracticeError.

    What is replaced is empty or a practice world by its own record. Two addresses can be one
    database, so a comparison of addresses would not keep the real books from being replaced.
    """
    if not _is_replaceable(url):
        raise NotPracticeError
    if make_url(url).get_backend_name() == "sqlite":
        _rebuild_file(Path(make_url(url).database or ""), clock)
    else:
        _rebuild_schema(url, clock)


def _is_replaceable(url: str) -> bool:
    path = make_url(url).database or ""
    if make_url(url).get_backend_name() == "sqlite" and not Path(path).exists():
        return True
    engine = prepare(create_engine(url, **engine_options(url)))
    try:
        return not inspect(engine).get_table_names() or practice.is_practice(engine)
    finally:
        engine.dispose()


def _rebuild_file(path: Path, clock: Clock) -> None:
    """Copy over the pages of the old file, so that open connections see the new world too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.with_name(f"{path.name}.lock")):
        aside = path.with_name(f"{path.name}.aside")
        _remove(aside)
        try:
            _fill(f"sqlite:///{aside}", clock)
            with closing(sqlite3.connect(aside)) as made, closing(sqlite3.connect(path)) as old:
                made.backup(old)
        finally:
            _remove(aside)


def _rebuild_schema(url: str, clock: Clock) -> None:
    """Fill a schema aside and give it the name of the old one, in one transaction."""
    engine = prepare(create_engine(url, **engine_options(url)))
    try:
        with engine.connect() as own, own.begin():
            if not own.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}):
                raise BeingBuiltError
            own.execute(text(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE"))
            own.execute(text(f"CREATE SCHEMA {_ASIDE}"))
        # The lock is the connection's, which the pool keeps open until the engine is done with.
        _fill(url, clock, _ASIDE)
        with engine.begin() as own:
            own.execute(text("DROP SCHEMA public CASCADE"))
            own.execute(text(f"ALTER SCHEMA {_ASIDE} RENAME TO public"))
    finally:
        engine.dispose()


def _fill(url: str, clock: Clock, schema: str | None = None) -> None:
    options = engine_options(url)
    if schema is not None:
        options["connect_args"]["options"] += f" -c search_path={schema}"
    engine = prepare(create_engine(url, **options))
    try:
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            _upgrade(connection)
        practice.load(Ground(engine, clock, _silent))
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BeingBuiltError from error
        yield


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _silent(_line: str) -> None:
    """Nobody reads along."""
