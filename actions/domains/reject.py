"""审核未通过 (reject): refuse filed names; they move to 域名历史查询 and are free again (注③).

At least one reason is required, and 其他 needs a comment. Before 编办审核 the office decides, after
it the registry; nobody decides on a name they filed (I-13).
"""

from __future__ import annotations

from enum import StrEnum

from actions.core.adverse_review import adverse_review
from models.domains.review import ReviewDecision


class RejectNote(StrEnum):
    """Notes of the plan page."""

    NAME_FREE_AGAIN = "reject_name_free_again"


REJECT = adverse_review(
    "reject",
    ReviewDecision.REJECT,
    RejectNote.NAME_FREE_AGAIN,
    guide=("新-004", "注③"),
)
