"""账户流水: every movement of an office's balance."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid
from models.ledger.ledger import Transfer
from models.reports.account_movements import receipt_of_movement, signed_of, unit_of_movement

GRID = Grid(
    entity="transfer",
    model=Transfer,
    readers=MONEY_STAFF,
    column_list=(
        Column("id"),
        Column("at"),
        Column("kind"),
        Column("signed_fen", found=signed_of),
        Column("office", wraps=True),
        Column("unit", wraps=True, found=unit_of_movement),
        Column("order.order_no"),
        Column("remittance.remittance_no"),
        Column("receipt_no", found=receipt_of_movement),
    ),
    details_only_columns=(
        Column("amount_fen"),
        Column("debit.code"),
        Column("credit.code"),
        Column("reverses_id"),
    ),
    column_filters=(
        DateFilter("at", past=True, is_rare=True),
        ChoiceFilter("kind"),
        OfficeFilter("office_code"),
    ),
    column_sortable_list=("id",),
)
