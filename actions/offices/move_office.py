"""编办隶属变更 (move): an office gets a new code under another city or province (GB/T 2260).

A code says where a division stands, so a move is a new code: the office of that code is opened and
takes over all that the old one has, as in a merger; the old code ends. One commit does both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reorganisation.offices import (
    CLOSING_WARNINGS,
    Receiver,
    closing_preview,
    closing_refusal,
    closing_row,
    figures_of,
    lock_offices,
)
from actions.core.result import Preview, Result
from actions.core.row_facts.offices import office_facts
from models.core.text_type import TextType
from models.offices.division_code import level_of
from models.offices.office import CollectBy, Office, Offices
from models.registration.office_opening import (
    OfficeOpening,
    OfficePlace,
    OpeningFault,
    open_office,
    opening_facts,
    opening_fault,
    opening_of,
)
from models.reorganisation.take_over import (
    Closing,
    Estate,
    PeopleAfter,
    estate_of,
    payer_of,
    take_over,
)
from models.reorganisation.unfinished import Rest, unfinished_of


@dataclass(frozen=True, slots=True)
class MoveOfficeInput:
    """The new code, the name there and the office above, and the document."""

    code: str = param(text=TextType.CODE, maximum_length=6)
    name: str = param(text=TextType.NAME, maximum_length=60)
    parent_code: str = param(text=TextType.CODE, maximum_length=6, offices=Offices.WORKING)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The first day of the new code; today when left empty.
    on: dt.date | None = param(default=None)
    #: The division's own name, needed where its new code is not in the dictionary yet.
    division_name: str | None = param(text=TextType.NAME, default=None, maximum_length=60)


@dataclass(frozen=True, slots=True)
class MoveOfficeFacts:
    """The new place, what the office has, and what it has not finished."""

    opening: OfficeOpening
    estate: Estate | None
    rests: Sequence[Rest]


def lock_first(ctx: Context, ids: Sequence[int], given: MoveOfficeInput) -> None:
    lock_offices(ctx, ids, [given.parent_code])


def survey(ctx: Context, rows: Sequence[Office], given: MoveOfficeInput) -> MoveOfficeFacts:
    place = OfficePlace(
        code=given.code,
        name=given.name,
        parent_code=given.parent_code,
        on=given.on or ctx.today,
        division_name=given.division_name,
    )
    opening = opening_of(ctx.session, place, ctx.today)
    if not rows:
        return MoveOfficeFacts(opening, None, ())
    (row,) = rows
    parent = opening.parent
    pools = parent is not None and parent.collect_by is CollectBy.PROVINCE_POOL
    payer = payer_of(ctx.session, parent) if parent is not None and pools else None
    estate = estate_of(ctx.session, row, payer, ctx.locked)
    return MoveOfficeFacts(opening, estate, unfinished_of(ctx.session, row))


def check(row: Office, given: MoveOfficeInput, facts: MoveOfficeFacts) -> Refusal | None:
    if (fault := opening_fault(facts.opening)) is not None:
        return Refusal(fault, opening_facts(facts.opening))
    opening = facts.opening
    return closing_refusal(row, opening.place.on, opening.today, facts.rests)


def _closing(ctx: Context, row: Office, facts: MoveOfficeFacts) -> Closing:
    return Closing(
        office=row,
        by=ctx.actor.name,
        at=ctx.at,
        on=facts.opening.place.on,
        people=PeopleAfter.MOVE,
        division_ends=True,
    )


def preview(
    ctx: Context, rows: Sequence[Office], given: MoveOfficeInput, facts: MoveOfficeFacts
) -> Preview:
    parent = facts.opening.parent
    if not rows or parent is None or facts.estate is None:
        return Preview()
    to = Receiver(given.name, level_of(given.code), parent.province_code)
    return closing_preview(_closing(ctx, rows[0], facts), facts.estate, to)


def run(
    ctx: Context, rows: Sequence[Office], given: MoveOfficeInput, facts: MoveOfficeFacts
) -> Result:
    (row,) = rows
    assert facts.estate is not None
    figures = figures_of(facts.estate)
    # Its 缴费方式 comes along.
    to = open_office(ctx.session, facts.opening, with_payment_mode=False)
    moved = take_over(ctx.session, _closing(ctx, row, facts), facts.estate, to)
    told = closing_row(row, to, moved, given.document_no)
    return Result(rows=[told], totals=figures)


MOVE_OFFICE = Action(
    key="move_office",
    model=Office,
    input=MoveOfficeInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    lock_first=lock_first,
    refusals=OpeningFault,
    warnings=CLOSING_WARNINGS,
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
