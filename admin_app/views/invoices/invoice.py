"""用户发票管理: the sheets given to units (guide Q5)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, DateFilter, KeyFilter, NumberFilter, OfficeFilter
from admin_app.grid.spec import MONEY_EVERYONE, Column, Grid, Group
from models.invoices.invoice import Invoice

GRID = Grid(
    entity="invoice",
    model=Invoice,
    state="state",
    readers=MONEY_EVERYONE,
    column_list=(
        Column("number"),
        Column("invoice_code"),
        Column("unit.name", wraps=True),
        Column("state"),
        Column("payment.payment_no"),
        Column("amount_fen"),
        Column("issued_on"),
        Column("issued_by"),
    ),
    details_only_columns=(
        Column("title"),
        Column("office"),
        Column("issued_at"),
        Column("reason"),
        Column("reverses_id"),
    ),
    column_filters=(
        DateFilter("issued_on"),
        ChoiceFilter("state"),
        NumberFilter("number"),
        OfficeFilter("office_code"),
        KeyFilter("unit_id"),
        KeyFilter("payment_id"),
        KeyFilter("lot_id"),
        KeyFilter("reverses_id"),
    ),
    groups=(Group("state"), Group("office_code"), Group("issued_on", by_month=True)),
    sums=("amount_fen",),
    column_sortable_list=("id", "issued_on"),
    column_searchable_list=("number", "unit"),
    search_placeholder=_l("发票号码、单位名称或拼音首字母"),
)
