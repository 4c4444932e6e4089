"""退回汇款单 (reject): the registry received no such money, or not from this office (guide 新-006).

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
from models.workspace.notify import Notice, Topic, notify


class RejectRemittanceNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_RELEASED = "reject_remittance_orders_released"


@dataclass(frozen=True, slots=True)
class RejectRemittanceInput:
    """Why."""

    reason: str = param(maximum_length=200)


def survey(ctx: Context, rows: Sequence[Remittance], given: RejectRemittanceInput) -> RemittedRows:
    return load_remitted(ctx.session, rows, ctx.locked)


def preview(
    ctx: Context, rows: Sequence[Remittance], given: RejectRemittanceInput, facts: RemittedRows
) -> Preview:
    return Preview(
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
        side_effects=(Note(RejectRemittanceNote.ORDERS_RELEASED, {"count": len(facts.orders)}),),
    )


def run(
    ctx: Context, rows: Sequence[Remittance], given: RejectRemittanceInput, facts: RemittedRows
) -> Result:
    take_back(rows, RemittanceEvent.REJECT, given.reason, facts)
    notify(
        ctx.session,
        (
            Notice(
                Topic.REMITTANCE_REJECTED,
                {"remittance_no": row.remittance_no, "reason": row.reason, "row_id": row.id},
                office_code=row.office_code,
            )
            for row in rows
        ),
    )
    return Result(
        rows=[RowResult(row.id, row.remittance_no, {"reason": row.reason}) for row in rows],
        totals={"row_count": len(rows), "orders": len(facts.orders)},
    )


REJECT_REMITTANCE = Action(
    key="reject_remittance",
    model=Remittance,
    input=RejectRemittanceInput,
    survey=survey,
    preview=preview,
    run=run,
    states=REMITTANCE_LIFECYCLE.sources(RemittanceEvent.REJECT),
    activity=ActivityKind.FEE,
    guide=("Q8",),
)
