"""收费 (charge): record a unit's payment for whole orders and issue its invoices.

Guide 新-005, 续-003, Q4: the orders of one unit, checked together; the amount typed must equal
their sum; the invoices come from the office's signed stock, lowest numbers first. The orders go
to 待缴费域名 (`charged`). One transaction: payment, lines, orders, invoices, stock. A province that
collects for all (两代一统) may charge for the offices below, out of its own sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Common, Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.billing import amounts_of, order_facts
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.billing.payment import Payment, PaymentLine, PaymentMethod, accepted_methods
from models.core.sequence import draw
from models.core.text_type import TextType
from models.invoices.electronic import LONGEST_LIST, TypedNumbers, typed_numbers
from models.invoices.issue import Issue, issue, shares
from models.invoices.stock import InvoiceLot
from models.invoices.stock_balance import (
    Portion,
    lots_in_hand,
    propose,
    types_in_use,
    usable_lots,
)
from models.ledger.accounts import payer_code
from models.units.unit import Unit, UnitState
from models.values.answer_kind import AnswerKind
from models.values.document_number import NumberKind, make_number
from models.values.limits import MAXIMUM_BATCH_ROWS, MAXIMUM_ISSUED_INVOICES


class ChargeRefusal(StrEnum):
    """Why nothing is charged."""

    SEVERAL_UNITS = "charge_several_units"
    AMOUNT_DIFFERS = "charge_amount_differs"
    STOCK_SHORT = "charge_stock_short"
    FACE_VALUE_DIFFERS = "charge_face_value_differs"
    INVOICE_OR_REASON = "charge_invoice_or_reason"
    UNIT_NOT_ACTIVE = "charge_unit_not_active"
    METHOD_NOT_ACCEPTED = "charge_method_not_accepted"


class ChargeNote(StrEnum):
    """Notes of the plan page."""

    INVOICES_USED = "charge_invoices_used"
    STOCK_AFTER = "charge_stock_after"
    TO_AWAITING_REMITTANCE = "charge_to_awaiting_remittance"
    INVOICE_DEFERRED = "charge_invoice_deferred"


@dataclass(frozen=True, slots=True)
class ChargeInput:
    """The amount received, the payment method, and the invoices to issue."""

    amount_fen: int = param(minimum=1, fen=True)
    invoice_count: int = param(minimum=0, maximum=MAXIMUM_ISSUED_INVOICES)
    method: PaymentMethod = param(default=PaymentMethod.CASH)
    invoice_type: str | None = param(default=None, maximum_length=24, choices=types_in_use)
    voucher_no: str | None = param(text=TextType.CODE, default=None, maximum_length=40)
    #: 待补开票: why no invoice is issued now.
    deferred_reason: str | None = param(
        default=None, maximum_length=200, suggestions=reasons(ReasonList.INVOICING_LATER)
    )
    #: The number of each 数电票.
    numbers: str | None = param(default=None, maximum_length=LONGEST_LIST, multiline=True)


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """The sheets proposed, the office's stock of the type, and the charging office."""

    portions: list[Portion]
    sheets: int
    actor_office: str
    typed: TypedNumbers
    #: What the charging office takes (缴费方式设置, guide 新-002).
    methods: frozenset[PaymentMethod]


def suggest(ctx: Context, rows: Sequence[Order]) -> ChargeInput:
    """Suggests the number of sheets by the face value of the first type in stock, but no amount: it
    must be counted.
    """
    statement = usable_lots(ctx.actor.office_code).options(joinedload(InvoiceLot.type)).limit(1)
    lot = ctx.session.scalars(statement).first()
    due = sum(row.amount_fen for row in rows)
    face = lot.type.face_value_fen if lot else None
    methods = accepted_methods(ctx.session, ctx.actor.office_id)
    return ChargeInput(
        amount_fen=0,
        method=next((method for method in PaymentMethod if method in methods), PaymentMethod.OTHER),
        invoice_count=0 if lot is None else due // face if face else 1,
        invoice_type=lot.type.code if lot else None,
    )


