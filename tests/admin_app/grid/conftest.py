"""The program, its doors, and clerks at them, for tests of lists and plans."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.cast import World
from tests.support.doors import Doors
from tests.support.peopled import peopled, templates

__all__ = ["doors", "peopled", "sqlite_doors", "templates"]


@pytest.fixture
def doors(app: Flask, world: World) -> Doors:
    """Every door of the program, on both engines in turn."""
    return Doors(app, world)


@pytest.fixture
def sqlite_doors(sqlite_app: Flask, sqlite_world: World) -> Doors:
    """Every door of the program, on SQLite only."""
    return Doors(sqlite_app, sqlite_world)
