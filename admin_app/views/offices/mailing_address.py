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
    columns=(
        Column("recipient"),
        Column("phone"),
        Column("region"),
        Column("detail", wraps=True),
        Column("postcode"),
        Column("is_default"),
        Column("office", wraps=True),
    ),
    sorts=("id",),
    default_sort="id",
    editable=_FIELDS,
    editors=_OWN,
    creatable=_FIELDS,
    creators=_OWN,
)
