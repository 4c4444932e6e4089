"""接口密钥: the programs that act as somebody of an office, for whoever sees to its logins."""

from __future__ import annotations

from admin_app.grid.filters import OfficeFilter
from admin_app.grid.spec import Column, Grid
from models.users.user import ApiToken, Role

GRID = Grid(
    entity="api_token",
    model=ApiToken,
    readers=frozenset(
        {Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN}
    ),
    column_list=(
        Column("id"),
        Column("name"),
        Column("user.display_name"),
        Column("office", wraps=True),
        Column("issued_by"),
        Column("created_at"),
        Column("last_used_at"),
        Column("expires_at"),
        Column("revoked_at"),
    ),
    column_filters=(OfficeFilter("office_code"),),
    column_sortable_list=("id",),
)
