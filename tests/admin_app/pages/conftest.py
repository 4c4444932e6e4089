"""The program and its doors, for tests of the pages beside the lists."""

from __future__ import annotations

from tests.admin_app.grid.conftest import doors, sqlite_doors

__all__ = ["doors", "sqlite_doors"]
