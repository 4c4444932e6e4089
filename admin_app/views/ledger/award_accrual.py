"""奖励经费: what accrued to each province, order by order (guide Q7)."""

from __future__ import annotations

from admin_app.grid.filters import FilledFilter, OfficeFilter, TextFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid
from models.ledger.award import AwardAccrual
from models.users.user import Role

GRID = Grid(
    entity="award_accrual",
    model=AwardAccrual,
    readers=MONEY_STAFF - {Role.CASHIER},
    column_list=(
        Column("order.order_no"),
        Column("office", wraps=True),
        Column("period_week"),
        Column("amount_fen"),
        Column("reversed_at"),
    ),
    column_filters=(
        TextFilter("period_week"),
        OfficeFilter("office_code"),
        FilledFilter("reversed_at"),
    ),
)
