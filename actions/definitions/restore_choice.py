"""启用选项 (restore choices): they may be chosen again."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.choices import choice_facts
from models.definitions.choice_list import Choice


class RestoreChoiceRefusal(StrEnum):
    """Why a choice is not restored."""

    IN_USE = "restore_choice_in_use"


def check(row: Choice, given: Nothing, facts: None) -> Refusal | None:
    return Refusal(RestoreChoiceRefusal.IN_USE, {"name": row.name_zh}) if row.is_active else None


def run(ctx: Context, rows: Sequence[Choice], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = True
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RESTORE_CHOICE = Action(
    key="restore_choice",
    model=Choice,
    input=Nothing,
    check=check,
    row_facts=choice_facts,
    run=run,
    refusals=RestoreChoiceRefusal,
)
