"""清理后台任务: delete runs that ended long ago, with their batches.

The system runs it every night. Their changes are in the journal and in receipts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing, Reach
from actions.core.context import Context
from actions.core.crud import delete_rows
from actions.core.refusal import Refusal
from models.core.setting import settings_of
from models.jobs.job_run import JobRun
from models.users.user import Role


class PruneRunsRefusal(StrEnum):
    """Why a run stays."""

    TOO_YOUNG = "prune_runs_too_young"


def survey(ctx: Context, rows: Sequence[JobRun], given: Nothing) -> dt.datetime:
    return ctx.at - dt.timedelta(days=settings_of(ctx.session).run_kept_days)


def check(row: JobRun, given: Nothing, before: dt.datetime) -> Refusal | None:
    if row.ended_at is None or row.ended_at >= before:
        return Refusal(PruneRunsRefusal.TOO_YOUNG)
    return None


PRUNE_RUNS = Action(
    key="prune_runs",
    model=JobRun,
    input=Nothing,
    survey=survey,
    check=check,
    run=delete_rows,
    refusals=PruneRunsRefusal,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
