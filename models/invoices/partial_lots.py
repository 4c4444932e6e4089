"""Partial lots: sheets returned or lost become a lot of their own, cut off the lot they came from.

That lot records what happened to them (退回 returned, 遗失 lost), the document and the numbers.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.core.sequence import draw
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState, MoveKind
from models.invoices.stock_balance import next_numbers, record_move, take
from models.values.document_number import NumberKind, make_number
from models.values.number_range import NumberRange


def free_numbers(lot: InvoiceLot) -> NumberRange | None:
    """The numbers still in a lot; None if it is only counted, or empty."""
    return next_numbers(lot, lot.available)


def last_numbers(lot: InvoiceLot, quantity: int) -> NumberRange | None:
    """The last `quantity` numbers still in a lot; None where only counted."""
    return next_numbers(lot, quantity, lot.available - quantity)


def part_of(
    session: Session, lot: InvoiceLot, quantity: int, on: date, *, from_end: bool = True
) -> InvoiceLot:
    """The locked lot itself if it is whole and unused, else a new lot cut off it."""
    is_whole = quantity == lot.quantity == lot.available
    return lot if is_whole else _carve(session, lot, quantity, on, from_end=from_end)


def _carve(
    session: Session, lot: InvoiceLot, quantity: int, on: date, *, from_end: bool
) -> InvoiceLot:
    numbers = last_numbers(lot, quantity) if from_end else next_numbers(lot, quantity)
    (number,) = draw(session, NumberKind.INVOICE_LOT, lot.office_code, on.year, 1)
    part = InvoiceLot(
        lot_no=make_number(NumberKind.INVOICE_LOT, lot.office_code, on, number),
        type_id=lot.type_id,
        office_id=lot.office_id,
        request_id=lot.request_id,
        parent_id=lot.id,
        invoice_code=lot.invoice_code,
        number_from=numbers.first if numbers else None,
        number_to=numbers.last if numbers else None,
        quantity=quantity,
        available=quantity,
        issued=0,
        void=0,
        split=0,
        returned=0,
        lost=0,
        cut=0,
        state=LotState.IN_TRANSIT,
        dispatched_at=lot.dispatched_at,
        signed_by=lot.signed_by,
        signed_at=lot.signed_at,
    )
    part.belong_to(lot)
    # It was signed for together with its parent.
    LOT_LIFECYCLE.advance(part, LotEvent.SIGN_FOR)
    session.add(part)
    take(session, lot, quantity, MoveKind.SPLIT_OUT, part.lot_no)
    lot.cut += quantity if from_end else 0
    session.flush()
    for kind in (MoveKind.SPLIT_IN, MoveKind.RECEIVE):
        record_move(session, part, quantity, kind, lot.lot_no)
    return part
