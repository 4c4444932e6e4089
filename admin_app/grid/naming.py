"""What a list's columns show beside the row itself: names of units, offices and other rows.

Joined by Core to rows that are chosen already, so whoever may see the row may see its names.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select

from admin_app.grid.spec import Column, Grid
from models.office import Office


def with_names(chosen: Any, grid: Grid, columns: Sequence[Column], *more: Any) -> Select[Any]:
    """The rows of `chosen` (id, sort_value) with what the columns show, then `more`."""
    shown = [_shown(grid, column) for column in columns]
    row = _row(grid)
    source = chosen.join(row, row.c.id == chosen.c.id)
    # Two columns of one related row share its join.
    for table, condition in dict.fromkeys(join for join, _column in shown if join is not None):
        source = source.outerjoin(table, condition)
    labelled = (column for _join, column in shown)
    return select(chosen.c.id, chosen.c.sort_value, *labelled, *more).select_from(source)


@lru_cache(maxsize=64)
def _row(grid: Grid) -> Any:
    return grid.table.alias("row")


@lru_cache(maxsize=512)
def _shown(grid: Grid, column: Column) -> tuple[tuple[Any, Any] | None, Any]:
    """The join a column needs, if any, and what it shows, labelled with its key."""
    row = _row(grid)
    head, dot, tail = column.name.partition(".")
    if column.name == "office":
        join = _join(grid, "office")
        return join, join[0].c.name.label(column.key)
    if not dot:
        return None, row.c[head].label(column.key)
    join = _join(grid, head)
    return join, join[0].c[tail].label(column.key)


@lru_cache(maxsize=512)
def _join(grid: Grid, name: str) -> tuple[Any, Any]:
    """The related table under a name of its own, and how a row finds its row there."""
    row = _row(grid)
    if name == "office":
        office = Office.__table__.alias("its_office")
        return office, office.c.code == row.c.office_code
    table, key = foreign_table(grid, name)
    related = table.alias(f"its_{name}")
    return related, related.c.id == row.c[key]


@lru_cache(maxsize=512)
def foreign_table(grid: Grid, name: str) -> tuple[Any, str]:
    """The table behind `<name>_id`, and that column's name."""
    column = grid.table.c[f"{name}_id"]
    (foreign_key,) = column.foreign_keys
    return foreign_key.column.table, column.name
