"""转移: give registered names to another unit, of the same office or another, by a document.

Unpaid orders move with the name; charged money belongs to the office that took it, so names with
charged orders wait until these are settled or refunded. Terms and journal are unchanged. All
variants of a label belong to one unit (RFC 4713), so they move together. A published 网络红页 is
unpublished.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload, raiseload

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.billing.order import OPEN_STATES, Order, OrderState
from models.core.text_type import TextType
from models.domains.change_request import (
    DomainRequest,
    DomainRequestKind,
    carry_out,
    names_asked_for,
    open_requests,
)
from models.domains.domain import LIVE_STATES, Domain, DomainState
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPage, RedPageEvent, RedPageState
from models.registration.domain_filing import Verdict, verdicts_under
from models.registration.nationwide_uniqueness import Variant
from models.registration.unit_registration import EnrolmentFault
from models.registration.unit_reorganisation import ReformNote, unfit
from models.units.unit import Unit, UnitState
from models.values.answer_kind import AnswerKind
from models.values.uscc import Uscc, tlds_allowed, uscc_fault


class TransferDomainRefusal(StrEnum):
    """Why a name is not transferred."""

    RECEIVER_UNKNOWN = "transfer_domain_receiver_unknown"
    RECEIVER_NOT_ACTIVE = "transfer_domain_receiver_not_active"
    OWN_ALREADY = "transfer_domain_own_already"
    NOT_ELIGIBLE = "transfer_domain_not_eligible"
    HELD = "transfer_domain_held"
    PAID = "transfer_domain_paid"
    VARIANT_LEFT = "transfer_domain_variant_left"


class TransferDomainNote(StrEnum):
    """Notes of the plan page."""

    ORDERS_FOLLOW = "transfer_domain_orders_follow"
    PAGES_DOWN = "transfer_domain_pages_down"


@dataclass(frozen=True, slots=True)
class TransferDomainInput:
    """The new unit, the reason and the document."""

    receiver_uscc: str = param(text=TextType.USCC, maximum_length=40)
    reason: str = param(maximum_length=120, suggestions=reasons(ReasonList.CHANGING_NAMES))
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)


@dataclass(frozen=True, slots=True)
class TransferDomainFacts:
    """The receiver, the names' open orders and pages, and variants that would stay behind."""

    receiver: Unit | None
    #: Open orders and pages by the name's key.
    orders: Mapping[int, Order]
    pages: Mapping[int, RedPage]
    left: frozenset[Variant]
    #: The verdict on each name as the receiver's.
    verdicts: Sequence[Verdict]


def suggest(ctx: Context, rows: Sequence[Domain]) -> TransferDomainInput:
    """The values of the office's request, if there is one."""
    asked = open_requests(ctx.session, [row.id for row in rows], DomainRequestKind.TRANSFER)
    first = next(iter(asked.values()), None)
    if first is None:
        return TransferDomainInput("", "", "")
    return TransferDomainInput(first.receiver_uscc or "", first.reason, first.document_no)


def survey(ctx: Context, rows: Sequence[Domain], given: TransferDomainInput) -> TransferDomainFacts:
    ids = [row.id for row in rows]
    receiver = ctx.session.scalar(select(Unit).where(Unit.uscc == given.receiver_uscc))
    orders = select(Order).where(Order.domain_id.in_(ids), Order.state.in_(OPEN_STATES))
    # Use the loaded name: loading it again with its page would discard its unit.
    pages = select(RedPage).where(RedPage.domain_id.in_(ids)).order_by(RedPage.id)
    pages = pages.options(raiseload(RedPage.domain))
    return TransferDomainFacts(
        receiver=receiver,
        orders={o.domain_id: o for o in ctx.session.scalars(ctx.locked(orders.order_by(Order.id)))},
        pages={page.domain_id: page for page in ctx.session.scalars(ctx.locked(pages))},
        left=_left_behind(ctx.session, rows, receiver),
        verdicts=verdicts_under(ctx.session, rows, receiver, receiver.id, ctx.today)
        if receiver
        else [],
    )


def _left_behind(
    session: Session, rows: Sequence[Domain], receiver: Unit | None
) -> frozenset[Variant]:
    """Variants of the names that a unit other than the receiver would still have."""
    if not rows or receiver is None:
        return frozenset()
    keys = {(row.variant_key, row.tld_family) for row in rows}
    found = session.execute(
        select(Domain.variant_key, Domain.tld_family).where(
            tuple_(Domain.variant_key, Domain.tld_family).in_(sorted(keys)),
            Domain.state.in_(LIVE_STATES),
            Domain.unit_id != receiver.id,
            Domain.id.not_in([row.id for row in rows]),
        )
    )
    return frozenset((key, family) for key, family in found)


