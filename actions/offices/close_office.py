"""编办撤销 (close): close an office that has nothing left; one that still has is merged instead.

Its people can no longer sign in. It stays in reports of past years, and its code is not used again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reorganisation.offices import (
    ClosingFault,
    ClosingNote,
    ClosingWarning,
    closing_refusal,
    figures_of,
    lock_offices,
)
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.core.text_type import TextType
from models.offices.office import Office
from models.reorganisation.take_over import (
    Closing,
    Estate,
    PeopleAfter,
    close_office,
    disable_people,
    estate_of,
)
from models.reorganisation.unfinished import Rest, unfinished_of
from models.values.answer_kind import AnswerKind


class CloseOfficeRefusal(StrEnum):
    """Why an office is not closed; `ClosingFault` and `Unfinished` have the others."""

    STILL_HOLDS = "close_office_still_holds"


@dataclass(frozen=True, slots=True)
class CloseOfficeInput:
    """The document, the day, and whether the division ends too."""

    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The last day; today when left empty.
    on: dt.date | None = param(default=None)
    division_ends: bool = param(default=True)


@dataclass(frozen=True, slots=True)
class CloseOfficeFacts:
    """What the office still has, and what it has not finished."""

    today: dt.date
    estate: Estate | None
    rests: Sequence[Rest]


def lock_first(ctx: Context, ids: Sequence[int], given: CloseOfficeInput) -> None:
    lock_offices(ctx, ids, [])


def survey(ctx: Context, rows: Sequence[Office], given: CloseOfficeInput) -> CloseOfficeFacts:
    if not rows:
        return CloseOfficeFacts(ctx.today, None, ())
    (row,) = rows
    estate = estate_of(ctx.session, row, None, ctx.locked)
    return CloseOfficeFacts(ctx.today, estate, unfinished_of(ctx.session, row))


def check(row: Office, given: CloseOfficeInput, facts: CloseOfficeFacts) -> Refusal | None:
    refusal = closing_refusal(row, given.on or facts.today, facts.today, facts.rests)
    if refusal is not None:
        return refusal
    if facts.estate is not None and not facts.estate.is_empty:
        figures = figures_of(facts.estate)
        told = ("moved_unit_count", "domain_count", "sheets", "balance_fen")
        why = {name: figures[name] for name in told}
        return Refusal(CloseOfficeRefusal.STILL_HOLDS, {"office": row.name, **why})
    return None


def preview(
    ctx: Context, rows: Sequence[Office], given: CloseOfficeInput, facts: CloseOfficeFacts
) -> Preview:
    if not rows or facts.estate is None:
        return Preview()
    (row,) = rows
    notes = [Note(ClosingNote.PEOPLE_DISABLED, {"count": len(facts.estate.found.people)})]
    if given.division_ends:
        notes.append(Note(ClosingNote.DIVISION_ENDS, {"code": row.code}))
    notes.append(Note(ClosingNote.PAST_STAYS, {"office": row.name}))
    return Preview(
        side_effects=tuple(notes),
        warnings=(Note(ClosingWarning.FOR_GOOD, {"office": row.name}),),
        rows={row.id: figures_of(facts.estate)},
    )


def run(
    ctx: Context, rows: Sequence[Office], given: CloseOfficeInput, facts: CloseOfficeFacts
) -> Result:
    (row,) = rows
    assert facts.estate is not None
    closing = Closing(
        office=row,
        by=ctx.actor.name,
        at=ctx.at,
        on=given.on or ctx.today,
        people=PeopleAfter.DISABLE,
        division_ends=given.division_ends,
    )
    disable_people(ctx.session, facts.estate.found.people, ctx.at)
    close_office(ctx.session, closing, None)
    return Result(
        rows=[RowResult(row.id, row.name, {"document_no": given.document_no})],
        totals={"user_count": len(facts.estate.found.people)},
    )


CLOSE_OFFICE = Action(
    key="close_office",
    model=Office,
    input=CloseOfficeInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    lock_first=lock_first,
    refusals=CloseOfficeRefusal,
    warnings={ClosingWarning.FOR_GOOD: AnswerKind.TICK},
    fields_at_fault={ClosingFault.DAY_IN_FUTURE: "on"},
)
