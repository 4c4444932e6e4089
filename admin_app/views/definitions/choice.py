"""选项: the choices of every list that the reader sees."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, KeyFilter, OfficeFilter, TextFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.definitions.choice_list import Choice

GRID = Grid(
    entity="choice",
    model=Choice,
    readers=STAFF,
    column_list=(
        Column("name_zh"),
        Column("list.name_zh"),
        Column("name_en"),
        Column("code"),
        Column("colour"),
        Column("place"),
        Column("valid_from"),
        Column("valid_until"),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(Column("created_at"), Column("updated_at")),
    column_filters=(
        KeyFilter("list_id"),
        TextFilter("code"),
        ChoiceFilter("colour"),
        DateFilter("valid_until"),
        OfficeFilter("office_code"),
    ),
    start="add_choice",
    column_extra_row_actions=("change_choice",),
)
