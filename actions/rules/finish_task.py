"""办结待办 (finish tasks): what a rule asked for was done; the task leaves the desk."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.rules import firing_facts
from models.rules.rule import RuleFiring, TaskState


class FinishTaskRefusal(StrEnum):
    """Why a task is not finished."""

    NO_TASK = "finish_task_no_task"
    FINISHED = "finish_task_finished"


def check(row: RuleFiring, given: Nothing, facts: None) -> Refusal | None:
    if row.task is None:
        return Refusal(FinishTaskRefusal.NO_TASK, {"name": row.row_name})
    if row.task is TaskState.FINISHED:
        return Refusal(FinishTaskRefusal.FINISHED, {"name": row.row_name})
    return None


def run(ctx: Context, rows: Sequence[RuleFiring], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.task = TaskState.FINISHED
    return Result(
        rows=[RowResult(row.id, row.row_name) for row in rows], totals={"row_count": len(rows)}
    )


FINISH_TASK = Action(
    key="finish_task",
    model=RuleFiring,
    input=Nothing,
    check=check,
    row_facts=firing_facts,
    run=run,
    refusals=FinishTaskRefusal,
    splits=True,
)
