"""上传附件: attach a file to a row: a letter, a photograph, a list.

The kind of a file is decided by its bytes, not its name; what a browser could execute is refused.
The journal has the digest, so that a later change of the file can be detected.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from models.values.file_type import FileKind, file_kind
from models.workspace.annotated_row import Subject, find_subject
from models.workspace.attachment import (
    LONGEST_FILE_NAME,
    MAXIMUM_FILE_BYTES,
    MAXIMUM_FILES,
    Attachment,
    plain_name,
)

#: Slightly more than the limit in Base64, so that a file over the limit gets its own message.
_LONGEST_CONTENT = MAXIMUM_FILE_BYTES * 4 // 3 + 1024
_MEGABYTE = 1024 * 1024


class AttachFileRefusal(StrEnum):
    """Why a file is not attached."""

    NOT_BASE64 = "attach_file_not_base64"
    EMPTY = "attach_file_empty"
    TOO_BIG = "attach_file_too_big"
    WRONG_KIND = "attach_file_wrong_kind"
    OTHER_DIGEST = "attach_file_other_digest"
    TOO_MANY = "attach_file_too_many"


@dataclass(frozen=True, slots=True)
class AttachFileInput:
    """The row, the file's name, its bytes in Base64, and their SHA-256 to be checked against."""

    subject: Subject = param(hidden=True)
    row_id: int = param(minimum=1, hidden=True)
    file_name: str = param(maximum_length=LONGEST_FILE_NAME)
    content: str = param(maximum_length=_LONGEST_CONTENT, secret=True)
    sha256: str | None = param(default=None, maximum_length=64)


@dataclass(frozen=True, slots=True)
class AttachFileFacts:
    """The row if the actor may read it, its files, and the decoded bytes with their kind."""

    row: Any | None
    count: int
    #: None: not Base64.
    content: bytes | None
    kind: FileKind | None


def survey(ctx: Context, rows: Sequence[Attachment], given: AttachFileInput) -> AttachFileFacts:
    row = find_subject(ctx.session, ctx.actor.role, given.subject, given.row_id)
    wanted = select(func.count(Attachment.id)).where(
        Attachment.subject == given.subject, Attachment.row_id == given.row_id
    )
    content = _decoded(given.content)
    kind = file_kind(content) if content else None
    return AttachFileFacts(row, ctx.session.scalar(wanted) or 0, content, kind)


def _decoded(content: str) -> bytes | None:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return None


def check_batch(
    rows: Sequence[Attachment], given: AttachFileInput, facts: AttachFileFacts
) -> Refusal | None:
    if facts.row is None:
        return Refusal(Common.NOT_FOUND)
    if facts.count >= MAXIMUM_FILES:
        return Refusal(
            AttachFileRefusal.TOO_MANY, {"name": str(facts.row), "maximum": MAXIMUM_FILES}
        )
    return _fault(given, facts)


def _fault(given: AttachFileInput, facts: AttachFileFacts) -> Refusal | None:
    """What is wrong with the bytes."""
    if facts.content is None:
        return Refusal(AttachFileRefusal.NOT_BASE64)
    if not facts.content:
        return Refusal(AttachFileRefusal.EMPTY, {"name": given.file_name})
    if len(facts.content) > MAXIMUM_FILE_BYTES:
        maximum = MAXIMUM_FILE_BYTES // _MEGABYTE
        return Refusal(AttachFileRefusal.TOO_BIG, {"name": given.file_name, "maximum": maximum})
    if facts.kind is None:
        return Refusal(AttachFileRefusal.WRONG_KIND, {"name": given.file_name})
    if given.sha256 and given.sha256.lower() != hashlib.sha256(facts.content).hexdigest():
        return Refusal(AttachFileRefusal.OTHER_DIGEST, {"name": given.file_name})
    return None


def run(
    ctx: Context, rows: Sequence[Attachment], given: AttachFileInput, facts: AttachFileFacts
) -> Result:
    assert facts.content is not None
    assert facts.kind is not None
    kept = Attachment(
        subject=given.subject,
        row_id=given.row_id,
        file_name=plain_name(given.file_name, facts.kind),
        kind=facts.kind,
        size=len(facts.content),
        sha256=hashlib.sha256(facts.content).hexdigest(),
        content=facts.content,
        by=ctx.actor.name,
        author_key=ctx.actor.key,
        at=ctx.at,
    )
    assert facts.row is not None
    kept.belong_to(facts.row)
    ctx.session.add(kept)
    ctx.session.flush()
    return Result(rows=[RowResult(kept.id, kept.file_name)], totals={"row_count": 1})


ATTACH_FILE = Action(
    key="attach_file",
    model=Attachment,
    input=AttachFileInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=AttachFileRefusal,
    takes_a_file=True,
    activity=ActivityKind.FILE,
)
