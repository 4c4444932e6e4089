"""单位撤销 (abolish): end units by a document, without a successor (历下: no renewals afterwards).

Unpaid orders are cancelled and filings withdrawn; registered names run out, since their unit may no
longer renew. Red pages are unpublished, logins disabled. Charged orders must be settled or refunded
first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reorganisation.units import refuse_too_many_names
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.billing.order import ORDER_LIFECYCLE, OrderEvent
from models.core.text_type import TextType
from models.domains.domain import DOMAIN_LIFECYCLE, DomainEvent
from models.registration.unit_reorganisation import (
    Holdings,
    ReformFault,
    holdings_of,
    take_down,
)
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent
from models.users.session_activity import end_login
from models.values.answer_kind import AnswerKind
from models.values.limits import MAXIMUM_REORGANISED_UNITS


class AbolishUnitNote(StrEnum):
    """Notes of the plan page."""

    NAMES_RUN_OUT = "abolish_unit_names_run_out"
    FILINGS_WITHDRAWN = "abolish_unit_filings_withdrawn"
    ORDERS_CANCELLED = "abolish_unit_orders_cancelled"
    LOGINS_DISABLED = "abolish_unit_logins_disabled"
    RED_PAGES_OFFLINE = "abolish_unit_red_pages_offline"
    FOR_GOOD = "abolish_unit_for_good"


@dataclass(frozen=True, slots=True)
class AbolishUnitInput:
    """The document that ends the units, and why."""

    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The day of the document; today when left empty.
    on: dt.date | None = param(default=None)
    reason: str | None = param(
        default=None, maximum_length=120, suggestions=reasons(ReasonList.SUSPENDING)
    )


@dataclass(frozen=True, slots=True)
class AbolishUnitFacts:
    """The day, and what the units hold."""

    today: dt.date
    held: Holdings


def survey(ctx: Context, rows: Sequence[Unit], given: AbolishUnitInput) -> AbolishUnitFacts:
    held = holdings_of(ctx.session, [row.id for row in rows], ctx.locked)
    return AbolishUnitFacts(ctx.today, held)


def check(row: Unit, given: AbolishUnitInput, facts: AbolishUnitFacts) -> Refusal | None:
    if given.on is not None and given.on > facts.today:
        return Refusal(ReformFault.DAY_IN_FUTURE, {"on": given.on})
    if paid := facts.held.of(row).paid:
        return Refusal(
            ReformFault.MONEY_UNDER_WAY,
            {"unit": row.name, "count": len(paid), "order_no": paid[0].order_no},
        )
    return None


def preview(
    ctx: Context, rows: Sequence[Unit], given: AbolishUnitInput, facts: AbolishUnitFacts
) -> Preview:
    held = facts.held
    amount = sum(order.amount_fen for order in held.payable)
    effects = (
        (AbolishUnitNote.NAMES_RUN_OUT, {"count": len(held.registered)}),
        (AbolishUnitNote.FILINGS_WITHDRAWN, {"count": len(held.filed)}),
        (AbolishUnitNote.ORDERS_CANCELLED, {"count": len(held.payable), "amount_fen": amount}),
        (AbolishUnitNote.LOGINS_DISABLED, {"count": len(held.users)}),
        (AbolishUnitNote.RED_PAGES_OFFLINE, {"count": len(held.published)}),
    )
    return Preview(
        totals={"row_count": len(rows), "domain_count": len(held.domains)},
        side_effects=tuple(Note(code, facts) for code, facts in effects if facts["count"]),
        warnings=(Note(AbolishUnitNote.FOR_GOOD),),
        rows={
            row.id: {
                "domain_count": len(held.of(row).domains),
                "order_count": len(held.of(row).orders),
            }
            for row in rows
        },
    )


def run(
    ctx: Context, rows: Sequence[Unit], given: AbolishUnitInput, facts: AbolishUnitFacts
) -> Result:
    held = facts.held
    for domain in held.filed:
        DOMAIN_LIFECYCLE.advance(domain, DomainEvent.WITHDRAW)
    for order in held.payable:
        ORDER_LIFECYCLE.advance(order, OrderEvent.CANCEL)
    take_down(held.published)
    for user in held.users:
        end_login(ctx.session, user, ctx.at)
    for row in rows:
        UNIT_LIFECYCLE.advance(row, UnitEvent.REVOKE)
    return Result(
        rows=[
            RowResult(
                row.id,
                row.name,
                {
                    "document_no": given.document_no,
                    "domain_count": len(held.of(row).domains),
                    "order_count": len(held.of(row).orders),
                },
            )
            for row in rows
        ],
        totals={"row_count": len(rows), "domain_count": len(held.domains)},
    )


ABOLISH_UNIT = Action(
    key="abolish_unit",
    model=Unit,
    input=AbolishUnitInput,
    survey=survey,
    check=check,
    check_batch=refuse_too_many_names,
    preview=preview,
    row_facts=unit_facts,
    run=run,
    states=UNIT_LIFECYCLE.sources(UnitEvent.REVOKE),
    maximum_rows=MAXIMUM_REORGANISED_UNITS,
    refusals=ReformFault,
    warnings={AbolishUnitNote.FOR_GOOD: AnswerKind.TICK},
    fields_at_fault={
        ReformFault.DAY_IN_FUTURE: "on",
    },
)
