"""How tests get a program: built once a process and lent to test after test, each with a database
and a clock of its own.

Building one takes as long as a dozen requests, and its first pages compile their templates. A
test that changes the program itself (its routes, its settings) asks for one of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine

from admin_app import create_app
from admin_app.jobs.queue import JobQueue
from config import AppEnv, Config
from models.core.base import db
from models.core.clock import Clock
from models.core.engine import engine_options, prepare
from models.values.calendar import business_day
from tests.support.database.compiled_statements import share_compiled
from tests.support.world.cast import NOW

SECRET_KEY = "0123456789abcdef0123456789abcdef"


@dataclass
class MovableClock:
    """A clock a test may turn."""

    at: dt.datetime = NOW

    def now(self) -> dt.datetime:
        return self.at

    def today(self) -> dt.date:
        return business_day(self.at)

    def turn(self, **by: int) -> None:
        self.at += dt.timedelta(**by)


def config_for(engine: Engine, **more: Any) -> Config:
    url = engine.url.render_as_string(hide_password=False)
    facts = {"app_env": AppEnv.TEST, "database_url": url, "secret_key": SECRET_KEY, **more}
    return Config(**facts)


def own_program(engine: Engine, clock: Clock, **more: Any) -> Iterator[Flask]:
    """A program built for this test, with settings of its own; its connections end with it."""
    app = create_app(config_for(engine, **more), clock)
    with app.app_context():
        share_compiled(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def opened(engine: Engine, clock: Clock, **more: Any) -> Iterator[Flask]:
    """The process's program over this test's database, given back as it was; a program of the
    test's own where it wants other settings.
    """
    if more:
        yield from own_program(engine, clock, **more)
        return
    app = _program()
    config, extensions = dict(app.config), dict(app.extensions)
    url = engine.url.render_as_string(hide_password=False)
    app.extensions.update(clock=clock, jobs=JobQueue(app, url, has_workers=True))
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    with app.app_context():
        db.engines[None] = share_compiled(prepare(create_engine(url, **engine_options(url))))
    yield app
    with app.app_context():
        db.engine.dispose()
    for kept, now in ((config, app.config), (extensions, app.extensions)):
        now.clear()
        now.update(kept)


@cache
def _program() -> Flask:
    """Never asked for a row before it is lent: its own database does not exist."""
    config = Config(app_env=AppEnv.TEST, database_url="sqlite://", secret_key=SECRET_KEY)
    return create_app(config, MovableClock())
