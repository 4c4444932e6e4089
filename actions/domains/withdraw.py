"""撤回申请: withdraw filed names before payment; unpaid orders are cancelled.

The name is free again and moves to 域名历史查询. Once paid, the charge must be reversed first
(撤销收费).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.billing.order import OPEN_STATES, ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent


class WithdrawRefusal(StrEnum):
    """Why a name is not withdrawn."""

    PAID = "withdraw_paid"


class WithdrawNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_CANCELLED = "withdraw_orders_cancelled"


@dataclass(frozen=True, slots=True)
class WithdrawInput:
    """An optional reason."""

    reason: str | None = param(
        default=None, maximum_length=200, suggestions=reasons(ReasonList.WITHDRAWING)
    )


@dataclass(frozen=True, slots=True)
class WithdrawFacts:
    """The open order of each name that has one."""

    orders: Mapping[int, Order]


def survey(ctx: Context, rows: Sequence[Domain], given: WithdrawInput) -> WithdrawFacts:
    ids = [row.id for row in rows]
    wanted = select(Order).where(Order.domain_id.in_(ids), Order.state.in_(OPEN_STATES))
    orders = ctx.session.scalars(ctx.locked(wanted.order_by(Order.id)))
    return WithdrawFacts({order.domain_id: order for order in orders})


def check(row: Domain, given: WithdrawInput, facts: WithdrawFacts) -> Refusal | None:
    order = facts.orders.get(row.id)
    if order is not None and order.state is not OrderState.PAYABLE:
        return Refusal(WithdrawRefusal.PAID, {"order_no": order.order_no, "state": order.state})
    return None


def preview(
    ctx: Context, rows: Sequence[Domain], given: WithdrawInput, facts: WithdrawFacts
) -> Preview:
    cancelled = sum(row.id in facts.orders for row in rows)
    note = (Note(WithdrawNote.ORDERS_CANCELLED, {"count": cancelled}),) if cancelled else ()
    return Preview(totals={"row_count": len(rows)}, side_effects=note)


def run(ctx: Context, rows: Sequence[Domain], given: WithdrawInput, facts: WithdrawFacts) -> Result:
    for row in rows:
        DOMAIN_LIFECYCLE.advance(row, DomainEvent.WITHDRAW)
        row.waits_since = None
    for order in facts.orders.values():
        ORDER_LIFECYCLE.advance(order, OrderEvent.CANCEL)
    return Result(
        rows=[RowResult(row.id, row.name_u, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


WITHDRAW = Action(
    key="withdraw",
    model=Domain,
    input=WithdrawInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=DOMAIN_LIFECYCLE.sources(DomainEvent.WITHDRAW),
    refusals=WithdrawRefusal,
    activity=ActivityKind.REVIEW,
    guide=("新-004",),
    splits=True,
)
