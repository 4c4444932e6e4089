"""编办: the offices of the tree."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from actions.core.records.editable import OFFICE
from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid, Related
from models.offices.office import Office

GRID = Grid(
    entity="office",
    model=Office,
    readers=STAFF,
    start="create_office",
    column_list=(
        Column("name", wraps=True),
        Column("code"),
        Column("level"),
        Column("status"),
        Column("contact_name"),
        Column("phone"),
    ),
    details_only_columns=(
        Column("former_names"),
        Column("closed_on"),
        Column("successor_code"),
        Column("address"),
        Column("collect_by"),
        Column("invoice_source"),
        Column("review_escalation"),
    ),
    column_filters=(
        ChoiceFilter("level"),
        OfficeFilter("office_code"),
    ),
    column_sortable_list=("id",),
    column_default_sort="id",
    search_placeholder=_l("名称、代码或拼音首字母"),
    related=(Related("user", "office_id", ("username", "display_name", "role", "is_active")),),
    form_columns=OFFICE.fields,
    can_edit=OFFICE.grants,
)
