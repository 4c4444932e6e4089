"""Versions of templates: what a text may hold, what a new version touches, and how it is written.

A version is never changed: a change ends the one in use and writes the next, so that a paper drawn
again is drawn with the words of its day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import func, select

from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from models.core.scope import Codes
from models.definitions.template import Template, Wording, wording_of
from models.definitions.template_subject import (
    DEFAULT_BLOCKS,
    OPTIONAL_BLOCKS,
    PARTS,
    SUBJECTS,
    PaperBlock,
    TemplateKind,
    TemplateSubject,
)
from models.offices.office import REGISTRY_CODE, Office, OfficeStatus
from models.values.language import Language
from models.values.wording.named_text import MalformedNameError, UnknownNameError, check_text

#: Column → its value.
Columns: TypeAlias = Mapping[str, str | bytes | list[str] | None]

#: Versions named one by one in a plan that ends several.
_MOST_NOTES = 10


class TemplateRefusal(StrEnum):
    """Why a template is not taken."""

    UNKNOWN_SUBJECT = "template_unknown_subject"
    NOT_A_PART = "template_not_a_part"
    UNKNOWN_NAME = "template_unknown_name"
    MALFORMED_NAME = "template_malformed_name"
    EMPTY = "template_empty"
    BLOCK_TWICE = "template_block_twice"
    BLOCK_MISSING = "template_block_missing"
    BLOCK_NOT_DRAWN = "template_block_not_drawn"
    UNCHANGED = "template_unchanged"
    IN_USE = "template_in_use"
    NOT_IN_USE = "template_not_in_use"


class TemplateNote(StrEnum):
    """What a plan says of a new version."""

    FIRST = "template_note_first"
    NEXT = "template_note_next"
    ENDS = "template_note_ends"
    PART = "template_note_part"
    PART_GONE = "template_note_part_gone"
    BLOCK = "template_note_block"
    TOUCHES = "template_note_touches"
    PAST_STAYS = "template_note_past_stays"


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """The version in use of the actor's office, if any, and what a change touches."""

    subject: TemplateSubject | None
    current: Template | None
    newest_number: int
    office_count: int


def subject_of(key: str, *kinds: TemplateKind) -> TemplateSubject | None:
    """The subject of that key among some kinds; None where there is none."""
    found = SUBJECTS.get(key)
    return found if found is not None and found.kind in kinds else None


def survey_versions(
    ctx: Context, subject: TemplateSubject | None, language: Language, name: str | None = None
) -> TemplateFacts:
    """The versions of the actor's office of a subject, locked against another new one."""
    if subject is None:
        return TemplateFacts(None, None, 0, 0)
    wanted = select(Template).where(
        Template.office_code == ctx.actor.office_code,
        Template.subject == subject.key,
        Template.language == language,
    )
    if name is not None:
        wanted = wanted.where(Template.name == name)
    versions = ctx.session.scalars(ctx.locked(wanted.order_by(Template.id))).all()
    current = next((each for each in versions if each.is_active), None)
    newest = max((each.number for each in versions), default=0)
    return TemplateFacts(subject, current, newest, _offices(ctx, ctx.actor))


def _offices(ctx: Context, owner: Codes) -> int:
    """How many offices in use the words of an office reach, itself included."""
    wanted = select(func.count(Office.id)).where(Office.status == OfficeStatus.ACTIVE)
    if owner.office_code != REGISTRY_CODE:
        wanted = wanted.where(Office.province_code == owner.province_code)
    return ctx.session.scalar(wanted) or 0


def change_refusal(
    asked: str, facts: TemplateFacts, words: Wording, fields: Mapping[str, str]
) -> Refusal | None:
    """Why a subject does not get a new version of these words; None when it does."""
    if facts.subject is None:
        return Refusal(TemplateRefusal.UNKNOWN_SUBJECT, {"subject": asked}, at="subject")
    if (refusal := words_refusal(facts.subject, words, fields)) is not None:
        return refusal
    if facts.current is not None and words == wording_of(facts.current):
        return Refusal(TemplateRefusal.UNCHANGED, {"name": str(facts.current)})
    return None


def words_refusal(
    subject: TemplateSubject, words: Wording, fields: Mapping[str, str]
) -> Refusal | None:
    """Why a subject cannot be worded so; None when it can. `fields`: part → field of the input."""
    if words.is_empty:
        return Refusal(TemplateRefusal.EMPTY)
    for part in PARTS:
        text, at = getattr(words, part), fields.get(part, part)
        if text and part not in subject.parts:
            return Refusal(TemplateRefusal.NOT_A_PART, {"part": part}, at=at)
        try:
            check_text(text or "", subject.names)
        except UnknownNameError as error:
            offered = "、".join(f"{{{name}}}" for name in subject.names) or "—"
            facts: Mapping[str, Fact] = {"named": error.part, "offered": offered}
            return Refusal(TemplateRefusal.UNKNOWN_NAME, facts, at=at)
        except MalformedNameError as error:
            return Refusal(TemplateRefusal.MALFORMED_NAME, {"named": error.part}, at=at)
    return _order_refusal(words)


