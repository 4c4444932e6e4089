"""新建标签 (define a label): the registry for everybody, a province for itself and those below.

A name is unique among the labels that the definer sees, in both languages, so that a name means one
label to whoever reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.labels.label_names import LabelNameRefusal, name_refusal
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.definitions.label import MAXIMUM_LABELS, Label, LabelColour
from models.definitions.own_words import LONGEST_OWN_NAME


@dataclass(frozen=True, slots=True)
class DefineLabelInput:
    """The name in Chinese and, if wanted, in English, and the colour."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    colour: LabelColour = param(default=LabelColour.BLUE)


@dataclass(frozen=True, slots=True)
class DefineLabelFacts:
    """The labels that the actor sees, and how many in use are of their office."""

    known: Sequence[Label]
    own_count: int


def survey(ctx: Context, rows: Sequence[Label], given: DefineLabelInput) -> DefineLabelFacts:
    known = ctx.session.scalars(ctx.locked(select(Label))).all()
    own = [each for each in known if each.is_active and each.office_code == ctx.actor.office_code]
    return DefineLabelFacts(known, len(own))


def check_batch(
    rows: Sequence[Label], given: DefineLabelInput, facts: DefineLabelFacts
) -> Refusal | None:
    if facts.own_count >= MAXIMUM_LABELS:
        return Refusal(LabelNameRefusal.TOO_MANY, {"maximum": MAXIMUM_LABELS})
    return name_refusal(given.name_zh, given.name_en, facts.known)


def run(
    ctx: Context, rows: Sequence[Label], given: DefineLabelInput, facts: DefineLabelFacts
) -> Result:
    label = Label(name_zh=given.name_zh, name_en=given.name_en, colour=given.colour)
    label.belong_to(ctx.actor)
    ctx.session.add(label)
    ctx.session.flush()
    told = {"colour": label.colour}
    return Result(rows=[RowResult(label.id, label.name_zh, told)], totals={"row_count": 1})


DEFINE_LABEL = Action(
    key="define_label",
    model=Label,
    input=DefineLabelInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=LabelNameRefusal,
    fields_at_fault={
        LabelNameRefusal.TAKEN: "name_zh",
        LabelNameRefusal.NOT_A_NAME: "name_zh",
    },
)
