"""被拒访问: who was refused what, for the office of the person and those above it."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid
from models.users.access_refusal import AccessRefusal
from models.users.user import Role

GRID = Grid(
    entity="access_refusal",
    model=AccessRefusal,
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
        Column("minute"),
        Column("actor_name"),
        Column("kind"),
        Column("what"),
        Column("door"),
        Column("address"),
        Column("count"),
        Column("office", wraps=True),
    ),
    details_only_columns=(Column("last_at"),),
    column_filters=(
        DateFilter("minute"),
        ChoiceFilter("kind"),
        OfficeFilter("office_code"),
    ),
    column_sortable_list=("id",),
)
