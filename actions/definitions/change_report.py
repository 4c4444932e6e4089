"""修改报表 (change a report): its names, what it asks, who may open it; not its list or key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reports.report_rules import Judged, ReportRefusal, asked_fault, readers_fault
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import report_facts
from models.core.text_type import TextType
from models.definitions.own_words import LONGEST_OWN_NAME
from models.definitions.report import (
    LONGEST_CONDITIONS,
    LONGEST_GROUP,
    LONGEST_NAMES,
    ReportChart,
    ReportPeriod,
    SavedReport,
)
from models.users.user import Role

_CHANGED = (
    "name_zh",
    "name_en",
    "conditions",
    "columns",
    "group_by",
    "then_by",
    "figures",
    "period",
    "compared_on",
    "sort",
    "chart",
)


@dataclass(frozen=True, slots=True)
class ChangeReportInput:
    """The report as it is to be."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    conditions: str | None = param(default=None, maximum_length=LONGEST_CONDITIONS)
    columns: str | None = param(default=None, maximum_length=LONGEST_NAMES)
    group_by: str | None = param(default=None, maximum_length=LONGEST_GROUP)
    then_by: str | None = param(default=None, maximum_length=LONGEST_GROUP)
    figures: str | None = param(default=None, maximum_length=LONGEST_NAMES)
    period: ReportPeriod | None = param(default=None)
    compared_on: str | None = param(default=None, maximum_length=LONGEST_GROUP)
    sort: str | None = param(default=None, maximum_length=LONGEST_GROUP)
    chart: ReportChart = param(default=ReportChart.NONE)
    seen_by: tuple[Role, ...] = param(default=())


def suggest(ctx: Context, rows: Sequence[SavedReport]) -> ChangeReportInput:
    """The report as it is; nothing for one that is out of scope."""
    if not rows:
        return ChangeReportInput("")
    (report,) = rows
    seen_by = tuple(Role(each) for each in report.seen_by)
    return ChangeReportInput(**{name: getattr(report, name) for name in _CHANGED}, seen_by=seen_by)


def survey(ctx: Context, rows: Sequence[SavedReport], given: ChangeReportInput) -> Judged:
    """Why the lists cannot read the report; None when they can."""
    if not rows:
        return Judged(None)
    entity = rows[0].entity
    fault = asked_fault(ctx, entity, given) or readers_fault(ctx, entity, given, given.seen_by)
    return Judged(fault)


def check(row: SavedReport, given: ChangeReportInput, judged: Judged) -> Refusal | None:
    return judged.fault


def run(
    ctx: Context, rows: Sequence[SavedReport], given: ChangeReportInput, judged: Judged
) -> Result:
    (report,) = rows
    for name in _CHANGED:
        setattr(report, name, getattr(given, name))
    report.seen_by = [role.value for role in given.seen_by]
    return Result(rows=[RowResult(report.id, report.name_zh)], totals={"row_count": 1})


CHANGE_REPORT = Action(
    key="change_report",
    model=SavedReport,
    input=ChangeReportInput,
    suggest=suggest,
    survey=survey,
    check=check,
    row_facts=report_facts,
    run=run,
    maximum_rows=1,
    needs_input=True,
    saves_form=True,
    refusals=ReportRefusal,
)
