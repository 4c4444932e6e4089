"""停用选项 (retire choices): they stay where they were chosen, and cannot be chosen any more."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.choices import choice_facts
from models.definitions.choice_list import Choice


class RetireChoiceRefusal(StrEnum):
    """Why a choice is not retired."""

    ALREADY = "retire_choice_already"


def check(row: Choice, given: Nothing, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(RetireChoiceRefusal.ALREADY, {"name": row.name_zh})


def run(ctx: Context, rows: Sequence[Choice], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = False
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RETIRE_CHOICE = Action(
    key="retire_choice",
    model=Choice,
    input=Nothing,
    check=check,
    row_facts=choice_facts,
    run=run,
    refusals=RetireChoiceRefusal,
)
