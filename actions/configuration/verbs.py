"""配置 (configuration): kept as a copy, uploaded as a file, and applied as the difference to today.

The registry keeps and applies what it set for everybody, a province what it set for itself and
below. A file may hold the definitions of several offices; whoever applies it applies those of
their own office. Every step is a verb that people use by hand, with its own checks, and all of them
are done or none. Webhooks have keys that stand in no file: rules find them by their names.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import select

from actions.configuration.difference import (
    Step,
    StepError,
    StepKind,
    judge,
    section_of,
    steps_to,
    take,
)
from actions.configuration.document import (
    DocumentError,
    DocumentRefusal,
    Section,
    count,
    read,
    written,
)
from actions.configuration.kinds import DefinitionKind
from actions.core.action import HAS_NO_PLAN, TICKS_NO_ROWS, Action, AnyAction, Nothing, Reach, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal, Refused
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.definitions import configuration_facts
from models.core.locking import lock_rank
from models.core.scope import Codes
from models.core.text_type import TextType
from models.definitions.configuration import (
    LONGEST_CONFIGURATION,
    LONGEST_COPY_NAME,
    ConfigurationCopy,
    CopyOrigin,
)
from models.offices.office import Office
from models.users.user import Role

#: Most steps that a plan tells one by one.
MAXIMUM_TOLD = 200
_LONGEST_ITEM = 120
_APPLIERS: Mapping[Role, Reach] = {
    Role.REGISTRY_ADMIN: Reach.OWN,
    Role.PROVINCE_ADMIN: Reach.OWN,
}
_SYSTEM: Mapping[Role, Reach] = {Role.SYSTEM: Reach.SCOPE}


class ConfigurationRefusal(StrEnum):
    """Why a configuration is not kept or applied."""

    UNCHANGED = "configuration_unchanged"
    NOT_OF_OFFICE = "configuration_not_of_office"
    NOTHING_TO_DO = "configuration_nothing_to_do"
    STEP = "configuration_step"


class ConfigurationNote(StrEnum):
    """What a plan says of a configuration."""

    DEFINES = "configuration_note_defines"
    RESTORES = "configuration_note_restores"
    CHANGES = "configuration_note_changes"
    RETIRES = "configuration_note_retires"
    MORE = "configuration_note_more"
    NOT_YET = "configuration_note_not_yet"
    OTHER_OFFICES = "configuration_note_other_offices"


class DefinitionName(StrEnum):
    """The kinds, for people."""

    SETTING = "setting"
    INVOICE_TYPE = "invoice_type"
    CHOICE_LIST = "choice_list"
    CHOICE = "choice"
    LABEL = "label"
    REGISTER = "register"
    FIELD = "field"
    REGISTER_FIELD = "register_field"
    ROLE = "role"
    REPORT = "report"
    WORDING = "wording"
    PAPER = "paper"
    LETTER = "letter"
    RULE = "rule"


_TOLD = {
    StepKind.DEFINE: ConfigurationNote.DEFINES,
    StepKind.RESTORE: ConfigurationNote.RESTORES,
    StepKind.RETIRE: ConfigurationNote.RETIRES,
}


@dataclass(frozen=True, slots=True)
class KeepInput:
    """What the copy is called; empty: by its day."""

    name: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_COPY_NAME)


@dataclass(frozen=True, slots=True)
class UploadInput:
    """The file's text, and what the copy is called."""

    name: str = param(text=TextType.WORDS, maximum_length=LONGEST_COPY_NAME)
    content: str = param(maximum_length=LONGEST_CONFIGURATION, multiline=True, secret=True)


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """The text to keep, with the number of its definitions."""

    text: str
    item_count: int
    #: Whether it differs from the newest copy of the office.
    is_new: bool


@dataclass(frozen=True, slots=True)
class ApplyFacts:
    """The steps, or why there are none; and how many offices the file has besides."""

    steps: tuple[Step, ...] = ()
    refusal: Refusal | None = None
    others: int = 0


def configuration_text(
    ctx: Context, kinds: Sequence[DefinitionKind], office_codes: Sequence[str]
) -> tuple[str, int]:
    """The definitions of some offices as one text, and how many there are."""
    sections = {code: section_of(ctx, kinds, code) for code in office_codes}
    return written(sections), sum(map(count, sections.values()))


def configuration_verbs(
    kinds: Sequence[DefinitionKind],
) -> Mapping[AnyAction, Mapping[Role, Reach]]:
    """The verbs on configurations, with who may run them."""
    keep: AnyAction = Action(
        key="keep_configuration",
        model=ConfigurationCopy,
        input=KeepInput,
        survey=lambda ctx, _rows, _given: _to_keep(ctx, kinds, ctx.actor.office_code),
        check_batch=_check_keep,
        row_facts=TICKS_NO_ROWS,
        run=_run_keep,
        minimum_rows=0,
        maximum_rows=0,
        refusals=ConfigurationRefusal,
    )
    upload: AnyAction = Action(
        key="upload_configuration",
        model=ConfigurationCopy,
        input=UploadInput,
        survey=lambda _ctx, _rows, given: _sections(given.content, kinds),
        check_batch=lambda _rows, _given, found: found if isinstance(found, Refusal) else None,
        row_facts=TICKS_NO_ROWS,
        run=_run_upload,
        minimum_rows=0,
        maximum_rows=0,
        takes_a_file=True,
        page="configuration_file.index",
        refusals=DocumentRefusal,
    )
    apply: AnyAction = Action(
        key="apply_configuration",
        model=ConfigurationCopy,
        input=Nothing,
        lock_first=lambda ctx, ids, _given: _lock(ctx, ids, kinds),
        survey=partial(_survey_apply, kinds=kinds),
        check=_check_apply,
        preview=_preview_apply,
        row_facts=configuration_facts,
        run=_run_apply,
        maximum_rows=1,
        refusals=ConfigurationRefusal,
    )
    nightly: AnyAction = Action(
        key="keep_configuration_nightly",
        model=Office,
        input=Nothing,
        survey=lambda ctx, rows, _given: {row.code: _to_keep(ctx, kinds, row.code) for row in rows},
        row_facts=HAS_NO_PLAN,
        run=_run_nightly,
    )
    appliers = dict.fromkeys((keep, upload, apply), _APPLIERS)
    return {**appliers, nightly: _SYSTEM}


