"""修改选项 (change a choice): its words, colour, order and days.

Its code stays, because rows store it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.choices.choice_rules import ChoiceRefusal, Word, name_refusal
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.choices import choice_facts
from models.core.text_type import TextType
from models.definitions.choice_list import Choice, ChoiceList
from models.definitions.label import LabelColour
from models.definitions.own_words import LONGEST_OWN_NAME

_CHANGED = ("name_zh", "name_en", "colour", "place", "valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class ChangeChoiceInput:
    """The choice as it shall be."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    colour: LabelColour | None = param(default=None)
    place: int = param(default=100, minimum=0, maximum=9999)
    valid_from: dt.date | None = param(default=None)
    valid_until: dt.date | None = param(default=None)


def suggest(ctx: Context, rows: Sequence[Choice]) -> ChangeChoiceInput:
    """The choice as it is; nothing for one that is out of scope."""
    if not rows:
        return ChangeChoiceInput("")
    return ChangeChoiceInput(**{name: getattr(rows[0], name) for name in _CHANGED})


def lock_first(ctx: Context, ids: Sequence[int], given: ChangeChoiceInput) -> None:
    """The lists of the choices: no other choice may take the word meanwhile."""
    lists = select(Choice.list_id).where(Choice.id.in_(ids))
    ctx.lock(select(ChoiceList).where(ChoiceList.id.in_(lists)))


def survey(ctx: Context, rows: Sequence[Choice], given: ChangeChoiceInput) -> Sequence[Choice]:
    """The other choices of the same lists that the actor sees."""
    others = select(Choice).where(
        Choice.list_id.in_([row.list_id for row in rows]),
        Choice.id.not_in([row.id for row in rows]),
    )
    return ctx.session.scalars(others).all()


def check(row: Choice, given: ChangeChoiceInput, facts: Sequence[Choice]) -> Refusal | None:
    if given.valid_from and given.valid_until and given.valid_until < given.valid_from:
        return Refusal(ChoiceRefusal.DAYS_CROSSED, at="valid_until")
    return name_refusal(Word(row.code, given.name_zh, given.name_en), facts)


def run(
    ctx: Context, rows: Sequence[Choice], given: ChangeChoiceInput, facts: Sequence[Choice]
) -> Result:
    (choice,) = rows
    for name in _CHANGED:
        setattr(choice, name, getattr(given, name))
    told = {"name_en": choice.name_en, "colour": choice.colour}
    return Result(rows=[RowResult(choice.id, choice.name_zh, told)], totals={"row_count": 1})


CHANGE_CHOICE = Action(
    key="change_choice",
    model=Choice,
    input=ChangeChoiceInput,
    suggest=suggest,
    lock_first=lock_first,
    survey=survey,
    check=check,
    row_facts=choice_facts,
    run=run,
    maximum_rows=1,
    needs_input=True,
    saves_form=True,
    refusals=ChoiceRefusal,
)
