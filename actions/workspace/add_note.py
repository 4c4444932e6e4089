"""添加备注: add a note to a row, for colleagues.

A note is visible to the offices whose scope covers the row, not to registrants; it does not change
the row. It can be withdrawn, not edited.
"""

from __future__ import annotations

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
from models.workspace.annotated_row import Subject, find_subject
from models.workspace.note import LONGEST_NOTE, MAXIMUM_NOTES, RowNote


class AddNoteRefusal(StrEnum):
    """Why no note is added."""

    TOO_MANY = "add_note_too_many"


@dataclass(frozen=True, slots=True)
class AddNoteInput:
    """The row, and the text."""

    subject: Subject = param(hidden=True)
    row_id: int = param(minimum=1, hidden=True)
    text: str = param(maximum_length=LONGEST_NOTE, multiline=True)


@dataclass(frozen=True, slots=True)
class AddNoteFacts:
    """The row if the actor may read it, and how many notes it has."""

    row: Any | None
    count: int


def survey(ctx: Context, rows: Sequence[RowNote], given: AddNoteInput) -> AddNoteFacts:
    row = find_subject(ctx.session, ctx.actor.role, given.subject, given.row_id)
    wanted = select(func.count(RowNote.id)).where(
        RowNote.subject == given.subject, RowNote.row_id == given.row_id
    )
    return AddNoteFacts(row, ctx.session.scalar(wanted) or 0)


def check_batch(
    rows: Sequence[RowNote], given: AddNoteInput, facts: AddNoteFacts
) -> Refusal | None:
    if facts.row is None:
        return Refusal(Common.NOT_FOUND)
    if facts.count >= MAXIMUM_NOTES:
        return Refusal(AddNoteRefusal.TOO_MANY, {"name": str(facts.row), "maximum": MAXIMUM_NOTES})
    return None


def run(ctx: Context, rows: Sequence[RowNote], given: AddNoteInput, facts: AddNoteFacts) -> Result:
    note = RowNote(
        subject=given.subject,
        row_id=given.row_id,
        text=given.text,
        by=ctx.actor.name,
        author_key=ctx.actor.key,
        at=ctx.at,
    )
    assert facts.row is not None
    note.belong_to(facts.row)
    ctx.session.add(note)
    ctx.session.flush()
    return Result(rows=[RowResult(note.id, str(facts.row))], totals={"row_count": 1})


ADD_NOTE = Action(
    key="add_note",
    model=RowNote,
    input=AddNoteInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=AddNoteRefusal,
    activity=ActivityKind.NOTE,
)
