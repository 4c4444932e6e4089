"""The program over the cast's world, and clerks who sign in to it as people do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from admin_app import create_app
from config import AppEnv, Config
from models.base import db
from models.business_day import business_day
from tests.every_page import NOBODY, Stop, Walk, furnish
from tests.world import NOW, PASSWORD, World

SECRET_KEY = "0123456789abcdef0123456789abcdef"

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


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


@dataclass
class Clerk:
    """Somebody at a browser: forms he posts carry the token of the page they stand on."""

    client: FlaskClient
    token: str = field(default="")

    def get(self, url: str, **options: Any) -> TestResponse:
        page = self.client.get(url, buffered=True, **options)
        if not page.mimetype.startswith("text/"):
            return page
        if found := _TOKEN.search(page.get_data(as_text=True)):
            self.token = found[1]
        return page

    def post(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        if not self.token:
            self.get("/login")
        given = {"csrf_token": self.token, **(data or {})}
        return self.client.post(url, data=given, buffered=True, **options)

    def sign_in(self, username: str, password: str = PASSWORD, **data: str) -> TestResponse:
        self.get("/login")
        answer = self.post("/login", {"username": username, "password": password, **data})
        # A new session has a token of its own.
        self.get("/password")
        return answer


def config_for(engine: Engine, **more: Any) -> Config:
    url = engine.url.render_as_string(hide_password=False)
    facts = {"app_env": AppEnv.TEST, "database_url": url, "secret_key": SECRET_KEY, **more}
    return Config(**facts)


def opened(engine: Engine, clock: MovableClock, **more: Any) -> Iterator[Flask]:
    """The program over an engine's database; its connections end with the test."""
    app = create_app(config_for(engine, **more), clock)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def hands() -> MovableClock:
    return MovableClock()


@pytest.fixture
def app(world: World, hands: MovableClock) -> Iterator[Flask]:
    """The program on both engines in turn."""
    yield from opened(world.engine, hands)


@pytest.fixture
def sqlite_app(sqlite_world: World, hands: MovableClock) -> Iterator[Flask]:
    """The program on SQLite only: for what does not depend on the engine."""
    yield from opened(sqlite_world.engine, hands)


@pytest.fixture
def clerk(app: Flask) -> Callable[[str], Clerk]:
    """Signs somebody of the cast in."""

    def _clerk(username: str) -> Clerk:
        found = Clerk(app.test_client())
        assert found.sign_in(username).status_code == 302
        return found

    return _clerk


@pytest.fixture
def sqlite_clerk(sqlite_app: Flask) -> Callable[[str], Clerk]:
    """Signs somebody of the cast in, on SQLite only."""

    def _clerk(username: str) -> Clerk:
        found = Clerk(sqlite_app.test_client())
        assert found.sign_in(username).status_code == 302
        return found

    return _clerk


@pytest.fixture
def walk(sqlite_world: World, sqlite_app: Flask) -> Walk:
    return Walk(sqlite_app, sqlite_world, furnish(sqlite_world))


@pytest.fixture
def stops(walk: Walk) -> list[Stop]:
    with walk.app.test_request_context():
        return walk.stops()


def clerks(walk: Walk, stops: list[Stop], locale: str) -> dict[str, Clerk]:
    """Somebody at a browser for each reader, in one language."""
    found = {}
    for username in {stop.username for stop in stops}:
        found[username] = clerk = Clerk(walk.app.test_client())
        if username != NOBODY:
            clerk.sign_in(username)
        clerk.get(f"/locale/{locale}")
    return found
