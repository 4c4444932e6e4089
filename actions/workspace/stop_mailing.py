"""停止定时发送 (stop mailings): nothing more is sent; what was sent stays in the log."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import mailing_facts
from models.workspace.report_mailing import ReportMailing


class StopMailingRefusal(StrEnum):
    """Why a mailing is not stopped."""

    ALREADY = "stop_mailing_already"


def check(row: ReportMailing, given: Nothing, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(StopMailingRefusal.ALREADY)


def run(ctx: Context, rows: Sequence[ReportMailing], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = False
    return Result(
        rows=[RowResult(row.id, str(row)) for row in rows], totals={"row_count": len(rows)}
    )


STOP_MAILING = Action(
    key="stop_mailing",
    model=ReportMailing,
    input=Nothing,
    check=check,
    row_facts=mailing_facts,
    run=run,
    refusals=StopMailingRefusal,
)
