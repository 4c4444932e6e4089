"""自定义台账: the registers of the reader's office, those above and those below."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import OfficeFilter, TextFilter
from admin_app.grid.spec import STAFF, Column, Grid, Related
from models.registers.register import Register

GRID = Grid(
    entity="register",
    model=Register,
    readers=STAFF,
    column_list=(
        Column("name_zh", wraps=True),
        Column("name_en", wraps=True),
        Column("key"),
        Column("description", wraps=True),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(
        Column("number_pattern"),
        Column("has_unit"),
        Column("has_domain"),
        Column("created_at"),
        Column("updated_at"),
    ),
    column_filters=(TextFilter("key"), OfficeFilter("office_code")),
    start="open_register",
    related=(Related("field", "register_id", ("label", "kind", "key", "is_active")),),
    pages=((_l("打开台账"), "register_rows.index"),),
    column_extra_row_actions=("define_register_field", "change_register"),
)