def survey(ctx: Context, rows: Sequence[Order], given: ChargeInput) -> ChargeFacts:
    ctx.lock(lots_in_hand(ctx.actor.office_code))
    statement = usable_lots(ctx.actor.office_code).options(joinedload(InvoiceLot.type))
    lots = [
        lot for lot in ctx.session.scalars(statement) if given.invoice_type in {None, lot.type.code}
    ]
    # Without a type, the first one in stock is used.
    of_one_type = [lot for lot in lots if lot.type_id == lots[0].type_id]
    return ChargeFacts(
        propose(of_one_type, given.invoice_count),
        sum(lot.available for lot in of_one_type),
        ctx.actor.office_code,
        typed_numbers(ctx.session, given.numbers),
        accepted_methods(ctx.session, ctx.actor.office_id),
    )


def check(row: Order, given: ChargeInput, facts: ChargeFacts) -> Refusal | None:
    if facts.actor_office not in {row.office_code, payer_code(row.unit.office)}:
        return Refusal(Common.NOT_OWN_OFFICE)
    if row.unit.state is not UnitState.ACTIVE:
        return Refusal(
            ChargeRefusal.UNIT_NOT_ACTIVE, {"unit": row.unit.name, "state": row.unit.state}
        )
    return None


def check_batch(rows: Sequence[Order], given: ChargeInput, facts: ChargeFacts) -> Refusal | None:
    units = {row.unit_id for row in rows}
    due = sum(row.amount_fen for row in rows)
    faces = [_face_fen(portion) for portion in facts.portions]
    covered = sum(faces)
    proposed = sum(portion.quantity for portion in facts.portions)
    tests: tuple[tuple[bool, ChargeRefusal, dict[str, Fact]], ...] = (
        (len(units) > 1, ChargeRefusal.SEVERAL_UNITS, {"count": len(units)}),
        (
            given.amount_fen != due,
            ChargeRefusal.AMOUNT_DIFFERS,
            {"typed_fen": given.amount_fen, "due_fen": due},
        ),
        (
            given.method not in facts.methods,
            ChargeRefusal.METHOD_NOT_ACCEPTED,
            {"method": given.method},
        ),
        (
            not given.invoice_count and not given.deferred_reason,
            ChargeRefusal.INVOICE_OR_REASON,
            {},
        ),
        (
            proposed < given.invoice_count,
            ChargeRefusal.STOCK_SHORT,
            {"asked": given.invoice_count, "sheets": facts.sheets},
        ),
        (
            all(faces) and bool(faces) and covered != due,
            ChargeRefusal.FACE_VALUE_DIFFERS,
            {"count": given.invoice_count, "covered_fen": covered, "due_fen": due},
        ),
    )
    refusal = next((Refusal(code, why) for refused, code, why in tests if refused), None)
    kind = facts.portions[0].lot.type if facts.portions else None
    fault = facts.typed.fault(kind, given.invoice_count)
    return refusal or (Refusal(*fault) if fault else None)


def _face_fen(portion: Portion) -> int:
    return portion.quantity * (portion.lot.type.face_value_fen or 0)


def preview(ctx: Context, rows: Sequence[Order], given: ChargeInput, facts: ChargeFacts) -> Preview:
    due = sum(row.amount_fen for row in rows)
    return Preview(
        totals={"row_count": len(rows), "invoice_count": given.invoice_count, "amount_fen": due},
        words_fen=due,
        side_effects=(
            *(Note(ChargeNote.INVOICES_USED, _used(portion, facts)) for portion in facts.portions),
            *_stock_after(facts),
            Note(ChargeNote.TO_AWAITING_REMITTANCE, {"count": len(rows)}),
        ),
        warnings=()
        if given.invoice_count or not given.deferred_reason
        else (Note(ChargeNote.INVOICE_DEFERRED, {"reason": given.deferred_reason}),),
    )


def _stock_after(facts: ChargeFacts) -> list[Note]:
    """The stock left of the type used."""
    if not facts.portions:
        return []
    used = sum(portion.quantity for portion in facts.portions)
    counts: dict[str, Fact] = {"sheets_before": facts.sheets, "sheets_after": facts.sheets - used}
    return [Note(ChargeNote.STOCK_AFTER, counts)]


