"""搁置: lines of the bank's statement that are no fees, or were credited by hand (guide Q8).

They are kept with the reason and may still be matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.contract import Action, Context, Preview, Result, RowResult, param
from models.bank import BANK_LINE_LIFECYCLE, BankLine, BankLineEvent


@dataclass(frozen=True, slots=True)
class SetAsideInput:
    """Why."""

    reason: str = param(maximum_length=200)


def preview(ctx: Context, rows: Sequence[BankLine], given: SetAsideInput, facts: None) -> Preview:
    return Preview(
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
        rows={
            row.id: {"payer": row.payer, "amount_fen": row.amount_fen, "verdict": row.verdict}
            for row in rows
        },
    )


def run(ctx: Context, rows: Sequence[BankLine], given: SetAsideInput, facts: None) -> Result:
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
    preview=preview,
    run=run,
    states=BANK_LINE_LIFECYCLE.sources(BankLineEvent.SET_ASIDE),
    guide=("Q8",),
)
