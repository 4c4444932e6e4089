"""The program, its three doors and its neighbours, for laws that knock at every door."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.admin_app.conftest import app, hands, sqlite_app, sqlite_own_app
from tests.support.cast import World
from tests.support.doors import Doors
from tests.support.peopled import peopled, templates

__all__ = [
    "app",
    "doors",
    "hands",
    "peopled",
    "sqlite_app",
    "sqlite_doors",
    "sqlite_own_app",
    "templates",
]


@pytest.fixture
def doors(app: Flask, world: World) -> Doors:
    """Every door of the program, on both engines in turn."""
    return Doors(app, world)


@pytest.fixture
def sqlite_doors(sqlite_app: Flask, sqlite_world: World) -> Doors:
    """Every door of the program, on SQLite only."""
    return Doors(sqlite_app, sqlite_world)
