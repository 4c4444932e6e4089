"""Lists are found by themselves: every module of views holds one."""

from __future__ import annotations

from admin_app import views
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.values.package_modules import package_modules


def test_every_module_of_views_has_a_list_of_its_own() -> None:
    grids = [getattr(module, "GRID", module.__name__) for module in package_modules(views.__name__)]

    assert [grid for grid in grids if not isinstance(grid, Grid)] == []
    assert {grid.entity: grid for grid in grids} == GRIDS
    assert len(grids) == len(GRIDS)
