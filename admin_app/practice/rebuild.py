"""Rebuilds the practice database: filled in another place, then swapped in atomically.

Users meanwhile see the old data or the new, never a mixture. Every statement goes to the given URL;
no settings of the real application are used.
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
from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from admin_app.web.health import is_at_head
from config import ROOT
from models.core.clock import Clock
from models.core.engine import engine_options, prepare
from seed.demo import practice
from seed.reference.seed_action import Ground

#: The schema in which PostgreSQL builds the new data before the swap.
_ASIDE = "practice_aside"
#: The advisory lock held during a rebuild.
_LOCK = 20130201


class BeingBuiltError(RuntimeError):
    """A rebuild is already running."""


class NotPracticeError(RuntimeError):
    """The database contains something other than practice data; it is not touched."""


def built_at(engine: Engine) -> dt.datetime | None:
    """When the data was built; None if missing, or built by an older version."""
    try:
        with engine.connect() as connection:
            if not is_at_head(connection):
                return None
        return practice.loaded_at(engine)
    except SQLAlchemyError:
        return None


def rebuild(url: str, clock: Clock) -> None:
    """Replace the practice data. Raises BeingBuiltError and NotPracticeError.

    Only an empty database or one marked as practice data is replaced. Comparing URLs would not be
    safe, since two URLs can be the same database.
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
    """Overwrite the pages of the old file, so that open connections see the new data too."""
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
    """Build a separate schema and rename it to the old one's name, in one transaction."""
    engine = prepare(create_engine(url, **engine_options(url)))
    try:
        with engine.connect() as own, own.begin():
            if not own.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}):
                raise BeingBuiltError
            own.execute(text(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE"))
            own.execute(text(f"CREATE SCHEMA {_ASIDE}"))
        # The lock belongs to the connection, which the pool keeps open until the engine is
        # disposed.
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
        _upgrade(engine)
        practice.load(Ground(engine, clock, _silent))
    finally:
        engine.dispose()


def _upgrade(engine: Engine) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = engine
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
    """Discard progress messages."""
