"""The program and its doors for the guide's journeys, and every invariant at their end."""

from tests.admin_app.conftest import app, doors, hands, sqlite_app, sqlite_doors
from tests.support.database.invariants import sound

__all__ = ["app", "doors", "hands", "sound", "sqlite_app", "sqlite_doors"]
