"""停止余下的 (stop the rest): cancel the batches of a background run that have not started.

Finished batches stay done, and a running one completes; the others are recorded as not done, with
who stopped them and when, and may be resumed (继续办理). The user who queued the run may stop it,
or an administrator of their office or of the registry.

The worker marks each batch as started under the row's lock, and only unmarked ones are stopped, so
there is no race.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from actions.core.action import Action, Nothing
from actions.core.actor import Actor
from actions.core.context import Context
from actions.core.refusal import Refusal, Verdict
from actions.core.refusal_json import keep
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.jobs import job_run_facts
from models.jobs.job_run import (
    OPEN_STATES,
    SLICE_LIFECYCLE,
    JobRun,
    JobSlice,
    SliceEvent,
    SliceState,
)
from models.users.user import Role
from models.values.calendar import SHANGHAI

#: Roles that may also stop runs of colleagues.
_HEADS = frozenset({Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN})


class StopRunRefusal(StrEnum):
    """Why a run is not stopped."""

    ANOTHERS = "stop_run_anothers"
    ALL_BEGUN = "stop_run_all_begun"


class StopRunNote(StrEnum):
    """Why a batch was not done."""

    STOPPED = "stop_run_stopped"


@dataclass(frozen=True, slots=True)
class Found:
    """The actor, and the batches of each run that have not started."""

    actor: Actor
    left: Mapping[int, Sequence[JobSlice]]

    def rows_left(self, row: JobRun) -> int:
        """How many rows of the run are in batches that have not started."""
        return sum(len(each.keys) for each in self.left.get(row.id, ()))


def may_stop(actor: Actor, row: JobRun) -> bool:
    """Whether the run is the actor's own, or of their office and they are its administrator."""
    return row.user_id == actor.user_id or actor.role in _HEADS


def survey(ctx: Context, rows: Sequence[JobRun], given: Nothing) -> Found:
    wanted = (
        select(JobSlice)
        .where(
            JobSlice.run_id.in_([row.id for row in rows]),
            JobSlice.state == SliceState.WAITING,
            JobSlice.begun_at.is_(None),
        )
        .order_by(JobSlice.id)
    )
    left: dict[int, list[JobSlice]] = {}
    for each in ctx.session.scalars(ctx.locked(wanted)):
        left.setdefault(each.run_id, []).append(each)
    return Found(ctx.actor, left)


def check(row: JobRun, given: Nothing, found: Found) -> Refusal | None:
    if not may_stop(found.actor, row):
        return Refusal(StopRunRefusal.ANOTHERS, {"run": str(row), "by": row.by})
    if not found.rows_left(row):
        return Refusal(StopRunRefusal.ALL_BEGUN, {"run": str(row)})
    return None


def preview(ctx: Context, rows: Sequence[JobRun], given: Nothing, found: Found) -> Preview:
    return Preview(
        totals={"stopped_count": sum(found.rows_left(row) for row in rows)},
        rows={row.id: {"stopped_count": found.rows_left(row)} for row in rows},
    )


def run(ctx: Context, rows: Sequence[JobRun], given: Nothing, found: Found) -> Result:
    at = ctx.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    told = Refusal(StopRunNote.STOPPED, {"by": ctx.actor.name, "at": at})
    for row in rows:
        for each in found.left[row.id]:
            SLICE_LIFECYCLE.advance(each, SliceEvent.REFUSE)
            each.refusals = keep([Verdict(0, "", told)])
    done = _done(ctx, rows)
    return Result(
        rows=[
            RowResult(
                row.id,
                str(row),
                {"done_count": done.get(row.id, 0), "stopped_count": found.rows_left(row)},
            )
            for row in rows
        ],
        totals={"stopped_count": sum(found.rows_left(row) for row in rows)},
    )


def _done(ctx: Context, rows: Sequence[JobRun]) -> dict[int, int]:
    """How many rows of each run are done so far, without a running batch."""
    counted = ctx.session.execute(
        select(JobSlice.run_id, func.sum(JobSlice.done))
        .where(JobSlice.run_id.in_([row.id for row in rows]))
        .group_by(JobSlice.run_id)
    )
    return {run_id: int(done) for run_id, done in counted}


STOP_RUN = Action(
    key="stop_run",
    model=JobRun,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=job_run_facts,
    run=run,
    states=frozenset(OPEN_STATES),
    refusals=StopRunRefusal,
)
