"""What a report costs, known before it runs: counted along an index, up to a limit.

Few rows are read at once. More are read in the background, slice by slice; past the last limit the
report is refused before any work, and says what would narrow it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from admin_app.grid.errors import BadListError
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.query import is_longer
from admin_app.grid.listing.search_strategy import look_up
from admin_app.grid.listing.where import narrowed
from admin_app.grid.reporting.question import Question
from admin_app.labels.list_fault import ListFault

#: Most rows that are grouped while the reader waits, as many as a grouped list.
MAXIMUM_AT_ONCE: Final = 200_000
#: Most rows of a tile on the desk, which stands beside others.
MAXIMUM_ON_DESK: Final = 50_000
#: Most rows that are grouped in the background.
MAXIMUM_LATER: Final = 5_000_000


class Cost(StrEnum):
    """When a report can be worked out."""

    NOW = "now"
    LATER = "later"


def cost_of(session: Session, question: Question, at_once: int = MAXIMUM_AT_ONCE) -> Cost:
    """Whether it can be worked out while the reader waits. Raises BadListError past the last limit.

    A report of rows costs what the list costs: it shows the first ones.
    """
    if not question.spec.is_of_groups:
        return Cost.NOW
    if not _is_longer(session, question, at_once):
        return Cost.NOW
    if _is_longer(session, question, MAXIMUM_LATER):
        maximum = f"{MAXIMUM_LATER:,}"
        raise BadListError(ListFault.TOO_MANY_TO_GROUP, maximum=maximum)
    return Cost.LATER


def _is_longer(session: Session, question: Question, most: int) -> bool:
    """Whether more rows than `most` are to be read, or to be tested one by one."""
    request = ListRequest(session, question.grid, question.state)
    try:
        lookup = look_up(request, most)
    except BadListError as error:
        if error.refusal.code is ListFault.TOO_MANY_TO_EXAMINE and most < MAXIMUM_LATER:
            return True
        raise
    return is_longer(session, narrowed(request, lookup), most)
