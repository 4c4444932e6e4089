"""调账与退款: proposed adjustments and refunds, and the second person's decision."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, KeyFilter, OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid, NamedList
from models.ledger.adjustment import Adjustment, AdjustmentState

GRID = Grid(
    entity="adjustment",
    model=Adjustment,
    state="state",
    readers=MONEY_STAFF,
    column_list=(
        Column("id"),
        Column("kind"),
        Column("amount_fen"),
        Column("state"),
        Column("office", wraps=True),
        Column("order.order_no"),
        Column("reason", wraps=True),
        Column("proposed_by"),
    ),
    details_only_columns=(
        Column("proposed_at"),
        Column("decided_by"),
        Column("decided_at"),
        Column("bank_ref"),
        Column("received_on"),
        Column("comment"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        ChoiceFilter("kind"),
        OfficeFilter("office_code"),
        KeyFilter("order_id"),
    ),
    lists=(
        NamedList(
            "proposed",
            "state",
            (AdjustmentState.PROPOSED,),
            is_work=True,
            since="created_at",
        ),
        NamedList("confirmed", "state", (AdjustmentState.CONFIRMED,)),
    ),
    column_sortable_list=("id", "state"),
)
