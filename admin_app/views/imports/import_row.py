"""导入的行: the rows of imported sheets with their verdicts; good ones can be accepted."""

from __future__ import annotations

from actions.imports.stage_sheet import GRANTS
from admin_app.grid.filters import KeyFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid, NamedList
from models.imports.sheet import ImportRow, ImportRowState

GRID = Grid(
    entity="import_row",
    model=ImportRow,
    state="state",
    readers=frozenset(GRANTS),
    column_list=(
        Column("number"),
        Column("name", wraps=True),
        Column("state"),
        Column("differences", wraps=True),
        Column("fault", wraps=True),
        Column("sheet.file_name", wraps=True),
        Column("office", wraps=True),
    ),
    column_filters=(OfficeFilter("office_code"), KeyFilter("sheet_id")),
    lists=tuple(NamedList(state.value, "state", (state,)) for state in ImportRowState),
    column_sortable_list=("id",),
    column_default_sort="id",
)
