"""The databases of the benchmark: one per engine, filled, with logins.

`BENCH_DOMAINS` says how many rows. A database that is there already (`BENCH_SQLITE` names its
file; on the server in TEST_POSTGRES_URL it is called bench) is kept and used again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, func, inspect, select, text
from sqlalchemy.orm import Session

import seed
from actions.core.context import Context
from bench.stock import STOCK_TABLE
from config import ROOT
from models.core.clock import SystemClock
from models.core.engine import WRITES, engine_options, prepare
from models.domains.domain import Domain
from models.offices.office import Office
from models.users.user import Role, User
from models.values.password import hash_password
from seed.reference.seed_action import Ground, seed_action, sow
from tests.support.database.engines import (
    create_database,
    memory_folder,
    postgres_cluster,
    sqlite_url,
)

PASSWORD = "Bench-2026-lantern"  # noqa: S105  guards rows of our own making
_NAME = "bench"


@dataclass(frozen=True)
class Place:
    """A filled database and who stands in it."""

    url: str
    engine: Engine
    #: The province with the most domains, and the county with the most.
    province: str
    office: str

    @property
    def dialect(self) -> str:
        return self.engine.dialect.name


@contextmanager
def sqlite_place(domains: int) -> Iterator[Place]:
    """A file."""
    with TemporaryDirectory(prefix="bench-", dir=memory_folder()) as folder:
        path = Path(os.environ.get("BENCH_SQLITE", f"{folder}/bench.sqlite3"))
        yield from _filled(sqlite_url(path), domains)


@contextmanager
def postgres_place(domains: int) -> Iterator[Place]:
    """A database of a throwaway cluster, or of the server in TEST_POSTGRES_URL."""
    with postgres_cluster() as cluster:
        try:
            url = create_database(cluster, _NAME)
        except psycopg.errors.DuplicateDatabase:
            url = cluster.replace("/postgres?", f"/{_NAME}?")
        yield from _filled(url, domains)


PLACES = {"postgresql": postgres_place, "sqlite": sqlite_place}


def _filled(url: str, domains: int) -> Iterator[Place]:
    engine = prepare(create_engine(url, **engine_options(url)))
    try:
        command.upgrade(_alembic(engine), "head")
        seed.load(engine, "bulk", clock=SystemClock(), report=_told, domains=domains)
        province, office = _fullest(engine, "province_code"), _fullest(engine, "office_code")
        ground = Ground(engine, SystemClock(), _told)
        sow(ground, seed_action("seed_bench", lambda ctx, _: _people(ctx, province, office)))
        _copy_names(engine)
        yield Place(url, engine, province, office)
    finally:
        engine.dispose()


def _alembic(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = engine
    return config


def _copy_names(engine: Engine) -> None:
    """The peer's table: the same rows with a key and an index for each foreign key."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        if inspect(connection).has_table(STOCK_TABLE):
            return
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(f"CREATE TABLE {STOCK_TABLE} AS SELECT * FROM domain"))
        for name, columns in (("pk", "id"), ("unit", "unit_id"), ("office", "office_code")):
            unique = "UNIQUE" if name == "pk" else ""
            connection.execute(
                text(f"CREATE {unique} INDEX ix_stock_{name} ON {STOCK_TABLE} ({columns})")
            )
        connection.execute(text(f"ANALYZE {STOCK_TABLE}"))


def _fullest(engine: Engine, column: str) -> str:
    code = getattr(Domain.__table__.c, column)
    with engine.connect() as connection:
        found = connection.execute(
            select(code).group_by(code).order_by(func.count().desc(), code).limit(1)
        )
        return str(found.scalar_one())


def _people(ctx: Context, province: str, office: str) -> dict[str, int]:
    seats = (
        ("centre", Role.REGISTRY_ADMIN, "000000"),
        ("province", Role.PROVINCE_ADMIN, province),
        ("county", Role.COUNTY_ADMIN, office),
    )
    for username, role, code in seats:
        ctx.session.add(_user(ctx.session, username, role, code))
    return {"users": len(seats)}


def _user(session: Session, username: str, role: Role, code: str) -> User:
    seat = session.scalars(select(Office).where(Office.code == code)).one()
    user = User(
        username=username,
        display_name=username,
        password_hash=hash_password(PASSWORD),
        role=role,
        office_id=seat.id,
    )
    user.belong_to(seat)
    return user


def vacuum(engine: Engine) -> None:
    """Brings the statistics up to date."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text(f"VACUUM (ANALYZE) domain, {STOCK_TABLE}"))


def _told(line: str) -> None:
    print(f"-- {line}", flush=True)
