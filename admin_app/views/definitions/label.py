"""标签: the labels that the registry, or a province, defines for records."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.definitions.label import Label

GRID = Grid(
    entity="label",
    model=Label,
    readers=STAFF,
    column_list=(
        Column("name_zh"),
        Column("name_en"),
        Column("colour"),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(Column("created_at"), Column("updated_at")),
    column_filters=(ChoiceFilter("colour"), OfficeFilter("office_code")),
    start="define_label",
    column_extra_row_actions=("change_label",),
)
