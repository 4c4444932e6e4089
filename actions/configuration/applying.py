"""The application of a copy: its steps, told one by one and done together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from actions.configuration.difference import Step, StepError, StepKind, judge, steps_to, take
from actions.configuration.keeping import sections_of
from actions.configuration.kinds import DefinitionKind
from actions.configuration.messages import (
    ConfigurationNote,
    ConfigurationRefusal,
    DefinitionName,
)
from actions.core.action import Nothing
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal, Refused
from actions.core.result import Note, Preview, Result, RowResult
from models.core.locking import lock_rank
from models.definitions.configuration import ConfigurationCopy

#: Most steps that a plan tells one by one.
_MOST_TOLD = 200
_LONGEST_ITEM = 120

_TOLD = {
    StepKind.DEFINE: ConfigurationNote.DEFINES,
    StepKind.RESTORE: ConfigurationNote.RESTORES,
    StepKind.RETIRE: ConfigurationNote.RETIRES,
}
#: The figure of a plan and a receipt for each kind of step.
_FIGURES = {
    StepKind.DEFINE: "define_count",
    StepKind.RESTORE: "restore_count",
    StepKind.CHANGE: "change_count",
    StepKind.RETIRE: "retire_count",
}


@dataclass(frozen=True, slots=True)
class ApplyFacts:
    """The steps, or why there are none; and how many offices the file has besides."""

    steps: tuple[Step, ...] = ()
    refusal: Refusal | None = None
    others: int = 0


def lock_definitions(ctx: Context, ids: Sequence[int], kinds: Sequence[DefinitionKind]) -> None:
    """The copy and every definition the actor sees, table by table, before any of them changes:
    the steps would lock them in the order of the kinds.
    """
    models: set[Any] = {ConfigurationCopy, *(kind.model for kind in kinds)}
    for model in sorted(models, key=lambda each: lock_rank(each.__tablename__)):
        own = select(model)
        if model is ConfigurationCopy:
            own = own.where(ConfigurationCopy.id.in_(ids))
        ctx.lock(own)


def survey_apply(
    ctx: Context,
    rows: Sequence[ConfigurationCopy],
    given: Nothing,
    kinds: Sequence[DefinitionKind],
) -> ApplyFacts:
    for row in rows:
        sections = sections_of(row.content, kinds)
        if isinstance(sections, Refusal):
            return ApplyFacts(refusal=sections)
        if row.office_code not in sections:
            return ApplyFacts(refusal=Refusal(ConfigurationRefusal.NOT_OF_OFFICE))
        try:
            steps = steps_to(ctx, kinds, row.office_code, sections[row.office_code])
        except StepError as error:
            return ApplyFacts(refusal=_of_step(error))
        refusal = None if steps else Refusal(ConfigurationRefusal.NOTHING_TO_DO)
        return ApplyFacts(tuple(steps), refusal, len(sections) - 1)
    return ApplyFacts()


def _of_step(error: StepError) -> Refusal:
    """The refusal of a verb, with the item it is about."""
    told = {**_about(error.step), "refusal": error.refusal.code, **error.refusal.facts}
    return Refusal(ConfigurationRefusal.STEP, told)


def _about(step: Step) -> dict[str, Fact]:
    return {"definition": DefinitionName(step.of.name), "item": step.name[:_LONGEST_ITEM]}


def check_apply(row: ConfigurationCopy, given: Nothing, facts: ApplyFacts) -> Refusal | None:
    return facts.refusal


def preview_apply(
    ctx: Context, rows: Sequence[ConfigurationCopy], given: Nothing, facts: ApplyFacts
) -> Preview:
    """Each step, what of it cannot be done as things are now, and whose definitions stay."""
    notes = [note for step in facts.steps for note in _notes(step)]
    told = notes[:_MOST_TOLD]
    if len(notes) > _MOST_TOLD:
        told.append(Note(ConfigurationNote.MORE, {"count": len(notes) - _MOST_TOLD}))
    for step in facts.steps[:_MOST_TOLD]:
        if (refusal := judge(ctx, step)) is not None:
            about = {**_about(step), "refusal": refusal.code, **refusal.facts}
            told.append(Note(ConfigurationNote.NOT_YET, about))
    if facts.others:
        told.append(Note(ConfigurationNote.OTHER_OFFICES, {"count": facts.others}))
    return Preview(totals=_totals(facts.steps), side_effects=tuple(told))


def _notes(step: Step) -> Iterator[Note]:
    if step.does is not StepKind.CHANGE:
        yield Note(_TOLD[step.does], _about(step))
    for each in step.fields:
        verb = step.of.change or step.of.define
        field = {"input_field": f"{verb.key}:{each.field}", "was": each.was}
        yield Note(ConfigurationNote.CHANGES, {**_about(step), **field, "becomes": each.becomes})


def _totals(steps: Sequence[Step]) -> dict[str, int]:
    done = Counter(step.does for step in steps)
    return {figure: done[does] for does, figure in _FIGURES.items() if done[does]}


def run_apply(
    ctx: Context, rows: Sequence[ConfigurationCopy], given: Nothing, facts: ApplyFacts
) -> Result:
    try:
        for step in facts.steps:
            take(ctx, step)
    except StepError as error:
        raise Refused(_of_step(error)) from error
    return Result(rows=[RowResult(row.id, row.name) for row in rows], totals=_totals(facts.steps))
