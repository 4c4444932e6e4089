"""汇款明细: the money in a 汇款单, by unit, payment and order (guide Q5)."""

from __future__ import annotations

from admin_app.grid.filters import KeyFilter, OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid
from models.remittances.remittance import RemittanceLine
from models.reports.remitted_orders import domain_of, order_no_of, payment_no_of, unit_of

GRID = Grid(
    entity="remittance_line",
    model=RemittanceLine,
    readers=MONEY_STAFF,
    column_list=(
        Column("remittance.remittance_no"),
        Column("unit", wraps=True, found=unit_of),
        Column("payment_no", found=payment_no_of),
        Column("order_no", found=order_no_of),
        Column("domain", wraps=True, found=domain_of),
        Column("amount_fen"),
        Column("is_released"),
    ),
    details_only_columns=(Column("office"),),
    column_filters=(
        OfficeFilter("office_code"),
        KeyFilter("remittance_id"),
    ),
)
