"""取消续费申请: cancel unpaid renewals (guide 续-002).

The fee of a registration is cancelled with the filing (撤回申请), not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.billing import order_facts
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent
from models.values.order_kind import OrderKind


class CancelOrderRefusal(StrEnum):
    """Why an order is not cancelled."""

    IS_REGISTRATION = "cancel_order_is_registration"


def check(row: Order, given: Nothing, facts: None) -> Refusal | None:
    if row.kind is OrderKind.REGISTER:
        return Refusal(CancelOrderRefusal.IS_REGISTRATION, {"name": row.domain.name_u})
    return None


def preview(ctx: Context, rows: Sequence[Order], given: Nothing, facts: None) -> Preview:
    return Preview(
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
    )


def run(ctx: Context, rows: Sequence[Order], given: Nothing, facts: None) -> Result:
    for row in rows:
        ORDER_LIFECYCLE.advance(row, OrderEvent.CANCEL)
    return Result(
        rows=[RowResult(row.id, row.order_no, {"name": row.domain.name_u}) for row in rows],
        totals={"row_count": len(rows)},
    )


CANCEL_ORDER = Action(
    key="cancel_order",
    model=Order,
    input=Nothing,
    check=check,
    preview=preview,
    row_facts=order_facts,
    run=run,
    states=ORDER_LIFECYCLE.sources(OrderEvent.CANCEL),
    loads=(joinedload(Order.domain),),
    refusals=CancelOrderRefusal,
    activity=ActivityKind.FEE,
    guide=("续-002",),
    splits=True,
)
