"""通知提交人: notify the user who queued a selection of the result.

The system runs it when the last batch is done, or when the run ended early.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.jobs import job_run_facts
from models.jobs.job_run import JobRun
from models.users.user import Role
from models.workspace.notify import Topic


@dataclass(frozen=True, slots=True)
class AnnounceRunInput:
    """Rows done and not done, or found to pass and not to; the sum; whether it completed."""

    done: int = param(minimum=0)
    refused: int = param(minimum=0)
    amount_fen: int | None = param(default=None, fen=True)
    is_whole: bool = param(default=True)


def run(ctx: Context, rows: Sequence[JobRun], given: AnnounceRunInput, _facts: None) -> Result:
    return Result(rows=[RowResult(row.id, row.key) for row in rows])


def topic_of_end(row: JobRun, given: AnnounceRunInput) -> Topic:
    """What the end of a run is told as."""
    if row.is_check:
        return Topic.RUN_CHECKED if given.is_whole else Topic.RUN_CHECK_FAILED
    if not given.is_whole:
        return Topic.RUN_FAILED
    return Topic.RUN_FINISHED if given.amount_fen is None else Topic.RUN_FINISHED_SUM


#: What the end of a run may be told as.
ENDS = (
    Topic.RUN_FINISHED,
    Topic.RUN_FINISHED_SUM,
    Topic.RUN_FAILED,
    Topic.RUN_CHECKED,
    Topic.RUN_CHECK_FAILED,
)


ANNOUNCE_RUN = Action(
    key="announce_run",
    model=JobRun,
    input=AnnounceRunInput,
    row_facts=job_run_facts,
    run=run,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
