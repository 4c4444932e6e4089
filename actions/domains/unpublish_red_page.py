"""下线网络红页: unpublish pages; they are kept and may be published again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.domains import red_page_facts
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPage, RedPageEvent


@dataclass(frozen=True, slots=True)
class TakeDownRedPageInput:
    """The reason, for the record."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.CHANGING_NAMES))


def run(ctx: Context, rows: Sequence[RedPage], given: TakeDownRedPageInput, facts: None) -> Result:
    for row in rows:
        RED_PAGE_LIFECYCLE.advance(row, RedPageEvent.TAKE_DOWN)
    return Result(
        rows=[RowResult(row.id, row.domain.name_u, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


TAKE_DOWN_RED_PAGE = Action(
    key="take_down_red_page",
    model=RedPage,
    input=TakeDownRedPageInput,
    row_facts=red_page_facts,
    run=run,
    states=RED_PAGE_LIFECYCLE.sources(RedPageEvent.TAKE_DOWN),
    guide=("新-007",),
)
