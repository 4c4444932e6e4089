"""修改选项清单 (change a choice list): its names, and whether provinces may add to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.choices.choice_rules import ChoiceRefusal, list_refusal, lists_known
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.choices import choice_list_facts
from models.core.text_type import TextType
from models.definitions.choice_list import ChoiceList
from models.definitions.own_words import LONGEST_OWN_NAME
from models.offices.office import REGISTRY_CODE


@dataclass(frozen=True, slots=True)
class ChangeChoiceListInput:
    """The list as it shall be."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    is_open: bool = param(default=False)


def suggest(ctx: Context, rows: Sequence[ChoiceList]) -> ChangeChoiceListInput:
    """The list as it is; nothing for one that is out of scope."""
    if not rows:
        return ChangeChoiceListInput("")
    return ChangeChoiceListInput(rows[0].name_zh, rows[0].name_en, rows[0].is_open)


def lock_first(ctx: Context, ids: Sequence[int], given: ChangeChoiceListInput) -> None:
    """Every list the actor sees, in the order of keys: none may take the name meanwhile."""
    ctx.lock(select(ChoiceList))


def survey(
    ctx: Context, rows: Sequence[ChoiceList], given: ChangeChoiceListInput
) -> Sequence[ChoiceList]:
    """The other lists that the actor sees."""
    return [each for each in lists_known(ctx) if each not in rows]


def check(
    row: ChoiceList, given: ChangeChoiceListInput, facts: Sequence[ChoiceList]
) -> Refusal | None:
    if given.is_open and row.office_code != REGISTRY_CODE:
        return Refusal(ChoiceRefusal.OPEN_UNWANTED, at="is_open")
    return list_refusal(None, given.name_zh, given.name_en, facts)


def run(
    ctx: Context,
    rows: Sequence[ChoiceList],
    given: ChangeChoiceListInput,
    facts: Sequence[ChoiceList],
) -> Result:
    (row,) = rows
    row.name_zh, row.name_en, row.is_open = given.name_zh, given.name_en, given.is_open
    told = {"name_en": row.name_en}
    return Result(rows=[RowResult(row.id, row.name_zh, told)], totals={"row_count": 1})


CHANGE_CHOICE_LIST = Action(
    key="change_choice_list",
    model=ChoiceList,
    input=ChangeChoiceListInput,
    suggest=suggest,
    lock_first=lock_first,
    survey=survey,
    check=check,
    row_facts=choice_list_facts,
    run=run,
    maximum_rows=1,
    needs_input=True,
    saves_form=True,
    refusals=ChoiceRefusal,
)
