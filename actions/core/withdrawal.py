"""撤回: what withdrawing a note and withdrawing a file have in common.

The author withdraws it, once. It stays, marked as withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.workspace import note_facts
from models.workspace.annotated_row import withdrawal_fault
from models.workspace.attachment import Attachment
from models.workspace.note import RowNote

W = TypeVar("W", RowNote, Attachment)


def withdrawal(key: str, model: type[W], activity: ActivityKind) -> Action[W, Nothing, str]:
    """The action that withdraws one row of the model."""
    return Action(
        key=key,
        model=model,
        input=Nothing,
        survey=_survey,
        check=_check,
        row_facts=note_facts,
        run=_run,
        maximum_rows=1,
        activity=activity,
    )


def _survey(ctx: Context, _rows: Sequence[W], _given: Nothing) -> str:
    return ctx.actor.key


def _check(row: W, _given: Nothing, actor_key: str) -> Refusal | None:
    fault = withdrawal_fault(row, actor_key)
    return None if fault is None else Refusal(fault, {"by": row.by})


def _run(ctx: Context, rows: Sequence[W], _given: Nothing, _actor_key: str) -> Result:
    for row in rows:
        row.withdrawn_at = ctx.at
    return Result(rows=[RowResult(row.id, str(row)) for row in rows])
