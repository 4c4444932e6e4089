"""库存卡: every move of a lot in order, with what was on hand after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.invoices.stock import InvoiceLot, InvoiceMove, MoveKind

#: Moves shown at a time.
PAGE_MOVES = 200

#: Kind of move → change of stock per sheet; other kinds change nothing.
EFFECTS = {
    MoveKind.RECEIVE: 1,
    MoveKind.SPLIT_OUT: -1,
    MoveKind.ISSUE: -1,
    MoveKind.RETURN: -1,
    MoveKind.LOST: -1,
}


@dataclass(frozen=True, slots=True)
class CardLine:
    """One move: its change of stock, and the stock after it."""

    move: InvoiceMove
    change: int
    balance: int


def stock_card(session: Session, lot: InvoiceLot, page: int = 1) -> Sequence[CardLine]:
    """A page of a lot's moves, oldest first, and one more if there are further ones.

    A lot lost in transit was never in stock, so its loss changes nothing.
    """
    effects = {k: n for k, n in EFFECTS.items() if lot.signed_at or k is not MoveKind.LOST}
    change = InvoiceMove.quantity * case(effects, value=InvoiceMove.kind, else_=0)
    rows = session.execute(
        select(InvoiceMove, change, func.sum(change).over(order_by=InvoiceMove.id))
        .where(InvoiceMove.lot_id == lot.id)
        .order_by(InvoiceMove.id)
        .offset((page - 1) * PAGE_MOVES)
        .limit(PAGE_MOVES + 1)
    )
    return [CardLine(move, int(changed), int(balance)) for move, changed, balance in rows]
