"""新设编办 (create): open the office of a division, by a document (domain.md 4.1).

The division is entered with it where it is new. A code belongs to one division for good: one that
an office has or had, or whose division was abolished, is refused. The office takes the province's
collection switches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from models.core.text_type import TextType
from models.offices.office import Office, Offices
from models.registration.office_opening import (
    OfficeOpening,
    OfficePlace,
    OpeningFault,
    open_office,
    opening_facts,
    opening_fault,
    opening_of,
)


class CreateOfficeNote(StrEnum):
    """Notes of the plan page."""

    NEW_DIVISION = "create_office_new_division"
    KNOWN_DIVISION = "create_office_known_division"
    NO_USERS_YET = "create_office_no_users_yet"


@dataclass(frozen=True, slots=True)
class CreateOfficeInput:
    """The division's code, the office's name and the office above it, and the document."""

    code: str = param(text=TextType.CODE, maximum_length=6)
    name: str = param(text=TextType.NAME, maximum_length=60)
    parent_code: str = param(text=TextType.CODE, maximum_length=6, offices=Offices.WORKING)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The day from which the division exists; today when left empty.
    on: dt.date | None = param(default=None)
    #: The division's own name, needed where it is not in the dictionary yet.
    division_name: str | None = param(text=TextType.NAME, default=None, maximum_length=60)


def survey(ctx: Context, rows: Sequence[Office], given: CreateOfficeInput) -> OfficeOpening:
    ctx.lock(select(Office).where(Office.code == given.parent_code))
    place = OfficePlace(
        code=given.code,
        name=given.name,
        parent_code=given.parent_code,
        on=given.on or ctx.today,
        division_name=given.division_name,
    )
    return opening_of(ctx.session, place, ctx.today)


def check_batch(
    rows: Sequence[Office], given: CreateOfficeInput, facts: OfficeOpening
) -> Refusal | None:
    fault = opening_fault(facts)
    return Refusal(fault, opening_facts(facts)) if fault else None


def preview(
    ctx: Context, rows: Sequence[Office], given: CreateOfficeInput, facts: OfficeOpening
) -> Preview:
    if opening_fault(facts) is not None:
        return Preview()
    code = {"code": given.code}
    division: Note
    if facts.division is None:
        division = Note(CreateOfficeNote.NEW_DIVISION, {**code, "division": given.division_name})
    else:
        division = Note(CreateOfficeNote.KNOWN_DIVISION, {**code, "division": facts.division.name})
    return Preview(side_effects=(division, Note(CreateOfficeNote.NO_USERS_YET)))


def run(
    ctx: Context, rows: Sequence[Office], given: CreateOfficeInput, facts: OfficeOpening
) -> Result:
    office = open_office(ctx.session, facts)
    told: dict[str, Fact] = {"code": office.code, "document_no": given.document_no}
    return Result(rows=[RowResult(office.id, office.name, told)], totals={"row_count": 1})


CREATE_OFFICE = Action(
    key="create_office",
    model=Office,
    input=CreateOfficeInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    creates=Office,
    minimum_rows=0,
    maximum_rows=0,
    refusals=OpeningFault,
    fields_at_fault={
        OpeningFault.CODE_MALFORMED: "code",
        OpeningFault.CODE_USED: "code",
        OpeningFault.DIVISION_ENDED: "code",
        OpeningFault.DIVISION_NAMELESS: "division_name",
        OpeningFault.NAME_IS_LIVE: "division_name",
        OpeningFault.PARENT_UNKNOWN: "parent_code",
        OpeningFault.PARENT_CLOSED: "parent_code",
        OpeningFault.NOT_UNDER: "parent_code",
        OpeningFault.DAY_IN_FUTURE: "on",
    },
)
