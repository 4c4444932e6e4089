"""新建选项清单 (define a choice list): the registry for everybody, a province for itself and below.

The code and the names are unique among the lists that the definer sees, so that each means one list
to whoever reads it. The first choices may be given with the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.choices.choice_rules import (
    ChoiceRefusal,
    Word,
    list_refusal,
    lists_known,
    read_words,
)
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.definitions.choice_list import (
    MAXIMUM_CHOICES,
    MAXIMUM_LISTS,
    Choice,
    ChoiceList,
    ChoiceListKind,
)
from models.definitions.own_words import LONGEST_OWN_NAME
from models.offices.office import REGISTRY_CODE

#: Longest text of the choices: each has a code, two words and the signs between them.
LONGEST_LINES = MAXIMUM_CHOICES * 120


@dataclass(frozen=True, slots=True)
class DefineChoiceListInput:
    """The list; `choices` are lines `code=word/English word`."""

    code: str = param(text=TextType.LOGIN, maximum_length=30)
    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    is_open: bool = param(default=False)
    choices: str | None = param(default=None, maximum_length=LONGEST_LINES, multiline=True)


@dataclass(frozen=True, slots=True)
class DefineChoiceListFacts:
    """The lists that the actor sees, and the office that defines."""

    known: Sequence[ChoiceList]
    office_code: str


def survey(
    ctx: Context, rows: Sequence[ChoiceList], given: DefineChoiceListInput
) -> DefineChoiceListFacts:
    return DefineChoiceListFacts(lists_known(ctx), ctx.actor.office_code)


def check_batch(
    rows: Sequence[ChoiceList], given: DefineChoiceListInput, facts: DefineChoiceListFacts
) -> Refusal | None:
    own = [
        each
        for each in facts.known
        if each.is_active
        and each.office_code == facts.office_code
        and each.kind is ChoiceListKind.OWN
    ]
    if len(own) >= MAXIMUM_LISTS:
        return Refusal(ChoiceRefusal.TOO_MANY_LISTS, {"maximum": MAXIMUM_LISTS})
    if given.is_open and facts.office_code != REGISTRY_CODE:
        return Refusal(ChoiceRefusal.OPEN_UNWANTED, at="is_open")
    refusal = list_refusal(given.code, given.name_zh, given.name_en, facts.known)
    if refusal is not None:
        return refusal
    words = read_words(given.choices)
    return words if isinstance(words, Refusal) else None


def run(
    ctx: Context,
    rows: Sequence[ChoiceList],
    given: DefineChoiceListInput,
    facts: DefineChoiceListFacts,
) -> Result:
    words = read_words(given.choices)
    assert not isinstance(words, Refusal)
    made = ChoiceList(
        code=given.code,
        name_zh=given.name_zh,
        name_en=given.name_en,
        kind=ChoiceListKind.OWN,
        is_open=given.is_open,
    )
    made.belong_to(ctx.actor)
    ctx.session.add(made)
    ctx.session.flush()
    add_words(ctx, made, words)
    told = {"choice_count": len(words)}
    return Result(rows=[RowResult(made.id, made.name_zh, told)], totals={"row_count": 1})


def add_words(ctx: Context, to: ChoiceList, words: Sequence[Word]) -> None:
    """Add the actor's choices to a list, in their order."""
    for place, word in enumerate(words, start=1):
        choice = Choice(
            list_id=to.id,
            code=word.code,
            name_zh=word.name_zh,
            name_en=word.name_en,
            place=place * 10,
        )
        choice.belong_to(ctx.actor)
        ctx.session.add(choice)
    ctx.session.flush()


DEFINE_CHOICE_LIST = Action(
    key="define_choice_list",
    model=ChoiceList,
    input=DefineChoiceListInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=ChoiceRefusal,
)
