"""导入导出记录: who took which rows out, and who brought which in."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid
from models.users.user import Role
from models.workspace.notification import FileRecord

GRID = Grid(
    entity="file_record",
    model=FileRecord,
    # Whoever answers for an office, and whoever audits it.
    readers=frozenset(
        {
            Role.REGISTRY_ADMIN,
            Role.PROVINCE_ADMIN,
            Role.CITY_ADMIN,
            Role.COUNTY_ADMIN,
            Role.VIEWER,
        }
    ),
    column_list=(
        Column("at"),
        Column("direction"),
        Column("entity"),
        Column("file_name", wraps=True),
        Column("row_count"),
        Column("by"),
        Column("office", wraps=True),
    ),
    details_only_columns=(Column("selection"),),
    column_filters=(
        ChoiceFilter("direction"),
        OfficeFilter("office_code"),
    ),
)
