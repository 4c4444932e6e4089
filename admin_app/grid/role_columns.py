"""What a role sees of a view: columns and filters may be hidden from some of its readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from admin_app.grid.filters import Filter
from admin_app.grid.spec import Column, Grid
from models.users.user import Role

Hideable = TypeVar("Hideable", Column, Filter)


@cache
def for_role(grid: Grid, role: Role) -> Grid:
    """The view without what is hidden from a role; itself where nothing is."""
    hidden = (each for each in (*grid.choosable.values(), *grid.column_filters))
    if not any(role in each.hidden_from for each in hidden):
        return grid
    beside = grid.beside_name
    return replace(
        grid,
        column_list=_seen(grid.column_list, role),
        details_only_columns=_seen(grid.details_only_columns, role),
        column_filters=_seen(grid.column_filters, role),
        lists=tuple(replace(each, columns=_seen(each.columns, role)) for each in grid.lists),
        beside_name=None if beside is not None and role in beside.hidden_from else beside,
    )


def grids_for(grids: Mapping[str, Grid], role: Role) -> dict[str, Grid]:
    """The views of every entity as a role sees them."""
    return {entity: for_role(grid, role) for entity, grid in grids.items()}


def _seen(every: Sequence[Hideable], role: Role) -> tuple[Hideable, ...]:
    return tuple(each for each in every if role not in each.hidden_from)
