"""自定义角色: the roles that the registry, or a province, made by narrowing built-in ones."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.users.own_role import OwnRole

GRID = Grid(
    entity="role",
    model=OwnRole,
    readers=STAFF,
    column_list=(
        Column("name_zh"),
        Column("name_en"),
        Column("base"),
        Column("is_own_office"),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(Column("work", wraps=True), Column("created_at"), Column("updated_at")),
    column_filters=(ChoiceFilter("base"), OfficeFilter("office_code")),
    start="define_own_role",
    column_extra_row_actions=("change_own_role",),
)
