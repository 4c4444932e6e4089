"""Lists are found by themselves: every module of views holds one."""

from __future__ import annotations

from actions.labelled import LABELLED
from admin_app import views
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.values.package_modules import package_modules


def test_every_module_of_views_has_a_list_of_its_own() -> None:
    modules = {module: getattr(module, "GRID", None) for module in package_modules(views.__name__)}
    own = [grid for grid in modules.values() if isinstance(grid, Grid)]

    assert [module for module, grid in modules.items() if not isinstance(grid, Grid)] == []
    assert {grid.entity: grid.model for grid in own} == {
        entity: grid.model for entity, grid in GRIDS.items()
    }
    assert len(own) == len(GRIDS)


def test_the_lists_of_records_that_have_labels_show_them() -> None:
    labelled = {grid.model for grid in GRIDS.values() if grid.beside_name is not None}

    assert labelled == set(LABELLED)
