"""发票余额 (stock on hand) and how sheets leave a lot: lowest numbers first, each move recorded.

Because sheets leave in ascending order and spoilt ones never come back, the numbers still in a lot
follow from its counters; they are stored nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, or_, select
from sqlalchemy.orm import Session

from models.core.journal import entry_of
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import (
    LOT_LIFECYCLE,
    InvoiceLot,
    InvoiceMove,
    LotEvent,
    LotState,
    MoveKind,
)
from models.values.number_range import NumberRange

#: Kind of move → the counter of the lot it adds to.
_COUNTERS = {
    MoveKind.ISSUE: "issued",
    MoveKind.SPLIT_OUT: "split",
    MoveKind.VOID: "void",
    MoveKind.RETURN: "returned",
    MoveKind.LOST: "lost",
}


@dataclass(frozen=True, slots=True)
class StockBalance:
    """发票余额: sheets of signed lots not yet used.

    Sheets printed by machine have no face value, so `face_fen` is that of `faced_sheets` alone.
    """

    sheets: int
    faced_sheets: int
    face_fen: int

    @property
    def is_mixed(self) -> bool:
        """Whether some sheets have a face value and others none."""
        return 0 < self.faced_sheets < self.sheets

    def plus(self, lots: Iterable[InvoiceLot]) -> StockBalance:
        """The balance with the sheets of these lots, each loaded with its type."""
        rows = list(lots)
        faced = [(row.quantity, row.type.face_value_fen) for row in rows if row.type.face_value_fen]
        return StockBalance(
            self.sheets + sum(row.quantity for row in rows),
            self.faced_sheets + sum(quantity for quantity, _face in faced),
            self.face_fen + sum(quantity * face for quantity, face in faced),
        )


NO_STOCK = StockBalance(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Portion:
    """Sheets to take from one lot."""

    lot: InvoiceLot
    quantity: int
    #: The numbers of the sheets; None where the type is only counted.
    numbers: NumberRange | None


def stock_of(session: Session, office_code: str) -> StockBalance:
    """What an office may still issue; lots in transit never count."""
    sums = session.execute(
        select(*stock_sums(InvoiceLot.on_hand, InvoiceType.face_value_fen))
        .join(InvoiceType, InvoiceType.id == InvoiceLot.type_id)
        .where(InvoiceLot.office_code == office_code, InvoiceLot.state == LotState.SIGNED)
    ).one()
    return StockBalance(*map(int, sums))


def stock_sums(
    on_hand: SQLColumnExpression[int], face_fen: SQLColumnExpression[int | None]
) -> tuple[ColumnElement[int], ...]:
    """The figures of a StockBalance in SQL, over lots joined to their types."""
    figures = (
        on_hand,
        case((face_fen.is_not(None), on_hand), else_=0),
        on_hand * func.coalesce(face_fen, 0),
    )
    return tuple(func.coalesce(func.sum(figure), 0) for figure in figures)


def sheets_by_type(session: Session, office_code: str) -> list[tuple[str, int]]:
    """(发票类型, sheets) of what an office may still issue, in the order of the dictionary."""
    rows = session.execute(
        select(InvoiceType.name, func.sum(InvoiceLot.on_hand))
        .join(InvoiceType, InvoiceType.id == InvoiceLot.type_id)
        .where(InvoiceLot.office_code == office_code, InvoiceLot.state == LotState.SIGNED)
        .group_by(InvoiceType.id, InvoiceType.name)
        .order_by(InvoiceType.id)
    )
    return [(name, int(sheets)) for name, sheets in rows]


def overdue_lots(office_code: str, now: dt.datetime, days: int) -> Select[InvoiceLot]:
    """The lots that an office has not signed for within the days allowed, the oldest first."""
    return (
        select(InvoiceLot)
        .where(
            InvoiceLot.office_code == office_code,
            InvoiceLot.state == LotState.IN_TRANSIT,
            InvoiceLot.dispatched_at < now - dt.timedelta(days=days),
        )
        .order_by(InvoiceLot.dispatched_at, InvoiceLot.id)
    )


def lots_in_hand(office_code: str, ids: Collection[int] = ()) -> Select[InvoiceLot]:
    """The signed lots of an office, and lots of these keys, to be locked together.

    Sheets are used in another order than that of keys, so lots are locked before they are read.
    """
    usable = (InvoiceLot.office_code == office_code) & (InvoiceLot.state == LotState.SIGNED)
    return select(InvoiceLot).where(or_(usable, InvoiceLot.id.in_(ids)))


def usable_lots(office_code: str) -> Select[InvoiceLot]:
    """The signed lots of an office in the order their sheets are used."""
    return (
        select(InvoiceLot)
        .where(InvoiceLot.office_code == office_code, InvoiceLot.state == LotState.SIGNED)
        .order_by(InvoiceLot.invoice_code, InvoiceLot.number_from, InvoiceLot.id)
    )


def next_numbers(lot: InvoiceLot, quantity: int, skipped: int = 0) -> NumberRange | None:
    """The lowest free numbers of a lot, after `skipped` of them; None where only counted."""
    if lot.number_from is None or quantity == 0:
        return None
    used = lot.quantity - lot.available - lot.cut + skipped
    first = f"{int(lot.number_from) + used:0{len(lot.number_from)}}"
    return NumberRange.starting(first, quantity)


def propose(lots: Sequence[InvoiceLot], quantity: int) -> list[Portion]:
    """The sheets to use for `quantity`, lot by lot; fewer if stock runs out."""
    portions = []
    for lot in lots:
        taken = min(lot.available, quantity)
        if taken:
            portions.append(Portion(lot, taken, next_numbers(lot, taken)))
            quantity -= taken
    return portions


def take(session: Session, lot: InvoiceLot, quantity: int, kind: MoveKind, reference: str) -> None:
    """Move sheets out of a locked lot: its counters, its move, and its state when none are left."""
    assert quantity <= lot.available, "check refuses what the lot does not hold"
    counter = _COUNTERS[kind]
    lot.available -= quantity
    setattr(lot, counter, getattr(lot, counter) + quantity)
    if lot.available == 0 and LOT_LIFECYCLE.allows(lot.state, LotEvent.EXHAUST):
        LOT_LIFECYCLE.advance(lot, LotEvent.EXHAUST)
    record_move(session, lot, quantity, kind, reference)


def record_move(
    session: Session, lot: InvoiceLot, quantity: int, kind: MoveKind, reference: str
) -> None:
    """Record a move of a lot that is already in the session."""
    entry = entry_of(session)
    move = InvoiceMove(
        lot_id=lot.id,
        kind=kind,
        quantity=quantity,
        reference=reference,
        at=entry.at,
        by=entry.actor_name,
        entry_id=entry.id,
    )
    move.belong_to(lot)
    session.add(move)


def types_in_use(session: Session) -> list[tuple[str, str]]:
    """(code, name) of the invoice types in use."""
    types = session.scalars(
        select(InvoiceType).where(InvoiceType.is_active).order_by(InvoiceType.id)
    )
    return [(kind.code, kind.name) for kind in types]
