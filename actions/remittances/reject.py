"""退回汇款单 (reject): the registry received no such money, or not from this office (guide 新-006).

Its lines are free again and its orders return to 待缴费域名. A 汇款单 that has received money
stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import param
from actions.core.context import Context
from actions.core.ended_remittance import end_of_remittance
from models.remittances.remittance import Remittance, RemittanceEvent
from models.workspace.notify import Notice, Topic, notify


class RejectRemittanceNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_RELEASED = "reject_remittance_orders_released"


@dataclass(frozen=True, slots=True)
class RejectRemittanceInput:
    """Why."""

    reason: str = param(maximum_length=200)


def tell(ctx: Context, rows: Sequence[Remittance]) -> None:
    """Notify the offices that sent them."""
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


REJECT_REMITTANCE = end_of_remittance(
    "reject_remittance",
    RemittanceEvent.REJECT,
    RejectRemittanceInput,
    RejectRemittanceNote.ORDERS_RELEASED,
    tell,
)
