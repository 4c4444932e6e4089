"""保留名称: what nobody may file, why, and until when."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.spec import Column, Filter, FilterKind, Grid
from models.registration.reserved_name import ReservedName

GRID = Grid(
    entity="reserved_name",
    model=ReservedName,
    columns=(
        Column("name"),
        Column("kind"),
        Column("reason", wraps=True),
        Column("document_no"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    more=(
        Column("holder_uscc"),
        Column("note"),
        Column("created_at"),
        Column("updated_at"),
    ),
    filters=(Filter("kind", FilterKind.CHOICE),),
    sorts=("id", "name"),
    search=("name",),
    search_hint=_l("保留名称的开头"),
    start="reserve_names",
    row_actions=("end_reservations",),
)
