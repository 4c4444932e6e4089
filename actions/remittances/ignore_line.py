"""搁置 (ignore): bank lines that are no fees, or were credited manually (guide Q8).

They are kept with the reason and may still be matched. A line whose 充值 waits for a second person
cannot be ignored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.remittances import bank_line_facts
from models.ledger.adjustment import Adjustment, AdjustmentState
from models.remittances.bank_statement import BANK_LINE_LIFECYCLE, BankLine, BankLineEvent


class SetAsideRefusal(StrEnum):
    """Why a line is not set aside."""

    PROPOSED = "set_aside_proposed"


@dataclass(frozen=True, slots=True)
class SetAsideInput:
    """Why."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.MATCHING))


def survey(ctx: Context, rows: Sequence[BankLine], given: SetAsideInput) -> dict[str, Adjustment]:
    """Bank number → the 充值 that waits for a second person."""
    refs = [row.credit_ref for row in rows]
    found = ctx.session.scalars(
        select(Adjustment).where(
            Adjustment.bank_ref.in_(refs), Adjustment.state == AdjustmentState.PROPOSED
        )
    )
    return {each.bank_ref: each for each in found if each.bank_ref}


def check(row: BankLine, given: SetAsideInput, facts: dict[str, Adjustment]) -> Refusal | None:
    if (proposal := facts.get(row.credit_ref)) is None:
        return None
    why = {"bank_ref": row.credit_ref, "by": proposal.proposed_by}
    return Refusal(SetAsideRefusal.PROPOSED, why)


def preview(
    ctx: Context, rows: Sequence[BankLine], given: SetAsideInput, facts: dict[str, Adjustment]
) -> Preview:
    return Preview(
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
    )


def run(
    ctx: Context, rows: Sequence[BankLine], given: SetAsideInput, facts: dict[str, Adjustment]
) -> Result:
    for row in rows:
        BANK_LINE_LIFECYCLE.advance(row, BankLineEvent.SET_ASIDE)
        row.reason = given.reason
        row.resolved_by = ctx.actor.name
    return Result(
        rows=[RowResult(row.id, row.credit_ref, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


SET_ASIDE = Action(
    key="set_aside",
    model=BankLine,
    input=SetAsideInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=bank_line_facts,
    run=run,
    states=BANK_LINE_LIFECYCLE.sources(BankLineEvent.SET_ASIDE),
    refusals=SetAsideRefusal,
    guide=("Q8",),
)
