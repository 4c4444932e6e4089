"""确认删除: a person of the registry ends names whose redemption is over; a timer never does.

Unpaid orders are cancelled. A name with a paid order stays until that is settled or refunded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.billing.order import OPEN_STATES, ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.core.setting import renewal_policy
from models.domains.change_request import (
    DomainRequest,
    DomainRequestKind,
    carry_out,
    names_asked_for,
)
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent
from models.values.answer_kind import AnswerKind
from models.values.expiry import Phase, RenewalPolicy, phase, phase_dates


class DeleteDomainRefusal(StrEnum):
    """Why a name is not deleted."""

    NOT_DUE = "delete_domain_not_due"
    PAID = "delete_domain_paid"
    HELD = "delete_domain_held"


class DeleteDomainNote(StrEnum):
    """Notes of the plan page."""

    NAME_FREE_AGAIN = "delete_domain_name_free_again"


@dataclass(frozen=True, slots=True)
class DeleteDomainInput:
    """Why, with the document that decided it."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.CHANGING_NAMES))


@dataclass(frozen=True, slots=True)
class DeleteDomainFacts:
    """The open order of each name, the day and the policy."""

    orders: Mapping[int, Order]
    today: dt.date
    policy: RenewalPolicy


def survey(ctx: Context, rows: Sequence[Domain], given: DeleteDomainInput) -> DeleteDomainFacts:
    ids = [row.id for row in rows]
    wanted = select(Order).where(Order.domain_id.in_(ids), Order.state.in_(OPEN_STATES))
    orders = ctx.session.scalars(ctx.locked(wanted.order_by(Order.id)))
    by_domain = {order.domain_id: order for order in orders}
    return DeleteDomainFacts(by_domain, ctx.today, renewal_policy(ctx.settings))


def check(row: Domain, given: DeleteDomainInput, facts: DeleteDomainFacts) -> Refusal | None:
    assert row.expires_on is not None, "a registered name has an expiry"
    if row.is_held:
        return Refusal(DeleteDomainRefusal.HELD, {"name": row.name_u, "reason": row.hold_reason})
    if phase(row.expires_on, facts.today, facts.policy) is not Phase.PENDING_DELETION:
        until = phase_dates(row.expires_on, facts.policy).pending_deletion_on
        return Refusal(DeleteDomainRefusal.NOT_DUE, {"name": row.name_u, "until": until})
    order = facts.orders.get(row.id)
    if order is not None and order.state is not OrderState.PAYABLE:
        return Refusal(DeleteDomainRefusal.PAID, {"order_no": order.order_no, "state": order.state})
    return None


def preview(
    ctx: Context, rows: Sequence[Domain], given: DeleteDomainInput, facts: DeleteDomainFacts
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        warnings=(Note(DeleteDomainNote.NAME_FREE_AGAIN, {"count": len(rows)}),),
    )


def run(
    ctx: Context, rows: Sequence[Domain], given: DeleteDomainInput, facts: DeleteDomainFacts
) -> Result:
    for row in rows:
        DOMAIN_LIFECYCLE.advance(row, DomainEvent.DELETE)
    for order in facts.orders.values():
        ORDER_LIFECYCLE.advance(order, OrderEvent.CANCEL)
    carry_out(ctx.session, rows, DomainRequestKind.DELETE, ctx.actor.name, ctx.at)
    return Result(
        rows=[RowResult(row.id, row.name_u, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


DELETE_DOMAIN = Action(
    key="delete_domain",
    model=Domain,
    input=DeleteDomainInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=DOMAIN_LIFECYCLE.sources(DomainEvent.DELETE),
    via={DomainRequest: names_asked_for(DomainRequestKind.DELETE)},
    refusals=DeleteDomainRefusal,
    warnings={DeleteDomainNote.NAME_FREE_AGAIN: AnswerKind.TICK},
)
