"""The program over the cast's world, and clerks who sign in to it as people do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors
from tests.support.pages.every_page import Stop, Walk, furnish
from tests.support.pages.programs import MovableClock, opened, own_program
from tests.support.world.cast import World
from tests.support.world.peopled import peopled, sqlite_peopled, templates

__all__ = ["peopled", "sqlite_peopled", "templates"]


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
def doors(app: Flask, world: World) -> Doors:
    """Every door of the program, on both engines in turn."""
    return Doors(app, world)


@pytest.fixture
def sqlite_doors(sqlite_app: Flask, sqlite_world: World) -> Doors:
    """Every door of the program, on SQLite only."""
    return Doors(sqlite_app, sqlite_world)


@pytest.fixture
def walk(sqlite_world: World, sqlite_app: Flask) -> Walk:
    return Walk(sqlite_app, sqlite_world, furnish(sqlite_world))


@pytest.fixture
def stops(walk: Walk) -> list[Stop]:
    with walk.app.test_request_context():
        return walk.stops()
