"""The application with its interfaces and test users, for laws about every interface."""

from tests.admin_app.conftest import (
    app,
    clerk,
    doors,
    hands,
    sqlite_app,
    sqlite_clerk,
    sqlite_doors,
    sqlite_own_app,
    stops,
    walk,
)
from tests.support.world.peopled import peopled, sqlite_peopled, templates

__all__ = [
    "app",
    "clerk",
    "doors",
    "hands",
    "peopled",
    "sqlite_app",
    "sqlite_clerk",
    "sqlite_doors",
    "sqlite_own_app",
    "sqlite_peopled",
    "stops",
    "templates",
    "walk",
]
