"""启用报表 (restore reports): retired reports may be opened again."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import report_facts
from models.definitions.report import SavedReport


class RestoreReportRefusal(StrEnum):
    """Why a report is not restored."""

    IN_USE = "restore_report_in_use"


def check(row: SavedReport, given: Nothing, facts: None) -> Refusal | None:
    return Refusal(RestoreReportRefusal.IN_USE, {"name": row.name_zh}) if row.is_active else None


def run(ctx: Context, rows: Sequence[SavedReport], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = True
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RESTORE_REPORT = Action(
    key="restore_report",
    model=SavedReport,
    input=Nothing,
    check=check,
    row_facts=report_facts,
    run=run,
    refusals=RestoreReportRefusal,
)
