"""退回修改: send filed names back to their unit, which changes and resubmits them (新-004).

At least one reason is required, and 其他 needs a comment. Before 编办审核 the office decides, after
it the registry; nobody decides on a name they filed (I-13).
"""

from __future__ import annotations

from enum import StrEnum

from actions.core.adverse_review import adverse_review
from models.domains.review import ReviewDecision


class ReturnForChangesNote(StrEnum):
    """Notes of the plan page."""

    TO_UNIT = "return_for_changes_to_unit"


RETURN_FOR_CHANGES = adverse_review(
    "return_for_changes",
    ReviewDecision.RETURN,
    ReturnForChangesNote.TO_UNIT,
    guide=("新-004", "注①"),
)
