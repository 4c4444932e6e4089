"""修改标签 (change a label): its names and its colour; the records keep it under the new name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.labels.label_names import LabelNameRefusal, name_refusal
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.definitions import label_facts
from models.core.text_type import TextType
from models.definitions.label import Label, LabelColour
from models.definitions.own_words import LONGEST_OWN_NAME


@dataclass(frozen=True, slots=True)
class ChangeLabelInput:
    """The names and the colour as they shall be."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    colour: LabelColour = param(default=LabelColour.BLUE)


def suggest(ctx: Context, rows: Sequence[Label]) -> ChangeLabelInput:
    """The label as it is; nothing for one that is out of scope."""
    if not rows:
        return ChangeLabelInput("")
    return ChangeLabelInput(rows[0].name_zh, rows[0].name_en, rows[0].colour)


def survey(ctx: Context, rows: Sequence[Label], given: ChangeLabelInput) -> Sequence[Label]:
    """The other labels that the actor sees."""
    others = select(Label).where(Label.id.not_in([row.id for row in rows]))
    return ctx.session.scalars(others).all()


def lock_first(ctx: Context, ids: Sequence[int], given: ChangeLabelInput) -> None:
    """Every label the actor sees, in the order of keys: none may take the name meanwhile."""
    ctx.lock(select(Label))


def check(row: Label, given: ChangeLabelInput, facts: Sequence[Label]) -> Refusal | None:
    return name_refusal(given.name_zh, given.name_en, facts)


def run(
    ctx: Context, rows: Sequence[Label], given: ChangeLabelInput, facts: Sequence[Label]
) -> Result:
    (label,) = rows
    label.name_zh, label.name_en, label.colour = given.name_zh, given.name_en, given.colour
    told = {"name_en": label.name_en, "colour": label.colour}
    return Result(rows=[RowResult(label.id, label.name_zh, told)], totals={"row_count": 1})


CHANGE_LABEL = Action(
    key="change_label",
    model=Label,
    input=ChangeLabelInput,
    suggest=suggest,
    lock_first=lock_first,
    survey=survey,
    check=check,
    row_facts=label_facts,
    run=run,
    maximum_rows=1,
    needs_input=True,
    saves_form=True,
    refusals=LabelNameRefusal,
    fields_at_fault={
        LabelNameRefusal.TAKEN: "name_zh",
        LabelNameRefusal.NOT_A_NAME: "name_zh",
    },
)
