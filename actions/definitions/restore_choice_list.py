"""启用选项清单 (restore choice lists): fields may take them again."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.choices import choice_list_facts
from models.definitions.choice_list import ChoiceList


class RestoreChoiceListRefusal(StrEnum):
    """Why a list is not restored."""

    IN_USE = "restore_choice_list_in_use"


def check(row: ChoiceList, given: Nothing, facts: None) -> Refusal | None:
    if row.is_active:
        return Refusal(RestoreChoiceListRefusal.IN_USE, {"name": row.name_zh})
    return None


def run(ctx: Context, rows: Sequence[ChoiceList], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = True
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RESTORE_CHOICE_LIST = Action(
    key="restore_choice_list",
    model=ChoiceList,
    input=Nothing,
    check=check,
    row_facts=choice_list_facts,
    run=run,
    refusals=RestoreChoiceListRefusal,
)
