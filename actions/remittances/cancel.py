"""撤回汇款单: an office cancels a 汇款单 before the registry has received its money (guide Q8).

Its lines are free again and its orders return to 待缴费域名. A 汇款单 that has received money
stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Note, Preview, Result, RowResult
from models.remittances.release import RemittedRows, load_remitted, take_back
from models.remittances.remittance import REMITTANCE_LIFECYCLE, Remittance, RemittanceEvent


class CancelRemittanceNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_RELEASED = "cancel_remittance_orders_released"


@dataclass(frozen=True, slots=True)
class CancelRemittanceInput:
    """An optional reason."""

    reason: str | None = param(default=None, maximum_length=200)


def survey(ctx: Context, rows: Sequence[Remittance], given: CancelRemittanceInput) -> RemittedRows:
    return load_remitted(ctx.session, rows, ctx.locked)


def preview(
    ctx: Context, rows: Sequence[Remittance], given: CancelRemittanceInput, facts: RemittedRows
) -> Preview:
    return Preview(
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
        side_effects=(Note(CancelRemittanceNote.ORDERS_RELEASED, {"count": len(facts.orders)}),),
    )


def run(
    ctx: Context, rows: Sequence[Remittance], given: CancelRemittanceInput, facts: RemittedRows
) -> Result:
    take_back(rows, RemittanceEvent.CANCEL, given.reason, facts)
    return Result(
        rows=[RowResult(row.id, row.remittance_no, {"reason": row.reason}) for row in rows],
        totals={"row_count": len(rows), "orders": len(facts.orders)},
    )


CANCEL_REMITTANCE = Action(
    key="cancel_remittance",
    model=Remittance,
    input=CancelRemittanceInput,
    survey=survey,
    preview=preview,
    run=run,
    states=REMITTANCE_LIFECYCLE.sources(RemittanceEvent.CANCEL),
    activity=ActivityKind.FEE,
    guide=("Q8",),
)
