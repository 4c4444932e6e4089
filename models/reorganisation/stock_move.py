"""Sheets of a closing office go to its successor as lots of their own, with their numbers.

Lots that were used stay with the office that used them; what is left of each is split off. It needs
no signing for: the people who hold it come along, or hand it over by the same document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.core.sequence import draw
from models.invoices.partial_lots import free_numbers
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState, MoveKind
from models.invoices.stock_balance import record_move, take
from models.offices.office import Office
from models.values.document_number import NumberKind, make_number


@dataclass(frozen=True, slots=True)
class MovedSheets:
    """The lot that an office receives, and the one it comes from."""

    source: InvoiceLot
    lot: InvoiceLot


def lots_left(office: Office) -> Select[InvoiceLot]:
    """The lots of an office with sheets on hand."""
    return select(InvoiceLot).where(
        InvoiceLot.office_code == office.code, InvoiceLot.state == LotState.SIGNED
    )


def move_sheets(
    session: Session, lots: Sequence[InvoiceLot], to: Office, by: str, at: dt.datetime, on: dt.date
) -> list[MovedSheets]:
    """Split what is left of locked lots off to another office, signed for by `by`."""
    if not lots:
        return []
    numbers = draw(session, NumberKind.INVOICE_LOT, to.code, on.year, len(lots))
    moved = []
    for source, number in zip(lots, numbers, strict=True):
        lot_no = make_number(NumberKind.INVOICE_LOT, to.code, on, number)
        lot = _part(source, to, lot_no, by, at)
        session.add(lot)
        take(session, source, source.available, MoveKind.SPLIT_OUT, lot.lot_no)
        session.flush()
        for kind in (MoveKind.SPLIT_IN, MoveKind.RECEIVE):
            record_move(session, lot, lot.quantity, kind, source.lot_no)
        moved.append(MovedSheets(source, lot))
    return moved


def _part(source: InvoiceLot, to: Office, lot_no: str, by: str, at: dt.datetime) -> InvoiceLot:
    span = free_numbers(source)
    lot = InvoiceLot(
        lot_no=lot_no,
        type_id=source.type_id,
        office_id=to.id,
        request_id=source.request_id,
        parent_id=source.id,
        invoice_code=source.invoice_code,
        number_from=span.first if span else None,
        number_to=span.last if span else None,
        quantity=source.available,
        available=source.available,
        issued=0,
        void=0,
        split=0,
        returned=0,
        lost=0,
        cut=0,
        state=LotState.IN_TRANSIT,
        dispatched_at=at,
        signed_by=by,
        signed_at=at,
    )
    lot.belong_to(to)
    LOT_LIFECYCLE.advance(lot, LotEvent.SIGN_FOR)
    return lot
