"""停用选项清单 (retire choice lists): no new field takes them; fields that have them keep them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.choices import choice_list_facts
from models.definitions.choice_list import ChoiceList, ChoiceListKind


class RetireChoiceListRefusal(StrEnum):
    """Why a list is not retired."""

    ALREADY = "retire_choice_list_already"
    OF_THE_SYSTEM = "retire_choice_list_of_the_system"


def check(row: ChoiceList, given: Nothing, facts: None) -> Refusal | None:
    if row.kind is ChoiceListKind.SYSTEM:
        return Refusal(RetireChoiceListRefusal.OF_THE_SYSTEM, {"name": row.name_zh})
    if not row.is_active:
        return Refusal(RetireChoiceListRefusal.ALREADY, {"name": row.name_zh})
    return None


def run(ctx: Context, rows: Sequence[ChoiceList], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = False
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RETIRE_CHOICE_LIST = Action(
    key="retire_choice_list",
    model=ChoiceList,
    input=Nothing,
    check=check,
    row_facts=choice_list_facts,
    run=run,
    refusals=RetireChoiceListRefusal,
)
