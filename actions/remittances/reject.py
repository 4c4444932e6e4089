"""退回汇款单 (reject): the registry received no such money, or not from this office (guide 新-006).

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


class RejectRemittanceNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_RELEASED = "reject_remittance_orders_released"


@dataclass(frozen=True, slots=True)
class RejectRemittanceInput:
    """Why."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.REFUSING))


REJECT_REMITTANCE = end_of_remittance(
    "reject_remittance",
    RemittanceEvent.REJECT,
    RejectRemittanceInput,
    RejectRemittanceNote.ORDERS_RELEASED,
)
