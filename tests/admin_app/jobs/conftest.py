"""The program and its doors, for tests of what is handed over and done in the background."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.admin_app.conftest import hands, sqlite_app
from tests.support.cast import World
from tests.support.doors import Doors

__all__ = ["hands", "sqlite_app"]


@pytest.fixture
def sqlite_doors(sqlite_app: Flask, sqlite_world: World) -> Doors:
    """Every door of the program, on SQLite only."""
    return Doors(sqlite_app, sqlite_world)
