"""退款 (refund): refund a settled order within its grace period (domain.md 4.3; RFC 3915).

The money returns to the balance that paid, a renewal's term is removed, a registration's name ends.
The first person of the registry proposes, another confirms (setting `second_person`); the office
is told which sheets to take back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.billing import order_facts
from models.billing.order import Order, OrderState
from models.ledger.adjustment import Adjustment, AdjustmentKind, AdjustmentState
from models.ledger.refund import (
    RefundFault,
    Settled,
    names_of,
    refund_fault,
    refundable_until,
    settled_facts,
    sheets_of,
)
from models.values.answer_kind import AnswerKind
from models.values.order_kind import OrderKind


class RefundRefusal(StrEnum):
    """Why no refund is proposed, besides faults of the name (models.ledger.refund)."""

    PROPOSED = "refund_proposed"


class RefundNote(StrEnum):
    """Notes of the plan page."""

    TO_CONFIRM = "refund_to_confirm"
    NAME_ENDS = "refund_name_ends"
    NAME_SHORTENED = "refund_name_shortened"
    INVOICES = "refund_invoices"


@dataclass(frozen=True, slots=True)
class RefundInput:
    """Why, with the document that asked for it."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.REFUNDING))


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """The day, the grace period in days, data related to the orders, and open proposals."""

    today: dt.date
    days: int
    settled: Settled
    proposed: dict[int, Adjustment]
    sheets: list[str]


def lock_first(ctx: Context, ids: Sequence[int], given: RefundInput) -> None:
    ctx.lock(names_of(ids))


def survey(ctx: Context, rows: Sequence[Order], given: RefundInput) -> RefundFacts:
    ids = [row.id for row in rows]
    standing = ctx.session.scalars(
        select(Adjustment).where(
            Adjustment.order_id.in_(ids), Adjustment.state != AdjustmentState.REJECTED
        )
    )
    return RefundFacts(
        today=ctx.today,
        days=ctx.settings.refund_days,
        settled=settled_facts(ctx.session, rows),
        proposed={each.order_id: each for each in standing if each.order_id is not None},
        sheets=sheets_of(ctx.session, ids[0]) if ids else [],
    )


def check(row: Order, given: RefundInput, facts: RefundFacts) -> Refusal | None:
    domain = facts.settled.domains[row.id]
    why: dict[str, Fact] = {"order_no": row.order_no, "name": domain.name_u}
    if (standing := facts.proposed.get(row.id)) is not None:
        return Refusal(RefundRefusal.PROPOSED, {**why, "by": standing.proposed_by})
    until = refundable_until(row, facts.days)
    if facts.today > until:
        return Refusal(RefundFault.TOO_LATE, {**why, "until": until})
    fault = refund_fault(row, facts.settled)
    return Refusal(fault, why) if fault else None


def preview(ctx: Context, rows: Sequence[Order], given: RefundInput, facts: RefundFacts) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    notes = [_loss(row, facts) for row in rows]
    sheets: dict[str, Fact] = {"count": len(facts.sheets), "numbers": "、".join(facts.sheets[:20])}
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(Note(RefundNote.TO_CONFIRM), *notes),
        warnings=(Note(RefundNote.INVOICES, sheets),) if facts.sheets else (),
    )


def _loss(row: Order, facts: RefundFacts) -> Note:
    domain = facts.settled.domains[row.id]
    if row.kind is OrderKind.REGISTER:
        return Note(RefundNote.NAME_ENDS, {"name": domain.name_u})
    until = facts.settled.terms[row.id].starts_on
    return Note(RefundNote.NAME_SHORTENED, {"name": domain.name_u, "until": until})


def run(ctx: Context, rows: Sequence[Order], given: RefundInput, facts: RefundFacts) -> Result:
    (row,) = rows
    proposal = Adjustment(
        kind=AdjustmentKind.REFUND,
        amount_fen=row.amount_fen,
        order_id=row.id,
        reason=given.reason,
    )
    proposal.put_forward(ctx.actor, ctx.at, row)
    ctx.session.add(proposal)
    ctx.session.flush()
    return Result(
        rows=[RowResult(row.id, row.order_no, {"amount_fen": row.amount_fen})],
        totals={"amount_fen": row.amount_fen, "adjustment_id": proposal.id},
    )


REFUND = Action(
    key="refund",
    model=Order,
    input=RefundInput,
    lock_first=lock_first,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=order_facts,
    run=run,
    states=frozenset({OrderState.SETTLED}),
    maximum_rows=1,
    refusals=RefundRefusal,
    warnings={RefundNote.INVOICES: AnswerKind.TICK},
    activity=ActivityKind.FEE,
)
