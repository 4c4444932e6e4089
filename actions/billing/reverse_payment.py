"""撤销收费 (reverse a charge): undo a payment of which nothing was remitted or settled (guide Q4).

By the cashier within a few minutes, later by a second person (I-13). The orders become payable
again and leave the draft of the week's 汇款单, the invoices become void, the payment is kept as
reversed. Invoices from an office above must be taken back there first, and 数电票 by a red one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal, not_second
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.billing import payment_facts
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.billing.payment import (
    PAYMENT_LIFECYCLE,
    Payment,
    PaymentEvent,
    PaymentLine,
    PaymentState,
)
from models.core.loaded_rows import Loaded
from models.core.setting import Settings
from models.invoices.invoice import INVOICE_LIFECYCLE, Invoice, InvoiceEvent, InvoiceState
from models.invoices.invoice_type import Medium
from models.invoices.issue import spoil
from models.invoices.owed_sheets import note_owed
from models.invoices.stock import InvoiceLot
from models.offices.office_names import names_of
from models.remittances.draft import Held, held_in_drafts, take_out
from models.users.second_person import Person, Tie, needs_second_person, ties_of
from models.users.user import Role

#: Reversals correct single mistakes; more at a time need another way.
MAXIMUM_REVERSED_PAYMENTS = 50


class ReversePaymentRefusal(StrEnum):
    """Why a payment is not reversed."""

    ORDER_MOVED_ON = "reverse_payment_order_moved_on"
    NOT_YOUR_CHARGE = "reverse_payment_not_your_charge"
    IN_DRAFT_ABOVE = "reverse_payment_in_draft_above"
    SHEETS_OF_ABOVE = "reverse_payment_sheets_of_above"
    ELECTRONIC = "reverse_payment_electronic"


class ReversePaymentNote(StrEnum):
    """Notes of the plan page."""

    PAYABLE_AGAIN = "reverse_payment_payable_again"
    INVOICES_VOID = "reverse_payment_invoices_void"


@dataclass(frozen=True, slots=True)
class ReversePaymentInput:
    """Why."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.REVERSING))


@dataclass(frozen=True, slots=True)
class ReversePaymentFacts:
    """The actor, the instant, the settings; lines, orders, invoices and lots of the payments."""

    actor_key: str
    role: Role
    at: dt.datetime
    settings: Settings
    lines: dict[int, list[PaymentLine]]
    orders: Loaded[Order]
    invoices: dict[int, list[Invoice]]
    lots: Loaded[InvoiceLot]
    held: list[Held]
    ties: Mapping[int, Tie]
    provinces: dict[str, str]

    def is_out_of_reach(self, payment_id: int) -> bool:
        """Whether a line is in a draft of an office above, which must remove it first."""
        lines = {line.id for line in self.lines[payment_id]}
        return any(each.draft is None and each.line.payment_line_id in lines for each in self.held)


def lock_first(ctx: Context, ids: Sequence[int], given: ReversePaymentInput) -> None:
    held_in_drafts(ctx.session, _lines_of(ctx, ids), ctx.locked)


def _lines_of(ctx: Context, ids: Sequence[int]) -> Sequence[PaymentLine]:
    """The valid invoices of the payments."""
    standing = PaymentLine.is_reversed.is_(False)
    wanted = select(PaymentLine).where(PaymentLine.payment_id.in_(ids), standing)
    return ctx.session.scalars(wanted).all()


def survey(
    ctx: Context, rows: Sequence[Payment], given: ReversePaymentInput
) -> ReversePaymentFacts:
    ids = [row.id for row in rows]
    lines = _lines_of(ctx, ids)
    order_ids = [line.order_id for line in lines]
    orders = ctx.session.scalars(ctx.locked(select(Order).where(Order.id.in_(order_ids)))).all()
    invoices = ctx.session.scalars(
        select(Invoice)
        .where(
            Invoice.payment_id.in_(ids),
            Invoice.state == InvoiceState.ISSUED,
            # A red invoice stays valid beside the one it reversed.
            Invoice.reverses_id.is_(None),
        )
        .order_by(Invoice.id)
    ).all()
    lot_ids = {invoice.lot_id for invoice in invoices}
    wanted = select(InvoiceLot).where(InvoiceLot.id.in_(lot_ids))
    lots = ctx.session.scalars(ctx.locked(wanted).options(joinedload(InvoiceLot.type)))
    return ReversePaymentFacts(
        actor_key=ctx.actor.key,
        role=ctx.actor.role,
        at=ctx.at,
        settings=ctx.settings,
        lines={row: [line for line in lines if line.payment_id == row] for row in ids},
        orders=Loaded(Order, orders),
        invoices={row: [sheet for sheet in invoices if sheet.payment_id == row] for row in ids},
        lots=Loaded(InvoiceLot, lots),
        # Asked again under the locks of the orders: a draft may have taken one up meanwhile.
        held=held_in_drafts(ctx.session, lines, ctx.locked),
        ties=ties_of(
            ctx.session,
            Person(ctx.actor.key, ctx.actor.office_code),
            {row.id: (row.cashier_key, row.confirmed_at) for row in rows},
            ctx.at,
        ),
        provinces=names_of(ctx.session, {row.province_code for row in rows}),
    )


