"""逾期未缴费 (lapse): end approved names that were not paid in time (setting `unpaid_lapse_days`).

The system runs it every night. The fee is cancelled and the name may be filed again; the row moves
to 域名历史查询. A name whose fee was charged never lapses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.billing.order import OPEN_STATES, ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent
from models.values.calendar import business_day


class LapseRefusal(StrEnum):
    """Why a name does not lapse."""

    NOT_DUE = "lapse_not_due"
    PAID = "lapse_paid"


@dataclass(frozen=True, slots=True)
class LapseFacts:
    """The open order of each name, the day, and how long a name waits for its fee."""

    orders: Mapping[int, Order]
    today: dt.date
    days: int


def survey(ctx: Context, rows: Sequence[Domain], given: Nothing) -> LapseFacts:
    ids = [row.id for row in rows]
    wanted = select(Order).where(Order.domain_id.in_(ids), Order.state.in_(OPEN_STATES))
    orders = ctx.session.scalars(ctx.locked(wanted.order_by(Order.id)))
    by_domain = {order.domain_id: order for order in orders}
    return LapseFacts(by_domain, ctx.today, ctx.settings.unpaid_lapse_days)


def check(row: Domain, given: Nothing, facts: LapseFacts) -> Refusal | None:
    assert row.approved_at is not None, "an approved name was approved some time"
    last_day = business_day(row.approved_at) + dt.timedelta(days=facts.days)
    if facts.today <= last_day:
        return Refusal(LapseRefusal.NOT_DUE, {"name": row.name_u, "pay_by": last_day})
    order = facts.orders.get(row.id)
    if order is not None and order.state is not OrderState.PAYABLE:
        return Refusal(LapseRefusal.PAID, {"order_no": order.order_no, "state": order.state})
    return None


def run(ctx: Context, rows: Sequence[Domain], given: Nothing, facts: LapseFacts) -> Result:
    for row in rows:
        DOMAIN_LIFECYCLE.advance(row, DomainEvent.LAPSE)
    for order in facts.orders.values():
        ORDER_LIFECYCLE.advance(order, OrderEvent.CANCEL)
    return Result(
        rows=[RowResult(row.id, row.name_u) for row in rows], totals={"row_count": len(rows)}
    )


LAPSE = Action(
    key="lapse",
    model=Domain,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=domain_facts,
    run=run,
    states=DOMAIN_LIFECYCLE.sources(DomainEvent.LAPSE),
    refusals=LapseRefusal,
    guide=("新-005",),
)
