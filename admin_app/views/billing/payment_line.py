"""收费明细: which orders a payment paid (guide Q5)."""

from __future__ import annotations

from admin_app.grid.filters import KeyFilter, OfficeFilter
from admin_app.grid.spec import MONEY_EVERYONE, Column, Grid
from models.billing.payment import PaymentLine
from models.reports.remitted_orders import domain_paid, remittance_no_of_line

GRID = Grid(
    entity="payment_line",
    model=PaymentLine,
    readers=MONEY_EVERYONE,
    column_list=(
        Column("payment.payment_no"),
        Column("unit.name", wraps=True),
        Column("order.order_no"),
        Column("domain", wraps=True, found=domain_paid),
        Column("amount_fen"),
        Column("remittance_no", found=remittance_no_of_line),
        Column("is_reversed"),
    ),
    details_only_columns=(Column("office"),),
    column_filters=(
        OfficeFilter("office_code"),
        KeyFilter("payment_id"),
        KeyFilter("unit_id"),
        KeyFilter("order_id"),
    ),
)
