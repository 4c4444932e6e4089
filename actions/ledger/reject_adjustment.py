"""不同意 (reject): the second person or the proposer rejects a proposed 调账 or 退款.

No money has moved; the proposal is kept with the reason, and another may be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.ledger import adjustment_facts
from models.ledger.adjustment import ADJUSTMENT_LIFECYCLE, Adjustment, AdjustmentEvent


@dataclass(frozen=True, slots=True)
class RejectAdjustmentInput:
    """Why not."""

    comment: str = param(maximum_length=200)


def preview(
    ctx: Context, rows: Sequence[Adjustment], given: RejectAdjustmentInput, facts: None
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
    )


def run(
    ctx: Context, rows: Sequence[Adjustment], given: RejectAdjustmentInput, facts: None
) -> Result:
    for row in rows:
        ADJUSTMENT_LIFECYCLE.advance(row, AdjustmentEvent.REJECT)
        row.decided_by = ctx.actor.name
        row.decided_at = ctx.at
        row.comment = given.comment
    return Result(
        rows=[RowResult(row.id, str(row), {"amount_fen": row.amount_fen}) for row in rows],
        totals={"row_count": len(rows)},
    )


REJECT_ADJUSTMENT = Action(
    key="reject_adjustment",
    model=Adjustment,
    input=RejectAdjustmentInput,
    preview=preview,
    row_facts=adjustment_facts,
    run=run,
    states=ADJUSTMENT_LIFECYCLE.sources(AdjustmentEvent.REJECT),
    activity=ActivityKind.FEE,
)
