"""停用报表 (retire reports): nobody opens them until they are restored; the definition stays."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import report_facts
from models.definitions.report import SavedReport


class RetireReportRefusal(StrEnum):
    """Why a report is not retired."""

    ALREADY = "retire_report_already"


def check(row: SavedReport, given: Nothing, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(RetireReportRefusal.ALREADY, {"name": row.name_zh})


def run(ctx: Context, rows: Sequence[SavedReport], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = False
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RETIRE_REPORT = Action(
    key="retire_report",
    model=SavedReport,
    input=Nothing,
    check=check,
    row_facts=report_facts,
    run=run,
    refusals=RetireReportRefusal,
)
