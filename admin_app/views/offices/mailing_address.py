"""邮寄地址: where invoices are sent."""

from __future__ import annotations

from actions.core.records.editable import MAILING_ADDRESS
from admin_app.grid.spec import STAFF, Column, Grid
from models.offices.office import MailingAddress

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
    form_columns=MAILING_ADDRESS.fields,
    can_edit=MAILING_ADDRESS.grants,
    can_create=MAILING_ADDRESS.grants,
)
