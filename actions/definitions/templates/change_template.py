"""修改措辞 (change a wording): of a notice, a mail or a topic of the help, as a new version.

The registry words for everybody, a province for itself and the offices below it. Texts name values
of the subject's own list and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

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
from models.definitions.own_words import known_language
from models.definitions.template import (
    LONGEST_BODY,
    LONGEST_TEMPLATE_TITLE,
    Template,
    Wording,
)
from models.definitions.template_subject import TemplateKind, subjects_of
from models.values.language import Language

_KINDS = (TemplateKind.NOTICE, TemplateKind.MAIL, TemplateKind.HELP)


def _choices(session: Session) -> list[tuple[str, str]]:
    language = known_language(session)
    return [(each.key, each.title(language)) for each in subjects_of(*_KINDS)]


@dataclass(frozen=True, slots=True)
class ChangeTemplateInput:
    """What is worded, in which language, and its words; a part left empty keeps its default."""

    subject: str = param(maximum_length=40, choices=_choices)
    language: Language = param(default=Language.CHINESE)
    title: str | None = param(
        text=TextType.WORDS, default=None, maximum_length=LONGEST_TEMPLATE_TITLE
    )
    body: str | None = param(
        text=TextType.LINES, default=None, maximum_length=LONGEST_BODY, multiline=True
    )

    @property
    def words(self) -> Wording:
        """The words alone."""
        return Wording(self.title, self.body)


def survey(ctx: Context, rows: Sequence[Template], given: ChangeTemplateInput) -> TemplateFacts:
    return survey_versions(ctx, subject_of(given.subject, *_KINDS), given.language)


def check_batch(
    rows: Sequence[Template], given: ChangeTemplateInput, facts: TemplateFacts
) -> Refusal | None:
    return change_refusal(given.subject, facts, given.words, {})


def preview(
    ctx: Context, rows: Sequence[Template], given: ChangeTemplateInput, facts: TemplateFacts
) -> Preview:
    return preview_words(facts, given.words, given.language)


def run(
    ctx: Context, rows: Sequence[Template], given: ChangeTemplateInput, facts: TemplateFacts
) -> Result:
    assert facts.subject is not None
    name = facts.subject.title(given.language)
    return write_version(ctx, facts, given.language, name, words_as_columns(given.words))


CHANGE_TEMPLATE = Action(
    key="change_template",
    model=Template,
    input=ChangeTemplateInput,
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
