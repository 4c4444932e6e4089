"""续费: order more years for registered names (guide 续-002, Q6).

Unit or office may submit; there is no review. A name may be renewed from the renewal window until
redemption ends, for 1–10 years, never past ten years from today. The order stores the expiry it was
quoted for (curExpDate of RFC 5731's renew), so the same year is never sold twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.billing.fee import prices
from models.billing.order import OPEN_STATES, Order
from models.billing.term_comparison import HORIZON_YEARS, MANY_NAMES, compare_terms
from models.core.bulk_insert import insert_rows
from models.core.sequence import draw
from models.core.setting import renewal_policy
from models.domains.domain import Domain, DomainState
from models.ledger.settled_registration import expiry_after
from models.units.unit import Unit, UnitState
from models.values.answer_kind import AnswerKind
from models.values.document_number import NumberKind, make_number
from models.values.expiry import (
    LONGEST_TERM_YEARS,
    SHORTEST_TERM_YEARS,
    Phase,
    RenewalPolicy,
    exceeds_horizon,
    phase,
)
from models.values.order_kind import OrderKind
from models.values.tld import Tld


class RenewRefusal(StrEnum):
    """Why a name is not renewed."""

    TOO_EARLY = "renew_too_early"
    TOO_LATE = "renew_too_late"
    OVER_HORIZON = "renew_over_horizon"
    ORDER_OPEN = "renew_order_open"
    HELD = "renew_held"
    UNIT_NOT_ACTIVE = "renew_unit_not_active"
    REASON_NEEDED = "renew_reason_needed"
    NO_PRICE = "renew_no_price"


class RenewNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_CREATED = "renew_orders_created"
    ONE_YEAR = "renew_one_year"
    MANY_ONE_YEAR = "renew_many_one_year"
    TERM_WORK = "renew_term_work"


@dataclass(frozen=True, slots=True)
class RenewInput:
    """How many years; a reason is needed for names in redemption."""

    years: int = param(minimum=SHORTEST_TERM_YEARS, maximum=LONGEST_TERM_YEARS)
    reason: str | None = param(
        default=None, maximum_length=200, suggestions=reasons(ReasonList.RENEWING_LATE)
    )


@dataclass(frozen=True, slots=True)
class RenewFacts:
    """What the checks need: the day, the tariff, the policy, and open orders."""

    today: date
    policy: RenewalPolicy
    price_fen: dict[Tld, int]
    #: domain id → number of its open order.
    open_orders: dict[int, str]


def suggest(ctx: Context, rows: Sequence[Domain]) -> RenewInput:
    """Two years, as the guide advises (Q6)."""
    return RenewInput(years=2)


def survey(ctx: Context, rows: Sequence[Domain], given: RenewInput) -> RenewFacts:
    found = ctx.session.execute(
        select(Order.domain_id, Order.order_no).where(
            Order.domain_id.in_([row.id for row in rows]),
            Order.kind != OrderKind.REGISTER,
            Order.state.in_(OPEN_STATES),
        )
    )
    return RenewFacts(
        today=ctx.today,
        policy=renewal_policy(ctx.settings),
        price_fen=prices(ctx.session, OrderKind.RENEW, ctx.today),
        open_orders={domain_id: order_no for domain_id, order_no in found},  # noqa: C416  rows are no pairs to mypy
    )


def check(row: Domain, given: RenewInput, facts: RenewFacts) -> Refusal | None:
    assert row.expires_on is not None, "a registered name has an expiry"
    now = phase(row.expires_on, facts.today, facts.policy)
    opens_on = row.expires_on - timedelta(days=facts.policy.window_days)
    until = expiry_after(row, given.years)
    tests = (
        (row.is_held, RenewRefusal.HELD, {"reason": row.hold_reason}),
        (
            row.unit.state is not UnitState.ACTIVE,
            RenewRefusal.UNIT_NOT_ACTIVE,
            {"unit": row.unit.name, "state": row.unit.state},
        ),
        (
            row.id in facts.open_orders,
            RenewRefusal.ORDER_OPEN,
            {"order_no": facts.open_orders.get(row.id)},
        ),
        (
            now is Phase.ACTIVE and facts.policy.window_days > 0,
            RenewRefusal.TOO_EARLY,
            {"expires_on": row.expires_on, "opens_on": opens_on},
        ),
        (now is Phase.PENDING_DELETION, RenewRefusal.TOO_LATE, {"expires_on": row.expires_on}),
        (
            now is Phase.REDEMPTION and not given.reason,
            RenewRefusal.REASON_NEEDED,
            {"expires_on": row.expires_on},
        ),
        (exceeds_horizon(until, facts.today), RenewRefusal.OVER_HORIZON, {"until": until}),
        (row.tld not in facts.price_fen, RenewRefusal.NO_PRICE, {"tld": row.tld}),
    )
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def preview(ctx: Context, rows: Sequence[Domain], given: RenewInput, facts: RenewFacts) -> Preview:
    per_year = sum(facts.price_fen[row.tld] for row in rows)
    amount = per_year * given.years
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(Note(RenewNote.ORDERS_CREATED, {"count": len(rows)}),),
        warnings=_advice(len(rows), per_year) if given.years == 1 and rows else (),
        rows={
            row.id: {
                "phase": _phase(row, facts),
                "new_expires_on": expiry_after(row, given.years),
                "amount_fen": facts.price_fen[row.tld] * given.years,
            }
            for row in rows
        },
    )


def _phase(row: Domain, facts: RenewFacts) -> Phase:
    assert row.expires_on is not None
    return phase(row.expires_on, facts.today, facts.policy)


def _advice(names: int, per_year_fen: int) -> tuple[Note, ...]:
    """The advice to choose a longer term, with cost and work of each (Q6)."""
    works = (
        Note(
            RenewNote.TERM_WORK,
            {
                "years": work.years,
                "amount_fen": work.amount_fen,
                "horizon": HORIZON_YEARS,
                "rounds": work.rounds,
                "saved": work.saved,
            },
        )
        for work in compare_terms(names, per_year_fen)
    )
    code = RenewNote.ONE_YEAR if names < MANY_NAMES else RenewNote.MANY_ONE_YEAR
    return (Note(code, {"count": names}), *works)


def run(ctx: Context, rows: Sequence[Domain], given: RenewInput, facts: RenewFacts) -> Result:
    office = ctx.actor.office_code
    numbers = draw(ctx.session, NumberKind.ORDER, office, ctx.today.year, len(rows))
    orders = [
        _order(ctx, row, given, facts, make_number(NumberKind.ORDER, office, ctx.today, number))
        for row, number in zip(rows, numbers, strict=True)
    ]
    insert_rows(ctx.session, Order, orders)
    return Result(
        rows=[
            RowResult(
                row.id,
                row.name_u,
                {
                    "order_no": order["order_no"],
                    "amount_fen": order["amount_fen"],
                    "new_expires_on": expiry_after(row, given.years),
                },
            )
            for row, order in zip(rows, orders, strict=True)
        ],
        totals={
            "row_count": len(rows),
            "amount_fen": sum(facts.price_fen[row.tld] * given.years for row in rows),
        },
    )


def _order(
    ctx: Context, row: Domain, given: RenewInput, facts: RenewFacts, order_no: str
) -> dict[str, Fact]:
    in_redemption = _phase(row, facts) is Phase.REDEMPTION
    return {
        "order_no": order_no,
        "kind": OrderKind.RESTORE if in_redemption else OrderKind.RENEW,
        "domain_id": row.id,
        "unit_id": row.unit_id,
        "term_years": given.years,
        "base_expires_on": row.expires_on,
        "unit_price_fen": facts.price_fen[row.tld],
        "amount_fen": facts.price_fen[row.tld] * given.years,
        "submitted_by": ctx.actor.name,
        "submitted_at": ctx.at,
        "province_code": row.province_code,
        "city_code": row.city_code,
        "office_code": row.office_code,
    }


RENEW = Action(
    key="renew",
    model=Domain,
    input=RenewInput,
    suggest=suggest,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.REGISTERED}),
    loads=(joinedload(Domain.unit).load_only(Unit.name, Unit.state),),
    refusals=RenewRefusal,
    warnings={
        RenewNote.ONE_YEAR: AnswerKind.NOTHING,
        RenewNote.MANY_ONE_YEAR: AnswerKind.TICK,
        RenewNote.TERM_WORK: AnswerKind.NOTHING,
    },
    activity=ActivityKind.FEE,
    guide=("续-002", "Q6"),
    splits=True,
    is_primary=True,
)