def _used(portion: Portion, facts: ChargeFacts) -> dict[str, str | int | None]:
    numbers = str(portion.numbers or "、".join(facts.typed.numbers)) or None
    return {"lot_no": portion.lot.lot_no, "count": portion.quantity, "numbers": numbers}


def run(ctx: Context, rows: Sequence[Order], given: ChargeInput, facts: ChargeFacts) -> Result:
    unit = rows[0].unit
    payment = _payment(ctx, unit, given)
    ctx.session.add(payment)
    ctx.session.flush()
    ctx.session.add_all(_payment_line(payment, row) for row in rows)
    for row in rows:
        ORDER_LIFECYCLE.advance(row, OrderEvent.CHARGE)
        row.charged_at = ctx.at
        row.waits_because = None
    sheets = sum(portion.quantity for portion in facts.portions)
    amounts_fen = shares(payment.amount_fen, sheets)
    how = Issue(ctx.actor.name, ctx.today, ctx.at, facts.typed.numbers)
    issue(ctx.session, payment, unit.invoice_title, facts.portions, amounts_fen, how)
    return Result(
        rows=[
            RowResult(
                row.id, row.order_no, {"domain": row.domain.name_u, "amount_fen": row.amount_fen}
            )
            for row in rows
        ],
        totals={
            "row_count": len(rows),
            "amount_fen": payment.amount_fen,
            "invoice_count": sheets,
            "payment_id": payment.id,
        },
    )


def _payment(ctx: Context, unit: Unit, given: ChargeInput) -> Payment:
    (number,) = draw(ctx.session, NumberKind.PAYMENT, ctx.actor.office_code, ctx.today.year, 1)
    payment = Payment(
        payment_no=make_number(NumberKind.PAYMENT, ctx.actor.office_code, ctx.today, number),
        unit_id=unit.id,
        amount_fen=given.amount_fen,
        method=given.method,
        received_on=ctx.today,
        voucher_no=given.voucher_no,
        invoice_count=given.invoice_count,
        invoice_deferred_reason=None if given.invoice_count else given.deferred_reason,
        cashier=ctx.actor.name,
        cashier_key=ctx.actor.key,
        confirmed_at=ctx.at,
    )
    payment.belong_to(unit)
    return payment


def _payment_line(payment: Payment, row: Order) -> PaymentLine:
    line = PaymentLine(
        payment_id=payment.id, order_id=row.id, unit_id=row.unit_id, amount_fen=row.amount_fen
    )
    line.belong_to(row)
    return line


def payable_orders(session: Session, unit_ids: Sequence[int]) -> Sequence[int]:
    """The unpaid orders of a unit: preselected by 申报单位管理/缴费 › 收费."""
    return session.scalars(
        select(Order.id)
        .where(Order.unit_id.in_(unit_ids), Order.state == OrderState.PAYABLE)
        .order_by(Order.id)
        .limit(MAXIMUM_BATCH_ROWS)
    ).all()


CHARGE = Action(
    key="charge",
    model=Order,
    input=ChargeInput,
    suggest=suggest,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=order_facts,
    row_totals=amounts_of,
    run=run,
    states=frozenset({OrderState.PAYABLE}),
    loads=(joinedload(Order.unit).joinedload(Unit.office), joinedload(Order.domain)),
    via={Unit: payable_orders},
    refusals=ChargeRefusal,
    # Its reason is a field of the input.
    warnings={ChargeNote.INVOICE_DEFERRED: AnswerKind.NOTHING},
    fields_at_fault={
        ChargeRefusal.AMOUNT_DIFFERS: "amount_fen",
        ChargeRefusal.METHOD_NOT_ACCEPTED: "method",
        ChargeRefusal.INVOICE_OR_REASON: "invoice_count",
        ChargeRefusal.STOCK_SHORT: "invoice_count",
        ChargeRefusal.FACE_VALUE_DIFFERS: "invoice_count",
    },
    activity=ActivityKind.FEE,
    guide=("新-005", "续-003", "Q4"),
    is_primary=True,
)