def _order_refusal(words: Wording) -> Refusal | None:
    blocks = words.blocks
    if not blocks:
        return None
    twice = next((each for each in blocks if blocks.count(each) > 1), None)
    if twice is not None:
        return Refusal(TemplateRefusal.BLOCK_TWICE, {"block": twice}, at="blocks")
    required = [block for block in DEFAULT_BLOCKS if block not in OPTIONAL_BLOCKS]
    missing = next((each for each in required if each not in blocks), None)
    if missing is not None:
        return Refusal(TemplateRefusal.BLOCK_MISSING, {"block": missing}, at="blocks")
    texts = {PaperBlock.OPENING: words.body, PaperBlock.CLOSING: words.closing}
    undrawn = next((each for each, text in texts.items() if text and each not in blocks), None)
    if undrawn is not None:
        return Refusal(TemplateRefusal.BLOCK_NOT_DRAWN, {"block": undrawn}, at="blocks")
    return None


def preview_words(facts: TemplateFacts, words: Wording, language: Language) -> Preview:
    """Old and new of each part that differs, and whom the change reaches."""
    if facts.subject is None:
        return Preview()
    old = _words_before(facts, language)
    notes = [_version_note(facts)]
    for part in PARTS:
        was, becomes = getattr(old, part) or "", getattr(words, part) or ""
        if was != becomes and part in facts.subject.parts:
            code = TemplateNote.PART if becomes else TemplateNote.PART_GONE
            notes.append(Note(code, {"part": part, "was": was or "—", "becomes": becomes}))
    if words.order != old.order:
        places = enumerate(words.order, start=1)
        notes += [Note(TemplateNote.BLOCK, {"place": n, "block": block}) for n, block in places]
    notes += reach_notes(facts.subject.kind, facts.office_count)
    return Preview(side_effects=tuple(notes))


def reach_notes(kind: TemplateKind, office_count: int) -> list[Note]:
    """Whom a change reaches, and that what was drawn before stays as it was."""
    notes = [Note(TemplateNote.TOUCHES, {"count": office_count})]
    if kind in {TemplateKind.PAPER, TemplateKind.NOTICE}:
        notes.append(Note(TemplateNote.PAST_STAYS))
    return notes


def preview_end(ctx: Context, rows: Sequence[Template]) -> Preview:
    """What is worded by the default again, and whom that reaches."""
    reached = max((_offices(ctx, row) for row in rows), default=0)
    ends = [Note(TemplateNote.ENDS, {"name": str(row)}) for row in rows[:_MOST_NOTES]]
    notes = (*ends, *reach_notes(TemplateKind.PAPER, reached))
    return Preview(side_effects=notes)


def _words_before(facts: TemplateFacts, language: Language) -> Wording:
    """What the actor's office has in use, or else the default words."""
    if facts.current is not None:
        return wording_of(facts.current)
    assert facts.subject is not None
    return default_wording(facts.subject, language)


def default_wording(subject: TemplateSubject, language: Language) -> Wording:
    """The program's own words of a subject."""
    said = {part: default(language) or None for part, default in subject.parts.items()}
    title, body, closing, footer = (said.get(part) for part in PARTS)
    return Wording(title, body, closing, footer)


def _version_note(facts: TemplateFacts) -> Note:
    if facts.current is None:
        return Note(TemplateNote.FIRST, {"number": facts.newest_number + 1})
    numbers = {"number": facts.newest_number + 1, "ended": facts.current.number}
    return Note(TemplateNote.NEXT, numbers)


def end_version(ctx: Context, row: Template) -> None:
    """Take a version out of use from now on."""
    row.is_active = False
    row.ended_at = ctx.at


def write_version(
    ctx: Context, facts: TemplateFacts, language: Language, name: str, values: Columns
) -> Result:
    """End the version in use and write the next, with `values` for the columns of its words."""
    assert facts.subject is not None
    if facts.current is not None:
        end_version(ctx, facts.current)
        # The index of versions in use allows one at a time.
        ctx.session.flush()
    row = Template(
        kind=facts.subject.kind,
        subject=facts.subject.key,
        language=language,
        name=name,
        number=facts.newest_number + 1,
        started_at=ctx.at,
        by=ctx.actor.name,
        **values,
    )
    row.belong_to(ctx.actor)
    ctx.session.add(row)
    ctx.session.flush()
    return written([row])


def words_as_columns(words: Wording) -> Columns:
    """The columns of a version with these words."""
    texts = {part.value: getattr(words, part) or None for part in PARTS}
    return {**texts, "blocks": [block.value for block in words.blocks]}


def written(rows: Sequence[Template]) -> Result:
    """The receipt's lines of versions."""
    lines = [RowResult(row.id, str(row), {"version": row.number}) for row in rows]
    return Result(rows=lines, totals={"row_count": len(rows)})
