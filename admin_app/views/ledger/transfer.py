"""账户流水: every movement of an office's balance."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid
from models.ledger.ledger import Transfer

GRID = Grid(
    entity="transfer",
    model=Transfer,
    readers=MONEY_STAFF,
    column_list=(
        Column("id"),
        Column("at"),
        Column("kind"),
        Column("amount_fen"),
        Column("office", wraps=True),
        Column("order.order_no"),
        Column("remittance.remittance_no"),
    ),
    details_only_columns=(
        Column("debit.code"),
        Column("credit.code"),
        Column("reverses_id"),
    ),
    column_filters=(ChoiceFilter("kind"), OfficeFilter("office_code")),
    column_sortable_list=("id",),
)
