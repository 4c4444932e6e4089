"""新增选项 (add a choice): to a list of one's own, or to one of the registry that is open.

What a province adds to a list of the registry is seen by itself and below; its code names the
province, so that two provinces may add the same one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.choices.choice_rules import (
    ChoiceRefusal,
    Word,
    is_of_a_province,
    lists_known,
    may_add,
    offered_lists,
    stored_code,
    word_refusal,
)
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.definitions.choice_list import LONGEST_CODE, MAXIMUM_CHOICES, Choice, ChoiceList
from models.definitions.label import LabelColour
from models.definitions.own_words import LONGEST_OWN_NAME


@dataclass(frozen=True, slots=True)
class AddChoiceInput:
    """The list by its code, and the choice."""

    choice_list: str = param(choices=offered_lists, maximum_length=40)
    code: str = param(text=TextType.LOGIN, maximum_length=LONGEST_CODE)
    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    colour: LabelColour | None = param(default=None)
    place: int = param(default=100, minimum=0, maximum=9999)
    valid_from: dt.date | None = param(default=None)
    valid_until: dt.date | None = param(default=None)


@dataclass(frozen=True, slots=True)
class AddChoiceFacts:
    """The list and its choices that the actor sees; None: there is no such list to add to."""

    to: ChoiceList | None
    others: Sequence[Choice]
    office_code: str


def survey(ctx: Context, rows: Sequence[Choice], given: AddChoiceInput) -> AddChoiceFacts:
    office_code = ctx.actor.office_code
    found = [
        each
        for each in lists_known(ctx)
        if each.code == given.choice_list and may_add(each, office_code)
    ]
    if not found:
        return AddChoiceFacts(None, (), office_code)
    wanted = select(Choice).where(Choice.list_id == found[0].id)
    return AddChoiceFacts(found[0], ctx.session.scalars(wanted).all(), office_code)


def check_batch(
    rows: Sequence[Choice], given: AddChoiceInput, facts: AddChoiceFacts
) -> Refusal | None:
    if facts.to is None:
        return Refusal(
            ChoiceRefusal.LIST_UNKNOWN, {"code": given.choice_list[:40]}, at="choice_list"
        )
    own = [each for each in facts.others if each.office_code == facts.office_code]
    if len(own) >= MAXIMUM_CHOICES:
        return Refusal(ChoiceRefusal.TOO_MANY, {"maximum": MAXIMUM_CHOICES})
    if given.valid_from and given.valid_until and given.valid_until < given.valid_from:
        return Refusal(ChoiceRefusal.DAYS_CROSSED, at="valid_until")
    if facts.to.is_open and is_of_a_province(given.code):
        return Refusal(ChoiceRefusal.CODE_MALFORMED, {"code": given.code}, at="code")
    code = stored_code(given.code, facts.to, facts.office_code)
    return word_refusal(Word(code, given.name_zh, given.name_en), facts.others)


def run(
    ctx: Context, rows: Sequence[Choice], given: AddChoiceInput, facts: AddChoiceFacts
) -> Result:
    assert facts.to is not None
    choice = Choice(
        list_id=facts.to.id,
        code=stored_code(given.code, facts.to, facts.office_code),
        name_zh=given.name_zh,
        name_en=given.name_en,
        colour=given.colour,
        place=given.place,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
    )
    choice.belong_to(ctx.actor)
    ctx.session.add(choice)
    ctx.session.flush()
    told = {"choice_list": facts.to.name_zh, "code": choice.code}
    return Result(rows=[RowResult(choice.id, choice.name_zh, told)], totals={"row_count": 1})


ADD_CHOICE = Action(
    key="add_choice",
    model=Choice,
    input=AddChoiceInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=ChoiceRefusal,
)