def _to_keep(ctx: Context, kinds: Sequence[DefinitionKind], office_code: str) -> KeptFacts:
    newest = (
        select(ConfigurationCopy.sha256)
        .where(
            ConfigurationCopy.office_code == office_code,
            ConfigurationCopy.origin != CopyOrigin.UPLOADED,
        )
        .order_by(ConfigurationCopy.id.desc())
        .limit(1)
    )
    text, items = configuration_text(ctx, kinds, [office_code])
    return KeptFacts(text, items, is_new=ctx.session.scalar(newest) != _digest(text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check_keep(
    rows: Sequence[ConfigurationCopy], given: KeepInput, facts: KeptFacts
) -> Refusal | None:
    return None if facts.is_new else Refusal(ConfigurationRefusal.UNCHANGED)


def _run_keep(
    ctx: Context, rows: Sequence[ConfigurationCopy], given: KeepInput, facts: KeptFacts
) -> Result:
    name = given.name or ctx.today.isoformat()
    return _kept(ctx, ctx.actor, CopyOrigin.BY_HAND, name, facts.text, facts.item_count)


def _run_nightly(
    ctx: Context, rows: Sequence[Office], given: Nothing, facts: Mapping[str, KeptFacts]
) -> Result:
    for office in rows:
        found = facts[office.code]
        if found.is_new:
            day = ctx.today.isoformat()
            _kept(ctx, office, CopyOrigin.NIGHTLY, day, found.text, found.item_count)
    return Result(rows=[RowResult(row.id, row.name) for row in rows])


def _sections(text: str, kinds: Sequence[DefinitionKind]) -> dict[str, Section] | Refusal:
    """The sections of a text, or why it is no configuration."""
    try:
        return read(text, [kind.name for kind in kinds])
    except DocumentError as error:
        return error.refusal


def _run_upload(
    ctx: Context,
    rows: Sequence[ConfigurationCopy],
    given: UploadInput,
    sections: Mapping[str, Section],
) -> Result:
    items = sum(map(count, sections.values()))
    return _kept(ctx, ctx.actor, CopyOrigin.UPLOADED, given.name, given.content, items)


def _kept(
    ctx: Context, owner: Codes, origin: CopyOrigin, name: str, text: str, items: int
) -> Result:
    row = ConfigurationCopy(
        taken_at=ctx.at,
        origin=origin,
        name=name,
        item_count=items,
        sha256=_digest(text),
        content=text,
        by=ctx.actor.name,
    )
    row.belong_to(owner)
    ctx.session.add(row)
    ctx.session.flush()
    told: dict[str, Fact] = {"item_count": items}
    return Result(rows=[RowResult(row.id, row.name, told)], totals={"row_count": 1})


def _lock(ctx: Context, ids: Sequence[int], kinds: Sequence[DefinitionKind]) -> None:
    """The copy and every definition the actor sees, table by table, before any of them changes:
    the steps would lock them in the order of the kinds.
    """
    models: set[Any] = {ConfigurationCopy, *(kind.model for kind in kinds)}
    for model in sorted(models, key=lambda each: lock_rank(each.__tablename__)):
        own = select(model)
        if model is ConfigurationCopy:
            own = own.where(ConfigurationCopy.id.in_(ids))
        ctx.lock(own)


def _survey_apply(
    ctx: Context,
    rows: Sequence[ConfigurationCopy],
    given: Nothing,
    kinds: Sequence[DefinitionKind],
) -> ApplyFacts:
    for row in rows:
        sections = _sections(row.content, kinds)
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


def _check_apply(row: ConfigurationCopy, given: Nothing, facts: ApplyFacts) -> Refusal | None:
    return facts.refusal


def _preview_apply(
    ctx: Context, rows: Sequence[ConfigurationCopy], given: Nothing, facts: ApplyFacts
) -> Preview:
    """Each step, what of it cannot be done as things are now, and whose definitions stay."""
    notes = [note for step in facts.steps for note in _notes(step)]
    told = notes[:MAXIMUM_TOLD]
    if len(notes) > MAXIMUM_TOLD:
        told.append(Note(ConfigurationNote.MORE, {"count": len(notes) - MAXIMUM_TOLD}))
    for step in facts.steps[:MAXIMUM_TOLD]:
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
    return {f"{does}_count": done[does] for does in StepKind if done[does]}


def _run_apply(
    ctx: Context, rows: Sequence[ConfigurationCopy], given: Nothing, facts: ApplyFacts
) -> Result:
    try:
        for step in facts.steps:
            take(ctx, step)
    except StepError as error:
        raise Refused(_of_step(error)) from error
    return Result(rows=[RowResult(row.id, row.name) for row in rows], totals=_totals(facts.steps))
