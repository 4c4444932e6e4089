"""奖励经费计提: accrue the provinces' awards for a week's settled fees (guide Q7).

Run by the system once a week, or by the registry's finance at any time: an order is rewarded once.
Awards of orders refunded since are reversed in the same run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.billing.order import Order
from models.ledger.award import (
    AwardAccrual,
    AwardRule,
    accruals_to_reverse,
    rules_of,
    unrewarded,
)
from models.offices.office import Office, OfficeLevel
from models.values.calendar import business_day, week_bounds, week_key
from models.values.limits import MAXIMUM_BATCH_ROWS


class AccrueAwardsRefusal(StrEnum):
    """Why nothing accrues."""

    NOT_A_PROVINCE = "accrue_awards_not_a_province"
    NO_SUCH_WEEK = "accrue_awards_no_such_week"
    WEEK_NOT_OVER = "accrue_awards_week_not_over"


@dataclass(frozen=True, slots=True)
class AccrueAwardsInput:
    """The ISO week whose settled fees are rewarded, such as 2026-W47."""

    week: str = param(maximum_length=8)


@dataclass(frozen=True, slots=True)
class AccrueAwardsFacts:
    """The present week, whether the given week exists, and the awards to accrue and to reverse."""

    this_week: str
    is_week: bool
    awards: Sequence[tuple[Order, AwardRule]]
    taken_back: Sequence[AwardAccrual]
    is_cut: bool


def survey(ctx: Context, rows: Sequence[Office], given: AccrueAwardsInput) -> AccrueAwardsFacts:
    codes = sorted({row.province_code for row in rows})
    try:
        week_bounds(given.week)
    except ValueError:
        return AccrueAwardsFacts(
            week_key(ctx.today), is_week=False, awards=(), taken_back=(), is_cut=False
        )
    rules = rules_of(ctx.session, codes)
    orders = unrewarded(ctx.session, rules, given.week, MAXIMUM_BATCH_ROWS + 1)
    taken_back = accruals_to_reverse(ctx.session, codes, MAXIMUM_BATCH_ROWS + 1)
    awards = [(order, _rule_of(order, rules)) for order in orders[:MAXIMUM_BATCH_ROWS]]
    return AccrueAwardsFacts(
        week_key(ctx.today),
        is_week=True,
        awards=awards,
        taken_back=taken_back[:MAXIMUM_BATCH_ROWS],
        is_cut=max(len(orders), len(taken_back)) > MAXIMUM_BATCH_ROWS,
    )


def _rule_of(order: Order, rules: Sequence[AwardRule]) -> AwardRule:
    assert order.settled_at is not None
    day = business_day(order.settled_at)
    return next(
        rule for rule in rules if rule.province_code == order.province_code and rule.holds_on(day)
    )


def check(row: Office, given: AccrueAwardsInput, facts: AccrueAwardsFacts) -> Refusal | None:
    if row.level is not OfficeLevel.PROVINCE:
        return Refusal(AccrueAwardsRefusal.NOT_A_PROVINCE, {"office": row.name})
    return None


def check_batch(
    rows: Sequence[Office], given: AccrueAwardsInput, facts: AccrueAwardsFacts
) -> Refusal | None:
    if not facts.is_week:
        return Refusal(AccrueAwardsRefusal.NO_SUCH_WEEK, {"week": given.week})
    if given.week >= facts.this_week:
        return Refusal(AccrueAwardsRefusal.WEEK_NOT_OVER, {"week": given.week})
    return None


def preview(
    ctx: Context, rows: Sequence[Office], given: AccrueAwardsInput, facts: AccrueAwardsFacts
) -> Preview:
    return Preview(totals=_totals(facts))


def _totals(facts: AccrueAwardsFacts) -> dict[str, int]:
    return {
        "reversed_count": len(facts.taken_back),
        "row_count": len(facts.awards),
        "amount_fen": sum(rule.award_fen(order.amount_fen) for order, rule in facts.awards),
    }


def run(
    ctx: Context, rows: Sequence[Office], given: AccrueAwardsInput, facts: AccrueAwardsFacts
) -> Result:
    accruals = [_accrual(order, rule, given.week) for order, rule in facts.awards]
    ctx.session.add_all(accruals)
    for accrual in facts.taken_back:
        accrual.reversed_at = ctx.at
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(accrual.id, order.order_no, {"amount_fen": accrual.amount_fen})
            for accrual, (order, _rule) in zip(accruals, facts.awards, strict=True)
        ],
        totals={**_totals(facts), "is_cut": int(facts.is_cut)},
    )


def _accrual(order: Order, rule: AwardRule, week: str) -> AwardAccrual:
    accrual = AwardAccrual(
        rule_id=rule.id,
        order_id=order.id,
        period_week=week,
        amount_fen=rule.award_fen(order.amount_fen),
    )
    accrual.belong_to(order)
    return accrual


ACCRUE_AWARDS = Action(
    key="accrue_awards",
    model=Office,
    input=AccrueAwardsInput,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=office_facts,
    run=run,
    refusals=AccrueAwardsRefusal,
    fields_at_fault={
        AccrueAwardsRefusal.NO_SUCH_WEEK: "week",
        AccrueAwardsRefusal.WEEK_NOT_OVER: "week",
    },
    guide=("Q7",),
)
