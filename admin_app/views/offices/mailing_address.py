"""邮寄地址: where invoices are sent."""

from __future__ import annotations

from actions.core.action import Reach
from admin_app.grid.spec import STAFF, Column, Grid
from models.offices.office import MailingAddress
from models.users.user import Role

_OWN = {
    Role.PROVINCE_ADMIN: Reach.OWN,
    Role.CITY_ADMIN: Reach.OWN,
    Role.COUNTY_ADMIN: Reach.OWN,
}
_FIELDS = ("recipient", "phone", "region", "detail", "postcode", "is_default")

GRID = Grid(
    entity="mailing_address",
    model=MailingAddress,
    readers=STAFF,
    # Invoices are asked for to one's own address only.
    is_own=True,
    column_list=(
        Column("recipient"),
        Column("phone"),
        Column("region"),
        Column("detail", wraps=True),
        Column("postcode"),
        Column("is_default"),
        Column("office", wraps=True),
    ),
    column_sortable_list=("id",),
    column_default_sort="id",
    form_columns=_FIELDS,
    can_edit=_OWN,
    can_create=_OWN,
)
