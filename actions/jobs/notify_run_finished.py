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


@dataclass(frozen=True, slots=True)
class AnnounceRunInput:
    """Rows done and not done, and whether the run completed."""

    done: int = param(minimum=0)
    refused: int = param(minimum=0)
    is_whole: bool = param(default=True)


def run(ctx: Context, rows: Sequence[JobRun], given: AnnounceRunInput, _facts: None) -> Result:
    return Result(rows=[RowResult(row.id, row.key) for row in rows])


ANNOUNCE_RUN = Action(
    key="announce_run",
    model=JobRun,
    input=AnnounceRunInput,
    row_facts=job_run_facts,
    run=run,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
