"""CONAC审核通过: the second review, after which the name may be paid for (新-005, 注②).

Each approved name gets its order (缴费信息): the day's price times the years asked for. Each is
checked again as on its filing, since two units may have filed variants at the same time, and a name
may have come under dispute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.billing.fee import prices
from models.billing.order import Order
from models.core.sequence import draw
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState
from models.domains.review import ReviewDecision
from models.registration.domain_filing import FilingFault, Verdict, doubts, verdicts_on
from models.registration.name_belonging import FilingDoubt
from models.registration.review_decision import (
    Reviewer,
    ReviewFault,
    review_fault,
    review_of,
    reviewer_of,
)
from models.units.unit import Unit
from models.values.answer_kind import AnswerKind
from models.values.document_number import NumberKind, make_number
from models.values.order_kind import OrderKind
from models.values.tld import Tld


class ApproveRegistryNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_CREATED = "approve_registry_orders_created"
    PAY_BY = "approve_registry_pay_by"


@dataclass(frozen=True, slots=True)
class ApproveRegistryInput:
    """An optional comment for the office."""

    comment: str | None = param(default=None, maximum_length=500, multiline=True)


@dataclass(frozen=True, slots=True)
class ApproveRegistryFacts:
    """Who reviews, the tariff, the verdict on each name, and the last day to pay."""

    reviewer: Reviewer
    price_fen: Mapping[Tld, int]
    verdicts: Mapping[int, Verdict]
    pay_by: dt.date


#: Refusals with messages specific to reviews.
_REFUSAL_OF = {FilingFault.VARIANT_TAKEN: ReviewFault.VARIANT_TAKEN}


def survey(
    ctx: Context, rows: Sequence[Domain], given: ApproveRegistryInput
) -> ApproveRegistryFacts:
    return ApproveRegistryFacts(
        reviewer=reviewer_of(ctx.session, ctx.actor, ctx.at, rows),
        price_fen=prices(ctx.session, OrderKind.REGISTER, ctx.today),
        verdicts=verdicts_on(ctx.session, rows, ctx.today),
        pay_by=ctx.today + dt.timedelta(days=ctx.settings.unpaid_lapse_days),
    )


def check(row: Domain, given: ApproveRegistryInput, facts: ApproveRegistryFacts) -> Refusal | None:
    verdict = facts.verdicts[row.id]
    against = verdict.fault and _REFUSAL_OF.get(verdict.fault, verdict.fault)
    tests: tuple[tuple[StrEnum | None, Mapping[str, Fact]], ...] = (
        (review_fault(row, facts.reviewer), facts.reviewer.told(row)),
        (against, verdict.facts),
        (ReviewFault.NO_PRICE if row.tld not in facts.price_fen else None, {"tld": row.tld}),
    )
    return next((Refusal(fault, why) for fault, why in tests if fault), None)


def preview(
    ctx: Context, rows: Sequence[Domain], given: ApproveRegistryInput, facts: ApproveRegistryFacts
) -> Preview:
    amounts = {row.id: facts.price_fen[row.tld] * row.term_years for row in rows}
    return Preview(
        totals={"row_count": len(rows), "amount_fen": sum(amounts.values())},
        side_effects=(
            Note(ApproveRegistryNote.ORDERS_CREATED, {"count": len(rows)}),
            Note(ApproveRegistryNote.PAY_BY, {"pay_by": facts.pay_by}),
        ),
        warnings=tuple(
            Note(doubt, why) for doubt, why in doubts(facts.verdicts[row.id] for row in rows)
        ),
        rows={
            row.id: {
                "years": row.term_years,
                "amount_fen": amounts[row.id],
                "name_verdict": facts.verdicts[row.id].grade,
                "name_reason": row.name_reason,
            }
            for row in rows
        },
    )


def run(
    ctx: Context, rows: Sequence[Domain], given: ApproveRegistryInput, facts: ApproveRegistryFacts
) -> Result:
    office = ctx.actor.office_code
    numbers = draw(ctx.session, NumberKind.ORDER, office, ctx.today.year, len(rows))
    orders = [
        _order(ctx, row, facts, make_number(NumberKind.ORDER, office, ctx.today, number))
        for row, number in zip(rows, numbers, strict=True)
    ]
    reviews = [
        review_of(row, ReviewDecision.APPROVE, facts.reviewer, comment=given.comment)
        for row in rows
    ]
    ctx.session.add_all([*orders, *reviews])
    for row in rows:
        DOMAIN_LIFECYCLE.advance(row, DomainEvent.APPROVE_REGISTRY)
        row.approved_at = ctx.at
    return Result(
        rows=[
            RowResult(
                row.id, row.name_u, {"order_no": order.order_no, "amount_fen": order.amount_fen}
            )
            for row, order in zip(rows, orders, strict=True)
        ],
        totals={"row_count": len(rows), "amount_fen": sum(order.amount_fen for order in orders)},
    )


def _order(ctx: Context, row: Domain, facts: ApproveRegistryFacts, order_no: str) -> Order:
    price = facts.price_fen[row.tld]
    order = Order(
        order_no=order_no,
        kind=OrderKind.REGISTER,
        domain_id=row.id,
        unit_id=row.unit_id,
        term_years=row.term_years,
        unit_price_fen=price,
        amount_fen=price * row.term_years,
        submitted_by=ctx.actor.name,
        submitted_at=ctx.at,
    )
    order.belong_to(row)
    return order


APPROVE_REGISTRY = Action(
    key="approve_registry",
    model=Domain,
    input=ApproveRegistryInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.OFFICE_APPROVED}),
    loads=(joinedload(Domain.unit).joinedload(Unit.office),),
    refusals=ReviewFault,
    warnings=dict.fromkeys(FilingDoubt, AnswerKind.TICK),
    activity=ActivityKind.REVIEW,
    guide=("新-005", "注②"),
    splits=True,
)