def check(row: Domain, given: TransferDomainInput, facts: TransferDomainFacts) -> Refusal | None:
    receiver, order = facts.receiver, facts.orders.get(row.id)
    if receiver is None:
        fault = uscc_fault(given.receiver_uscc)
        code = EnrolmentFault.USCC_FAULTY if fault else TransferDomainRefusal.RECEIVER_UNKNOWN
        return Refusal(code, {"uscc": given.receiver_uscc, "fault": fault})
    name, unit = {"name": row.name_u}, {"unit": receiver.name}
    is_paid = order is not None and order.state is not OrderState.PAYABLE
    tests = (
        (
            receiver.state is not UnitState.ACTIVE,
            TransferDomainRefusal.RECEIVER_NOT_ACTIVE,
            {**unit, "state": receiver.state},
        ),
        (row.unit_id == receiver.id, TransferDomainRefusal.OWN_ALREADY, {**name, **unit}),
        (row.is_held, TransferDomainRefusal.HELD, {**name, "reason": row.hold_reason}),
        (not _may_hold(receiver, row), TransferDomainRefusal.NOT_ELIGIBLE, {**name, **unit}),
        (
            is_paid,
            TransferDomainRefusal.PAID,
            {"order_no": order.order_no, "state": order.state} if order else {},
        ),
        (
            (row.variant_key, row.tld_family) in facts.left,
            TransferDomainRefusal.VARIANT_LEFT,
            name,
        ),
    )
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def _may_hold(unit: Unit, domain: Domain) -> bool:
    allowed = tlds_allowed(
        Uscc.parse(unit.uscc), administrative_function=unit.administrative_function
    )
    return domain.tld in allowed


def preview(
    ctx: Context, rows: Sequence[Domain], given: TransferDomainInput, facts: TransferDomainFacts
) -> Preview:
    shown = [page for page in facts.pages.values() if page.state is RedPageState.PUBLISHED]
    notes = (
        (TransferDomainNote.ORDERS_FOLLOW, len(facts.orders)),
        (TransferDomainNote.PAGES_DOWN, len(shown)),
    )
    receiver = facts.receiver.name if facts.receiver else None
    return Preview(
        totals={"row_count": len(rows)},
        side_effects=tuple(Note(code, {"count": count}) for code, count in notes if count),
        warnings=tuple(Note(note, why) for note, why in unfit(facts.verdicts)),
        rows={row.id: {"receiver": receiver} for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[Domain], given: TransferDomainInput, facts: TransferDomainFacts
) -> Result:
    receiver = facts.receiver
    assert receiver is not None
    left = {row.id: row.unit.name for row in rows}
    carry_out(ctx.session, rows, DomainRequestKind.TRANSFER, ctx.actor.name, ctx.at)
    for page in facts.pages.values():
        if page.state is RedPageState.PUBLISHED:
            RED_PAGE_LIFECYCLE.advance(page, RedPageEvent.TAKE_DOWN)
    followers: list[Domain | Order | RedPage]
    followers = [*rows, *facts.orders.values(), *facts.pages.values()]
    for moved in followers:
        moved.unit_id = receiver.id
        moved.belong_to(receiver)
    return Result(
        rows=[
            RowResult(row.id, row.name_u, {"unit": left[row.id], "receiver": receiver.name})
            for row in rows
        ],
        totals={"row_count": len(rows)},
    )


TRANSFER_DOMAIN = Action(
    key="transfer_domain",
    model=Domain,
    input=TransferDomainInput,
    suggest=suggest,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.REGISTERED}),
    loads=(joinedload(Domain.unit).load_only(Unit.name),),
    via={DomainRequest: names_asked_for(DomainRequestKind.TRANSFER)},
    refusals=TransferDomainRefusal,
    warnings=dict.fromkeys(ReformNote, AnswerKind.TICK),
    fields_at_fault={
        EnrolmentFault.USCC_FAULTY: "receiver_uscc",
        TransferDomainRefusal.RECEIVER_UNKNOWN: "receiver_uscc",
        TransferDomainRefusal.RECEIVER_NOT_ACTIVE: "receiver_uscc",
    },
)
