"""撤回汇款单: an office cancels a 汇款单 before the registry has received its money (guide Q8).

Its lines are free again and its orders return to 待缴费域名. A 汇款单 that has received money
stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.ended_remittance import end_of_remittance
from models.remittances.remittance import RemittanceEvent


class CancelRemittanceNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_RELEASED = "cancel_remittance_orders_released"


@dataclass(frozen=True, slots=True)
class CancelRemittanceInput:
    """An optional reason."""

    reason: str | None = param(
        default=None, maximum_length=200, suggestions=reasons(ReasonList.CANCELLING)
    )


CANCEL_REMITTANCE = end_of_remittance(
    "cancel_remittance",
    RemittanceEvent.CANCEL,
    CancelRemittanceInput,
    CancelRemittanceNote.ORDERS_RELEASED,
)
