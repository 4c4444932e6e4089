"""新建报表 (define a report): an office keeps a question to one list, for itself and those below.

A list or a grouped list begins it with its own conditions. What the list cannot read, or the
definer may not see, is refused by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reports.report_rules import (
    Judged,
    ReportRefusal,
    asked_fault,
    key_fault,
    readers_fault,
    report_lists,
)
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.definitions.own_words import LONGEST_OWN_NAME
from models.definitions.report import (
    LONGEST_CONDITIONS,
    LONGEST_GROUP,
    LONGEST_NAMES,
    LONGEST_REPORT_KEY,
    ReportChart,
    ReportPeriod,
    SavedReport,
)
from models.users.user import Role
from models.values.limits import LONGEST_ENTITY


@dataclass(frozen=True, slots=True)
class DefineReportInput:
    """The names, and what the report asks; columns and figures are separated by commas."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    entity: str = param(choices=report_lists, maximum_length=LONGEST_ENTITY)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    code: str | None = param(default=None, maximum_length=LONGEST_REPORT_KEY, text=TextType.LOGIN)
    #: The part of the list's address after the question mark; empty: the whole list.
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


def survey(ctx: Context, rows: Sequence[SavedReport], given: DefineReportInput) -> Judged:
    """Why the report cannot be defined; None when it can."""
    return Judged(
        key_fault(ctx, given.code)
        or asked_fault(ctx, given.entity, given)
        or readers_fault(ctx, given.entity, given, given.seen_by)
    )


def check_batch(
    rows: Sequence[SavedReport], given: DefineReportInput, judged: Judged
) -> Refusal | None:
    return judged.fault


def run(
    ctx: Context,
    rows: Sequence[SavedReport],
    given: DefineReportInput,
    judged: Judged,
) -> Result:
    assert ctx.entry is not None
    report = SavedReport(
        key=given.code or f"report_{ctx.entry.id}",
        name_zh=given.name_zh,
        name_en=given.name_en,
        entity=given.entity,
        conditions=given.conditions,
        columns=given.columns,
        group_by=given.group_by,
        then_by=given.then_by,
        figures=given.figures,
        period=given.period,
        compared_on=given.compared_on,
        sort=given.sort,
        chart=given.chart,
        seen_by=[role.value for role in given.seen_by],
    )
    report.belong_to(ctx.actor)
    ctx.session.add(report)
    ctx.session.flush()
    told = {"report_key": report.key, "report_entity": report.entity}
    return Result(rows=[RowResult(report.id, report.name_zh, told)], totals={"row_count": 1})


DEFINE_REPORT = Action(
    key="define_report",
    model=SavedReport,
    input=DefineReportInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=ReportRefusal,
)
