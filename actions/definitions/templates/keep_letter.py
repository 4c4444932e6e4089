"""上传公函模板 (keep a Word template): a new version of the letter of that name.

The file is checked before it is kept: see `models/values/wording/letter_file.py`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result
from actions.core.templates.versions import (
    Columns,
    TemplateFacts,
    subject_of,
    survey_versions,
    write_version,
)
from models.core.text_type import TextType
from models.definitions.template import LONGEST_TEMPLATE_NAME, Template
from models.definitions.template_subject import LetterSubject, TemplateKind
from models.values.file_type import FileKind
from models.values.language import Language
from models.values.wording.letter_file import MAXIMUM_LETTER_BYTES, LetterError
from models.values.wording.letter_template import check_letter
from models.workspace.attachment import LONGEST_FILE_NAME, plain_name

#: Slightly more than the limit in Base64, so that a file over the limit gets its own message.
_LONGEST_CONTENT = MAXIMUM_LETTER_BYTES * 4 // 3 + 1024
#: Most Word templates in use of one office.
_MAXIMUM_LETTERS = 100


class KeepLetterRefusal(StrEnum):
    """Why a Word template is not kept, besides what is wrong with the file."""

    NOT_BASE64 = "keep_letter_not_base64"
    UNCHANGED = "keep_letter_unchanged"
    TOO_MANY = "keep_letter_too_many"


@dataclass(frozen=True, slots=True)
class KeepLetterInput:
    """Whom it is for, what it is called, its language, and the file in Base64."""

    subject: LetterSubject = param()
    name: str = param(text=TextType.WORDS, maximum_length=LONGEST_TEMPLATE_NAME)
    file_name: str = param(maximum_length=LONGEST_FILE_NAME)
    content: str = param(maximum_length=_LONGEST_CONTENT, secret=True)
    language: Language = param(default=Language.CHINESE)


@dataclass(frozen=True, slots=True)
class KeepLetterFacts:
    """The versions of that name, the decoded bytes or what is wrong with them, and the others."""

    versions: TemplateFacts
    content: bytes | None
    error: LetterError | None
    count: int


def survey(ctx: Context, rows: Sequence[Template], given: KeepLetterInput) -> KeepLetterFacts:
    subject = subject_of(given.subject, TemplateKind.LETTER)
    versions = survey_versions(ctx, subject, given.language, given.name)
    content, error = _decoded(given.content), None
    if content is not None and subject is not None:
        try:
            check_letter(content, subject.names, subject.listed)
        except LetterError as found:
            error = found
    wanted = select(func.count(Template.id)).where(
        Template.office_code == ctx.actor.office_code,
        Template.kind == TemplateKind.LETTER,
        Template.is_active,
    )
    return KeepLetterFacts(versions, content, error, ctx.session.scalar(wanted) or 0)


def _decoded(content: str) -> bytes | None:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return None


def check_batch(
    rows: Sequence[Template], given: KeepLetterInput, facts: KeepLetterFacts
) -> Refusal | None:
    if facts.content is None:
        return Refusal(KeepLetterRefusal.NOT_BASE64)
    if facts.error is not None:
        subject = facts.versions.subject
        offered = "、".join(subject.names) if subject else ""
        said = {"said": facts.error.said or "—", "offered": offered, "name": given.file_name}
        return Refusal(facts.error.fault, said)
    current = facts.versions.current
    if current is None and facts.count >= _MAXIMUM_LETTERS:
        return Refusal(KeepLetterRefusal.TOO_MANY, {"maximum": _MAXIMUM_LETTERS})
    if current is not None and current.sha256 == _digest(facts.content):
        return Refusal(KeepLetterRefusal.UNCHANGED, {"name": str(current)})
    return None


def run(
    ctx: Context, rows: Sequence[Template], given: KeepLetterInput, facts: KeepLetterFacts
) -> Result:
    assert facts.content is not None
    values: Columns = {
        "file_name": plain_name(given.file_name, FileKind.DOCX),
        "sha256": _digest(facts.content),
        "content": facts.content,
    }
    return write_version(ctx, facts.versions, given.language, given.name, values)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


KEEP_LETTER = Action(
    key="keep_letter",
    model=Template,
    input=KeepLetterInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=KeepLetterRefusal,
    takes_a_file=True,
    page="letter.index",
)
