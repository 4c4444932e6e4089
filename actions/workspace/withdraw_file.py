"""撤回附件: the author withdraws a file. It can no longer be downloaded; its record stays."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.workspace.annotated_row import withdrawal_fault
from models.workspace.attachment import Attachment


def survey(ctx: Context, rows: Sequence[Attachment], given: Nothing) -> str:
    return ctx.actor.key


def check(row: Attachment, given: Nothing, actor_key: str) -> Refusal | None:
    fault = withdrawal_fault(row, actor_key)
    return None if fault is None else Refusal(fault, {"by": row.by})


def run(ctx: Context, rows: Sequence[Attachment], given: Nothing, actor_key: str) -> Result:
    for row in rows:
        row.withdrawn_at = ctx.at
    return Result(rows=[RowResult(row.id, str(row)) for row in rows])


WITHDRAW_FILE = Action(
    key="withdraw_file",
    model=Attachment,
    input=Nothing,
    survey=survey,
    check=check,
    run=run,
    maximum_rows=1,
    activity=ActivityKind.FILE,
)
