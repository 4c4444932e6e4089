"""What a column of a list shows: the column of a table behind it, and its heading."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Table, inspect

from admin_app.grid.spec import Column, Grid
from admin_app.labels import column_label
from admin_app.values.kind import TableColumn
from models.offices.office import Office


def column_of(grid: Grid, column: Column) -> TableColumn:
    """The table column a list column shows."""
    head, dot, tail = column.name.partition(".")
    if column.found is not None:
        return column.found(grid.table).selected_columns[0]
    if column.name == "office":
        return Office.__table__.c.name
    return foreign_table(grid, head)[0].c[tail] if dot else grid.source(head)


#: What a related row has besides its name: headed by its own word.
_BESIDE_NAMES = frozenset({"uscc"})


def label_of(grid: Grid, column: Column) -> str:
    """The heading of a column: the name of a related row is headed by what it is a name of."""
    head, dot, tail = column.name.partition(".")
    if column.found is not None or tail in _BESIDE_NAMES:
        source = column_of(grid, column)
        # What is computed is no table's column: the list names it itself.
        table = getattr(source, "table", None)
        return column_label(grid.entity_table if table is None else table.name, source.name)
    if column.name == "office":
        return column_label(grid.entity_table, "office_code")
    return column_label(grid.entity_table, f"{head}_id") if dot else grid.label_of(column.name)


@cache
def foreign_table(grid: Grid, name: str) -> tuple[Table, str]:
    """The table behind `<name>_id`, and that column's name."""
    column = grid.table.c[f"{name}_id"]
    for foreign_key in column.foreign_keys:
        return foreign_key.column.table, column.name
    # What was added later has no foreign key on SQLite.
    return inspect(grid.model).relationships[name].mapper.local_table, column.name
