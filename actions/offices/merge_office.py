"""编办合并 (merge): close an office whose division was abolished, and give all to another.

Units with their names and unpaid orders, sheets on hand, the balance and the people go along, in
one commit. What the office has begun with money it finishes first. Payments, invoices and receipts
stay under the closed office, whose code is never used again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reorganisation.offices import (
    CLOSING_WARNINGS,
    ClosingFault,
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
from models.offices.office import Office, OfficeLevel, Offices, OfficeStatus
from models.reorganisation.take_over import (
    Closing,
    Estate,
    PeopleAfter,
    estate_of,
    payer_of,
    take_over,
)
from models.reorganisation.unfinished import Rest, unfinished_of


class MergeOfficeRefusal(StrEnum):
    """Why an office is not merged into another."""

    SUCCESSOR_UNKNOWN = "merge_office_successor_unknown"
    SUCCESSOR_CLOSED = "merge_office_successor_closed"
    SUCCESSOR_SAME = "merge_office_successor_same"
    SUCCESSOR_REGISTRY = "merge_office_successor_registry"


@dataclass(frozen=True, slots=True)
class MergeOfficeInput:
    """The office after it, the document, and what becomes of the people and of the division."""

    successor_code: str = param(text=TextType.CODE, maximum_length=6, offices=Offices.WORKING)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The day on which the division ends; today when left empty.
    on: dt.date | None = param(default=None)
    people: PeopleAfter = param(default=PeopleAfter.MOVE)
    #: Whether the division ends too; otherwise two offices of two divisions become one.
    division_ends: bool = param(default=True)


@dataclass(frozen=True, slots=True)
class MergeOfficeFacts:
    """The office after it, what the closing one has, and what it has not finished."""

    today: dt.date
    successor: Office | None
    estate: Estate | None
    rests: Sequence[Rest]


def lock_first(ctx: Context, ids: Sequence[int], given: MergeOfficeInput) -> None:
    lock_offices(ctx, ids, [given.successor_code])


def survey(ctx: Context, rows: Sequence[Office], given: MergeOfficeInput) -> MergeOfficeFacts:
    wanted = select(Office).where(Office.code == given.successor_code)
    successor = ctx.session.scalars(wanted).one_or_none()
    if not rows:
        return MergeOfficeFacts(ctx.today, successor, None, ())
    (row,) = rows
    payer = None if successor is None else payer_of(ctx.session, successor)
    estate = estate_of(ctx.session, row, payer, ctx.locked)
    return MergeOfficeFacts(ctx.today, successor, estate, unfinished_of(ctx.session, row))


def check(row: Office, given: MergeOfficeInput, facts: MergeOfficeFacts) -> Refusal | None:
    successor = facts.successor
    if successor is None:
        why = {"office_code": given.successor_code}
        return Refusal(MergeOfficeRefusal.SUCCESSOR_UNKNOWN, why)
    tests = {
        MergeOfficeRefusal.SUCCESSOR_SAME: successor.id == row.id,
        MergeOfficeRefusal.SUCCESSOR_REGISTRY: successor.level is OfficeLevel.REGISTRY,
        MergeOfficeRefusal.SUCCESSOR_CLOSED: successor.status is OfficeStatus.CLOSED,
    }
    found = next((code for code, refused in tests.items() if refused), None)
    if found is not None:
        return Refusal(found, {"office": successor.name})
    return closing_refusal(row, given.on or facts.today, facts.today, facts.rests)


def _closing(ctx: Context, row: Office, given: MergeOfficeInput) -> Closing:
    return Closing(
        office=row,
        by=ctx.actor.name,
        at=ctx.at,
        on=given.on or ctx.today,
        people=given.people,
        division_ends=given.division_ends,
    )


def preview(
    ctx: Context, rows: Sequence[Office], given: MergeOfficeInput, facts: MergeOfficeFacts
) -> Preview:
    if not rows or facts.successor is None or facts.estate is None:
        return Preview()
    to = Receiver(facts.successor.name, facts.successor.level, facts.successor.province_code)
    return closing_preview(_closing(ctx, rows[0], given), facts.estate, to)


def run(
    ctx: Context, rows: Sequence[Office], given: MergeOfficeInput, facts: MergeOfficeFacts
) -> Result:
    (row,) = rows
    assert facts.successor is not None
    assert facts.estate is not None
    figures = figures_of(facts.estate)
    moved = take_over(ctx.session, _closing(ctx, row, given), facts.estate, facts.successor)
    told = closing_row(row, facts.successor, moved, given.document_no)
    return Result(rows=[told], totals=figures)


MERGE_OFFICE = Action(
    key="merge_office",
    model=Office,
    input=MergeOfficeInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    lock_first=lock_first,
    refusals=MergeOfficeRefusal,
    warnings=CLOSING_WARNINGS,
    fields_at_fault={
        MergeOfficeRefusal.SUCCESSOR_UNKNOWN: "successor_code",
        MergeOfficeRefusal.SUCCESSOR_CLOSED: "successor_code",
        MergeOfficeRefusal.SUCCESSOR_REGISTRY: "successor_code",
        MergeOfficeRefusal.SUCCESSOR_SAME: "successor_code",
        ClosingFault.DAY_IN_FUTURE: "on",
    },
)
