"""保留名称: what nobody may file, why, and until when."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter
from admin_app.grid.spec import Column, Grid
from models.registration.reserved_name import ReservedName

GRID = Grid(
    entity="reserved_name",
    model=ReservedName,
    column_list=(
        Column("name"),
        Column("kind"),
        Column("reason", wraps=True),
        Column("document_no"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    details_only_columns=(
        Column("holder_uscc"),
        Column("note"),
        Column("created_at"),
        Column("updated_at"),
    ),
    column_filters=(ChoiceFilter("kind"),),
    column_sortable_list=("id", "name"),
    column_searchable_list=("name",),
    search_placeholder=_l("保留名称的开头"),
    start="reserve_names",
    column_extra_row_actions=("end_reservations",),
)
