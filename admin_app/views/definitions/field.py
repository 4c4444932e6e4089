"""自定义字段: the fields that the registry and the reader's province defined."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, TextFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.definitions.own_field import OwnField

GRID = Grid(
    entity="field",
    model=OwnField,
    readers=STAFF,
    column_list=(
        Column("label", wraps=True),
        Column("entity"),
        Column("kind"),
        Column("key"),
        Column("section"),
        Column("required_from"),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(
        Column("label_en"),
        Column("help_text"),
        Column("place"),
        Column("is_unique"),
        Column("is_searchable"),
        Column("least"),
        Column("most"),
        Column("pattern"),
        Column("choice_list.name_zh"),
        Column("default_value"),
        Column("shown_when", wraps=True),
        Column("required_when", wraps=True),
        Column("purge_asked_at"),
        Column("formula", wraps=True),
        Column("created_at"),
        Column("updated_at"),
    ),
    column_filters=(ChoiceFilter("entity"), ChoiceFilter("kind"), TextFilter("key")),
    column_sortable_list=("id",),
    column_default_sort="id",
    start="define_field",
    column_extra_row_actions=(
        "change_field",
        "change_field_kind",
        "work_out_field",
        "retire_field",
    ),
)