def check(row: Payment, given: ReversePaymentInput, facts: ReversePaymentFacts) -> Refusal | None:
    own = row.cashier_key == facts.actor_key
    minutes: dict[str, Fact] = {"minutes": facts.settings.undo_minutes, "cashier": row.cashier}
    if facts.role is Role.CASHIER and not own:
        return Refusal(ReversePaymentRefusal.NOT_YOUR_CHARGE, minutes)
    tie = facts.ties.get(row.id)
    if needs_second_person(tie, row.confirmed_at, facts.at, facts.settings):
        return not_second(tie, minutes)
    orders = [facts.orders[line.order_id] for line in facts.lines[row.id]]
    moved = next((order for order in orders if order.state is not OrderState.CHARGED), None)
    if moved is not None:
        why = {"order_no": moved.order_no, "state": moved.state}
        return Refusal(ReversePaymentRefusal.ORDER_MOVED_ON, why)
    if facts.is_out_of_reach(row.id):
        return Refusal(ReversePaymentRefusal.IN_DRAFT_ABOVE, {"payment_no": row.payment_no})
    return _sheets_refusal(row, facts)


def _sheets_refusal(row: Payment, facts: ReversePaymentFacts) -> Refusal | None:
    """The refusal for invoices that this office cannot void."""
    sheets = facts.invoices[row.id]
    if any(sheet.lot_id not in facts.lots for sheet in sheets):
        why: dict[str, Fact] = {"payment_no": row.payment_no, "cashier": row.cashier}
        province = facts.provinces.get(row.province_code, row.province_code)
        return Refusal(ReversePaymentRefusal.SHEETS_OF_ABOVE, {**why, "office": province})
    kinds = (facts.lots[sheet.lot_id].type for sheet in sheets)
    if (kind := next((k for k in kinds if k.medium is Medium.ELECTRONIC), None)) is not None:
        why = {"payment_no": row.payment_no, "invoice_type": kind.name}
        return Refusal(ReversePaymentRefusal.ELECTRONIC, why)
    return None


def preview(
    ctx: Context, rows: Sequence[Payment], given: ReversePaymentInput, facts: ReversePaymentFacts
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    orders = sum(len(facts.lines[row.id]) for row in rows)
    sheets = sum(len(facts.invoices[row.id]) for row in rows)
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(
            Note(ReversePaymentNote.PAYABLE_AGAIN, {"count": orders}),
            Note(ReversePaymentNote.INVOICES_VOID, {"count": sheets}),
        ),
    )


def run(
    ctx: Context, rows: Sequence[Payment], given: ReversePaymentInput, facts: ReversePaymentFacts
) -> Result:
    take_out(ctx.session, facts.held)
    for row in rows:
        PAYMENT_LIFECYCLE.advance(row, PaymentEvent.REVERSE)
        row.reversed_at = ctx.at
        row.reason = given.reason
        _free_orders(facts, row)
        _void(ctx, row, given.reason, facts)
    note_owed(ctx.session, rows)
    return Result(
        rows=[
            RowResult(row.id, row.payment_no, {"unit": row.unit.name, "amount_fen": row.amount_fen})
            for row in rows
        ],
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
    )


def _free_orders(facts: ReversePaymentFacts, row: Payment) -> None:
    for line in facts.lines[row.id]:
        line.is_reversed = True
        order = facts.orders[line.order_id]
        ORDER_LIFECYCLE.advance(order, OrderEvent.UNCHARGE)
        order.charged_at = None
        order.waits_because = None


def _void(ctx: Context, row: Payment, reason: str, facts: ReversePaymentFacts) -> None:
    for invoice in facts.invoices[row.id]:
        INVOICE_LIFECYCLE.advance(invoice, InvoiceEvent.VOID)
        invoice.reason = reason
    spoilt = Counter(invoice.lot_id for invoice in facts.invoices[row.id])
    for lot_id, count in spoilt.items():
        spoil(ctx.session, facts.lots[lot_id], count, row.payment_no)


REVERSE_PAYMENT = Action(
    key="reverse_payment",
    model=Payment,
    input=ReversePaymentInput,
    lock_first=lock_first,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=payment_facts,
    run=run,
    states=frozenset({PaymentState.CONFIRMED}),
    maximum_rows=MAXIMUM_REVERSED_PAYMENTS,
    loads=(joinedload(Payment.unit),),
    refusals=ReversePaymentRefusal,
    activity=ActivityKind.FEE,
    guide=("Q4",),
)
