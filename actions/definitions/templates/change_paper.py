"""修改单据样式 (change a paper): letterhead, texts, footer and order of blocks, as a new version.

Numbers, amounts, amounts in words and signatures can be moved, but not left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result
from actions.core.templates.versions import (
    TemplateFacts,
    TemplateRefusal,
    change_refusal,
    preview_words,
    subject_of,
    survey_versions,
    words_as_columns,
    write_version,
)
from models.core.text_type import TextType
from models.definitions.template import (
    LONGEST_BODY,
    LONGEST_FOOTER,
    LONGEST_TEMPLATE_TITLE,
    Template,
    Wording,
)
from models.definitions.template_subject import PaperBlock, PaperSubject, TemplateKind
from models.values.language import Language

#: Part → the field that holds it.
_FIELDS = {"title": "letterhead", "body": "opening"}


@dataclass(frozen=True, slots=True)
class PaperBlockLine:
    """One block of a paper."""

    block: PaperBlock = param()


@dataclass(frozen=True, slots=True)
class ChangePaperInput:
    """The paper, the language, and how it is drawn; what is left empty keeps its default."""

    subject: PaperSubject = param()
    language: Language = param(default=Language.CHINESE)
    letterhead: str | None = param(
        text=TextType.WORDS, default=None, maximum_length=LONGEST_TEMPLATE_TITLE
    )
    opening: str | None = param(
        text=TextType.LINES, default=None, maximum_length=LONGEST_BODY, multiline=True
    )
    closing: str | None = param(
        text=TextType.LINES, default=None, maximum_length=LONGEST_BODY, multiline=True
    )
    footer: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_FOOTER)
    blocks: tuple[PaperBlockLine, ...] = param(default=())

    @property
    def words(self) -> Wording:
        """The words and the order."""
        order = tuple(line.block for line in self.blocks)
        return Wording(self.letterhead, self.opening, self.closing, self.footer, order)


def survey(ctx: Context, rows: Sequence[Template], given: ChangePaperInput) -> TemplateFacts:
    return survey_versions(ctx, subject_of(given.subject, TemplateKind.PAPER), given.language)


def check_batch(
    rows: Sequence[Template], given: ChangePaperInput, facts: TemplateFacts
) -> Refusal | None:
    return change_refusal(given.subject, facts, given.words, _FIELDS)


def preview(
    ctx: Context, rows: Sequence[Template], given: ChangePaperInput, facts: TemplateFacts
) -> Preview:
    return preview_words(facts, given.words, given.language)


def run(
    ctx: Context, rows: Sequence[Template], given: ChangePaperInput, facts: TemplateFacts
) -> Result:
    assert facts.subject is not None
    name = facts.subject.title(given.language)
    return write_version(ctx, facts, given.language, name, words_as_columns(given.words))


CHANGE_PAPER = Action(
    key="change_paper",
    model=Template,
    input=ChangePaperInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=TemplateRefusal,
    page="wording.index",
)
