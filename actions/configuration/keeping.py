"""Copies of a configuration: made by hand, at night and from files, and never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.configuration.difference import section_of
from actions.configuration.document import DocumentError, Section, count, read, written
from actions.configuration.kinds import DefinitionKind
from actions.configuration.messages import ConfigurationRefusal
from actions.core.action import Nothing, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Result, RowResult
from models.core.scope import Codes
from models.core.text_type import TextType
from models.definitions.configuration import (
    LONGEST_CONFIGURATION,
    LONGEST_COPY_NAME,
    ConfigurationCopy,
    CopyOrigin,
)
from models.offices.office import Office


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


def configuration_text(
    ctx: Context, kinds: Sequence[DefinitionKind], office_codes: Sequence[str]
) -> tuple[str, int]:
    """The definitions of some offices as one text, and how many there are."""
    sections = {code: section_of(ctx, kinds, code) for code in office_codes}
    return written(sections), sum(map(count, sections.values()))


def to_keep(ctx: Context, kinds: Sequence[DefinitionKind], office_code: str) -> KeptFacts:
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


def check_keep(
    rows: Sequence[ConfigurationCopy], given: KeepInput, facts: KeptFacts
) -> Refusal | None:
    return None if facts.is_new else Refusal(ConfigurationRefusal.UNCHANGED)


def run_keep(
    ctx: Context, rows: Sequence[ConfigurationCopy], given: KeepInput, facts: KeptFacts
) -> Result:
    name = given.name or ctx.today.isoformat()
    return _kept(ctx, ctx.actor, CopyOrigin.BY_HAND, name, facts.text, facts.item_count)


def run_nightly(
    ctx: Context, rows: Sequence[Office], given: Nothing, facts: Mapping[str, KeptFacts]
) -> Result:
    for office in rows:
        found = facts[office.code]
        if found.is_new:
            day = ctx.today.isoformat()
            _kept(ctx, office, CopyOrigin.NIGHTLY, day, found.text, found.item_count)
    return Result(rows=[RowResult(row.id, row.name) for row in rows])


def sections_of(text: str, kinds: Sequence[DefinitionKind]) -> dict[str, Section] | Refusal:
    """The sections of a text, or why it is no configuration."""
    try:
        return read(text, [kind.name for kind in kinds])
    except DocumentError as error:
        return error.refusal


def run_upload(
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
