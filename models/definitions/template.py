"""模板 (templates): the wording that an office sets for itself and the offices below it.

Each change is a row: a version, which is never changed again but for the instant it ended. The
registry's holds everywhere, a province's goes before it in the province. What is drawn again later
is drawn with the version of its own day, so that a paper printed in a year is the same paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, String, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, ChosenRow, Json, UtcDateTime, Versioned, pk, unique_where, words
from models.core.ended import ended_when
from models.core.scope import BY_HAND, Scope, ScopeLevel, SetFromAbove, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.definitions.template_subject import DEFAULT_BLOCKS, PARTS, PaperBlock, TemplateKind
from models.values.language import Language

#: Longest parts, in characters.
LONGEST_TEMPLATE_TITLE = 60
LONGEST_BODY = 1000
LONGEST_FOOTER = 200
LONGEST_TEMPLATE_NAME = 80


class Template(SetFromAbove, Versioned, Base):
    """One version of a wording, or of a Word template."""

    __tablename__ = "template"
    __table_args__ = (
        UniqueConstraint("office_code", "subject", "language", "name", "number"),
        CheckConstraint("is_active = (ended_at IS NULL)", name="ended_or_active"),
        CheckConstraint("(kind = 'letter') = (content IS NOT NULL)", name="letters_have_files"),
        unique_where(
            "uq_template_in_use",
            "office_code",
            "subject",
            "language",
            "name",
            where="is_active",
        ),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    kind: Mapped[TemplateKind] = mapped_column(words(TemplateKind))
    #: The key of a `TemplateSubject`.
    subject: Mapped[str] = mapped_column(String(40))
    language: Mapped[Language] = mapped_column(words(Language))
    #: What the subject is called in that language; of a letter, what its office called it.
    name: Mapped[str] = mapped_column(
        String(LONGEST_TEMPLATE_NAME), info=text_of_type(TextType.WORDS)
    )
    #: 1, 2, 3 … among the versions of one office, subject, language and name.
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(
        String(LONGEST_TEMPLATE_TITLE), info=text_of_type(TextType.WORDS)
    )
    body: Mapped[str | None] = mapped_column(Text, info=text_of_type(TextType.LINES))
    closing: Mapped[str | None] = mapped_column(Text, info=text_of_type(TextType.LINES))
    footer: Mapped[str | None] = mapped_column(
        String(LONGEST_FOOTER), info=text_of_type(TextType.WORDS)
    )
    #: Values of `PaperBlock` in their order; empty: the default order.
    blocks: Mapped[list[Any]] = mapped_column(Json, default=list)
    file_name: Mapped[str | None] = mapped_column(String(120))
    sha256: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))
    by: Mapped[str] = mapped_column(String(60))

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a version. A part that is empty keeps the default."""

    title: str | None = None
    body: str | None = None
    closing: str | None = None
    footer: str | None = None
    #: Empty: the default order.
    blocks: tuple[PaperBlock, ...] = ()

    @property
    def order(self) -> tuple[PaperBlock, ...]:
        """The blocks as they are drawn."""
        return self.blocks or DEFAULT_BLOCKS

    @property
    def is_empty(self) -> bool:
        """Whether nothing is worded."""
        return not (self.blocks or any(getattr(self, part) for part in PARTS))


def wording_of(row: Template | ChosenRow) -> Wording:
    """The words of a version, whole or as its columns. Blocks no longer known are left out."""
    known = tuple(PaperBlock(key) for key in row.blocks or () if key in set(PaperBlock))
    return Wording(row.title, row.body, row.closing, row.footer, known)


@dataclass(frozen=True, slots=True)
class KnownWordings:
    """The versions of one language that held above one office from an instant on."""

    #: Rows of (subject, office_code, started_at, ended_at, words…).
    rows: Sequence[ChosenRow]
    chain: tuple[str, ...]

    def at(self, subject: str, instant: dt.datetime) -> Wording | None:
        """The wording that held at an instant: of the nearest office. None: the default."""
        held = [
            row
            for row in self.rows
            if row.subject == subject
            and row.started_at <= instant
            and (row.ended_at is None or instant < row.ended_at)
        ]
        nearest = max(held, key=lambda row: self.chain.index(row.office_code), default=None)
        return None if nearest is None else wording_of(nearest)


_TABLE = Template.__table__


def known_wordings(
    session: Session,
    subjects: Sequence[str],
    language: Language,
    office_code: str,
    since: dt.datetime,
) -> KnownWordings:
    """The wordings of some subjects that held for an office at `since` or later, in one statement.

    Asked regardless of scope, like the names of offices: whoever may read a paper reads the words
    of the offices above it.
    """
    chain, of = Scope(ScopeLevel.OFFICE, office_code).chain, _TABLE.c
    wanted = select(
        of.subject, of.office_code, of.started_at, of.ended_at, of.blocks, *(of[p] for p in PARTS)
    ).where(
        of.subject.in_(subjects),
        of.office_code.in_(chain),
        of.language == language,
        or_(of.ended_at.is_(None), of.ended_at > since),
    )
    found = session.execute(wanted, execution_options={BY_HAND: True})
    return KnownWordings(found.all(), chain)
