"""导入的表格: imported sheets, each with its rows."""

from __future__ import annotations

from actions.imports.stage_sheet import GRANTS
from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid, Related
from models.imports.sheet import ImportSheet

GRID = Grid(
    entity="import_sheet",
    model=ImportSheet,
    readers=frozenset(GRANTS),
    column_list=(
        Column("file_name", wraps=True),
        Column("kind"),
        Column("row_count"),
        Column("by"),
        Column("at"),
        Column("office", wraps=True),
    ),
    column_filters=(ChoiceFilter("kind"), OfficeFilter("office_code")),
    related=(Related("import_row", "sheet_id", ("number", "name", "state", "fault")),),
)
