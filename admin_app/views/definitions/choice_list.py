"""选项清单: the choice lists of the registry and of the reader's province."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, OfficeFilter, TextFilter
from admin_app.grid.spec import STAFF, Column, Grid, Related
from models.definitions.choice_list import ChoiceList

GRID = Grid(
    entity="choice_list",
    model=ChoiceList,
    readers=STAFF,
    column_list=(
        Column("name_zh"),
        Column("name_en"),
        Column("code"),
        Column("kind"),
        Column("is_open"),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(Column("created_at"), Column("updated_at")),
    column_filters=(ChoiceFilter("kind"), TextFilter("code"), OfficeFilter("office_code")),
    start="define_choice_list",
    column_extra_row_actions=("change_choice_list",),
    related=(
        Related("choice", "list_id", ("name_zh", "name_en", "code", "valid_until", "is_active")),
    ),
)
