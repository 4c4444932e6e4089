"""隶属关系变更 (transfer): move units to another office, with their names and unpaid orders.

Only those who see both offices may do it. An office remits, settles and invoices what it has
collected: a unit with charged orders, or owed an invoice, waits until that is done (I-5, I-9).
Payments, invoices and settled orders stay with the old office.
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
from actions.core.reorganisation.units import refuse_too_many_names
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.core.text_type import TextType
from models.offices.office import Office, Offices, OfficeStatus
from models.registration.domain_filing import Verdict, verdicts_on
from models.registration.unit_reorganisation import (
    Holdings,
    ReformFault,
    ReformNote,
    holdings_of,
    move_logins,
    move_names,
    unfit,
    units_owed_invoices,
)
from models.units.unit import Unit, UnitState
from models.values.answer_kind import AnswerKind
from models.values.limits import MAXIMUM_REORGANISED_UNITS


class TransferUnitRefusal(StrEnum):
    """Why units are not transferred."""

    OFFICE_UNKNOWN = "transfer_unit_office_unknown"
    OFFICE_CLOSED = "transfer_unit_office_closed"
    SAME_OFFICE = "transfer_unit_same_office"


class TransferUnitNote(StrEnum):
    """Notes of the plan page."""

    NAMES_FOLLOW = "transfer_unit_names_follow"
    ORDERS_FOLLOW = "transfer_unit_orders_follow"
    MONEY_STAYS = "transfer_unit_money_stays"


@dataclass(frozen=True, slots=True)
class TransferUnitInput:
    """The new office, and the document."""

    #: 行政区划代码 of the new 同级编办.
    office_code: str = param(text=TextType.CODE, maximum_length=6, offices=Offices.WORKING)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The day of the document; today when left empty.
    on: dt.date | None = param(default=None)


@dataclass(frozen=True, slots=True)
class TransferUnitFacts:
    """The day, the office if the actor can see it, what the units hold, who is owed invoices."""

    today: dt.date
    office: Office | None
    held: Holdings
    owed: frozenset[int]
    #: The verdicts on the names, which move with their units.
    verdicts: Sequence[Verdict]


def lock_first(ctx: Context, ids: Sequence[int], given: TransferUnitInput) -> None:
    ctx.lock(select(Office).where(Office.code == given.office_code))


def survey(ctx: Context, rows: Sequence[Unit], given: TransferUnitInput) -> TransferUnitFacts:
    ids = [row.id for row in rows]
    office = ctx.session.scalars(select(Office).where(Office.code == given.office_code))
    held = holdings_of(ctx.session, ids, ctx.locked)
    return TransferUnitFacts(
        ctx.today,
        office.one_or_none(),
        held,
        units_owed_invoices(ctx.session, ids),
        list(verdicts_on(ctx.session, held.domains, ctx.today).values()),
    )


def check(row: Unit, given: TransferUnitInput, facts: TransferUnitFacts) -> Refusal | None:
    if given.on is not None and given.on > facts.today:
        return Refusal(ReformFault.DAY_IN_FUTURE, {"on": given.on})
    if (refusal := _office_refusal(row, given, facts.office)) is not None:
        return refusal
    if paid := facts.held.of(row).paid:
        return Refusal(
            ReformFault.MONEY_UNDER_WAY,
            {"unit": row.name, "count": len(paid), "order_no": paid[0].order_no},
        )
    if row.id in facts.owed:
        return Refusal(ReformFault.INVOICES_OWED, {"unit": row.name})
    return None


def _office_refusal(row: Unit, given: TransferUnitInput, office: Office | None) -> Refusal | None:
    if office is None:
        return Refusal(TransferUnitRefusal.OFFICE_UNKNOWN, {"office_code": given.office_code})
    if office.status is not OfficeStatus.ACTIVE:
        return Refusal(TransferUnitRefusal.OFFICE_CLOSED, {"office": office.name})
    if office.id == row.office_id:
        why = {"unit": row.name, "office": office.name}
        return Refusal(TransferUnitRefusal.SAME_OFFICE, why)
    return None


def preview(
    ctx: Context, rows: Sequence[Unit], given: TransferUnitInput, facts: TransferUnitFacts
) -> Preview:
    held, office = facts.held, facts.office.name if facts.office else None
    return Preview(
        totals=_totals(rows, held),
        side_effects=(
            Note(TransferUnitNote.NAMES_FOLLOW, {"count": len(held.domains)}),
            Note(TransferUnitNote.ORDERS_FOLLOW, {"count": len(held.orders)}),
            Note(TransferUnitNote.MONEY_STAYS),
        ),
        warnings=tuple(Note(note, why) for note, why in unfit(facts.verdicts)),
        rows={
            row.id: {
                "new_office": office,
                "domain_count": len(held.of(row).domains),
                "order_count": len(held.of(row).orders),
            }
            for row in rows
        },
    )


def _totals(rows: Sequence[Unit], held: Holdings) -> dict[str, int]:
    return {
        "row_count": len(rows),
        "domain_count": len(held.domains),
        "order_count": len(held.orders),
    }


def run(
    ctx: Context, rows: Sequence[Unit], given: TransferUnitInput, facts: TransferUnitFacts
) -> Result:
    office, held = facts.office, facts.held
    assert office is not None, "check asks for it"
    for row in rows:
        row.office_id = office.id
        row.belong_to(office)
        move_names(ctx.session, held.of(row), row)
        move_logins(ctx.session, held.of(row).users, row, office)
    return Result(
        rows=[
            RowResult(row.id, row.name, {"office": office.name, "document_no": given.document_no})
            for row in rows
        ],
        totals=_totals(rows, held),
    )


TRANSFER_UNIT = Action(
    key="transfer_unit",
    model=Unit,
    input=TransferUnitInput,
    survey=survey,
    check=check,
    check_batch=refuse_too_many_names,
    preview=preview,
    row_facts=unit_facts,
    run=run,
    lock_first=lock_first,
    states=frozenset({UnitState.PENDING, UnitState.ACTIVE, UnitState.SUSPENDED}),
    maximum_rows=MAXIMUM_REORGANISED_UNITS,
    refusals=TransferUnitRefusal,
    warnings=dict.fromkeys(ReformNote, AnswerKind.TICK),
    fields_at_fault={
        ReformFault.DAY_IN_FUTURE: "on",
        TransferUnitRefusal.OFFICE_UNKNOWN: "office_code",
        TransferUnitRefusal.OFFICE_CLOSED: "office_code",
    },
)
