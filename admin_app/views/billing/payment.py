"""用户缴费查询: money taken from units (guide Q5)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import (
    ChoiceFilter,
    DateFilter,
    FilledFilter,
    KeyFilter,
    MoneyFilter,
    OfficeFilter,
)
from admin_app.grid.spec import MONEY_EVERYONE, Column, Followed, Grid, Group, Related
from models.billing.order import Order
from models.billing.payment import Payment
from models.invoices.invoice import Invoice
from models.invoices.owed_sheets import owed_because
from models.reports.order_payments import orders_of_payment
from models.reports.remitted_orders import remittance_no_of

GRID = Grid(
    entity="payment",
    model=Payment,
    state="state",
    pages=((_l("收费收据"), "payment_paper.index"), (_l("发票交接单"), "handover.index")),
    readers=MONEY_EVERYONE,
    column_list=(
        Column("payment_no"),
        Column("unit.name", wraps=True),
        Column("amount_fen"),
        Column("state"),
        Column("method"),
        Column("received_on"),
        Column("invoice_count"),
        Column("remittance_no", found=remittance_no_of),
        Column("cashier"),
    ),
    details_only_columns=(
        Column("office"),
        Column("voucher_no"),
        Column("invoice_deferred_reason"),
        Column("confirmed_at"),
        Column("reversed_at"),
        Column("reason"),
    ),
    column_filters=(
        DateFilter("received_on", past=True),
        ChoiceFilter("state"),
        MoneyFilter("amount_fen"),
        FilledFilter("invoice_deferred_reason", of=owed_because),
        OfficeFilter("office_code"),
        KeyFilter("unit_id"),
    ),
    groups=(Group("state"), Group("office_code"), Group("received_on", by_month=True)),
    sums=("amount_fen", "invoice_count"),
    column_sortable_list=("id", "received_on"),
    column_searchable_list=("payment_no", "unit"),
    pasted=("payment_no",),
    search_placeholder=_l("收费单号、单位名称或拼音首字母"),
    related=(
        Related(
            "payment_line",
            "payment_id",
            ("order.order_no", "domain", "amount_fen", "remittance_no", "is_reversed"),
        ),
        Related("invoice", "payment_id", ("number", "amount_fen", "issued_on", "state")),
    ),
    followed=(
        Followed(Invoice, "payment_id", ("number", "amount_fen", "state")),
        Followed(Order, orders_of_payment, ("order_no", "amount_fen", "state")),
    ),
)
