"""台账记录: the rows of every register that the reader reads; each has pages of its own, too."""

from __future__ import annotations

from admin_app.grid.filters import OfficeFilter, TextFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.registers.register_row import RegisterRow

GRID = Grid(
    entity="register_row",
    model=RegisterRow,
    readers=STAFF,
    column_list=(
        Column("number"),
        Column("title", wraps=True),
        Column("register.name_zh", wraps=True),
        Column("unit.name", wraps=True),
        Column("domain.name_u"),
        Column("office", wraps=True),
    ),
    details_only_columns=(
        Column("state"),
        Column("unit.uscc"),
        Column("created_at"),
        Column("updated_at"),
    ),
    column_filters=(OfficeFilter("office_code"), TextFilter("number")),
    column_searchable_list=("number",),
)
