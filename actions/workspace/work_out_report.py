"""后台计算报表 (work a report out in the background): for one too large to be read while one waits.

The rows are read slice by slice as the one who asked, whose figures are kept for them alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, Nothing
from actions.core.actor import Actor
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reports.report_rules import KeySlices, slices_of_report
from actions.core.request_run import MAXIMUM_OPEN_RUNS
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.reports import report_facts
from models.core.scope import scope_of
from models.definitions.report import SavedReport
from models.jobs.job_run import OPEN_STATES, REPORT_RUN, JobKind, JobRun, JobSlice
from models.users.user import Role


class WorkOutReportRefusal(StrEnum):
    """Why a report is not worked out in the background."""

    RETIRED = "work_out_report_retired"
    NOT_FOR_ROLE = "work_out_report_not_for_role"
    OPEN_RUNS = "work_out_report_open_runs"
    ALREADY = "work_out_report_already"
    OF_ROWS = "work_out_report_of_rows"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """How the report is read, the user's role, and their runs that have not ended."""

    slices: KeySlices | Refusal
    role: Role
    open_runs: int
    is_under_way: bool


def survey(ctx: Context, rows: Sequence[SavedReport], given: Nothing) -> RunFacts | None:
    """None for a report out of scope."""
    if not rows:
        return None
    (report,) = rows
    own = (JobRun.user_id == ctx.actor.user_id) & JobRun.state.in_(OPEN_STATES)
    keys = ctx.session.scalars(select(JobRun.key).where(own)).all()
    return RunFacts(
        slices_of_report(ctx, report.spec),
        ctx.actor.role,
        len(keys),
        any(key.startswith(f"{REPORT_RUN}{report.id}:") for key in keys),
    )


def check(row: SavedReport, given: Nothing, facts: RunFacts | None) -> Refusal | None:
    assert facts is not None, "a row that is checked was surveyed"
    if not row.is_active:
        return Refusal(WorkOutReportRefusal.RETIRED, {"name": row.name_zh})
    if not row.is_seen_by(facts.role):
        return Refusal(WorkOutReportRefusal.NOT_FOR_ROLE, {"name": row.name_zh})
    if not row.spec.is_of_groups:
        return Refusal(WorkOutReportRefusal.OF_ROWS, {"name": row.name_zh})
    return _fault(row, facts)


def _fault(row: SavedReport, facts: RunFacts) -> Refusal | None:
    if facts.is_under_way:
        return Refusal(WorkOutReportRefusal.ALREADY, {"name": row.name_zh})
    if facts.open_runs >= MAXIMUM_OPEN_RUNS:
        told = {"count": facts.open_runs, "maximum": MAXIMUM_OPEN_RUNS}
        return Refusal(WorkOutReportRefusal.OPEN_RUNS, told)
    return facts.slices if isinstance(facts.slices, Refusal) else None


def preview(
    ctx: Context, rows: Sequence[SavedReport], given: Nothing, facts: RunFacts | None
) -> Preview:
    return Preview(totals=_cost(facts))


def run(
    ctx: Context, rows: Sequence[SavedReport], given: Nothing, facts: RunFacts | None
) -> Result:
    assert ctx.entry is not None
    assert facts is not None
    assert isinstance(facts.slices, KeySlices)
    (report,), slices = rows, facts.slices
    asked = JobRun(
        kind=JobKind.BATCH,
        key=f"{REPORT_RUN}{report.id}:{ctx.entry.id}",
        day=ctx.today,
        total=len(slices.first_keys),
        queued_at=ctx.at,
        action=WORK_OUT_REPORT.key,
        given={
            "report_id": report.id,
            "spec": report.spec.stored(),
            "size": slices.size,
            "reader": reader_of(ctx.session, ctx.actor),
        },
        user_id=ctx.actor.user_id,
        by=ctx.actor.name,
        unit_id=ctx.actor.unit_id,
    )
    asked.belong_to(ctx.actor)
    ctx.session.add(asked)
    ctx.session.flush()
    for number, first in enumerate(slices.first_keys, start=1):
        part = JobSlice(run_id=asked.id, seq=number, keys=[first], unit_id=asked.unit_id)
        part.belong_to(asked)
        ctx.session.add(part)
    return Result(
        rows=[RowResult(report.id, report.name_zh)],
        totals={**_cost(facts), "run_id": asked.id},
    )


def reader_of(session: Session, actor: Actor) -> str:
    """The scope and role under which figures were worked out: others do not read them."""
    scope = scope_of(session)
    return f"{actor.role}:{scope.level}:{scope.value}"


def _cost(facts: RunFacts | None) -> dict[str, int]:
    slices = None if facts is None else facts.slices
    return {"slice_count": len(slices.first_keys) if isinstance(slices, KeySlices) else 0}


WORK_OUT_REPORT = Action(
    key="work_out_report",
    model=SavedReport,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=report_facts,
    run=run,
    maximum_rows=1,
    refusals=WorkOutReportRefusal,
)
