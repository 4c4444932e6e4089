"""The program over the cast's world, and clerks who sign in to it as people do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.cast import PASSWORD, World
from tests.support.every_page import NOBODY, Stop, Walk, furnish
from tests.support.programs import SECRET_KEY, MovableClock, config_for, opened, own_program

__all__ = ["SECRET_KEY", "MovableClock", "config_for", "opened"]

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Clerk:
    """Somebody at a browser: forms they post carry the token of the page they stand on."""

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
def sqlite_own_app(sqlite_world: World, hands: MovableClock) -> Iterator[Flask]:
    """A program of the test's own, on SQLite: for a test that adds a route or changes a setting."""
    yield from own_program(sqlite_world.engine, hands)


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
