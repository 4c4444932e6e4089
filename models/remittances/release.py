"""Releases the lines and orders of a cancelled or rejected 汇款单.

The lines may be remitted again; an order settled by other money meanwhile stays settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.billing.payment import PaymentLine
from models.core.locking import Locked
from models.remittances.remittance import (
    REMITTANCE_LIFECYCLE,
    Remittance,
    RemittanceEvent,
    RemittanceLine,
)


@dataclass(frozen=True, slots=True)
class RemittedRows:
    """The live lines of some remittances and the orders they pay."""

    lines: Sequence[RemittanceLine]
    orders: Sequence[Order]


def load_remitted(
    session: Session,
    remittances: Sequence[Remittance],
    locked: Locked,
) -> RemittedRows:
    """The lines and orders of the remittances; `locked` locks the orders when the run writes."""
    lines = lines_of(session, [remittance.id for remittance in remittances])
    return RemittedRows(lines, session.scalars(locked(orders_paid_by(lines))).all())


def take_back(
    remittances: Sequence[Remittance],
    event: RemittanceEvent,
    reason: str | None,
    remitted: RemittedRows,
) -> None:
    """End the remittances by the event, and release their lines."""
    for remittance in remittances:
        REMITTANCE_LIFECYCLE.advance(remittance, event)
        remittance.reason = reason
    release(remitted)


def lines_of(session: Session, remittance_ids: Iterable[int]) -> Sequence[RemittanceLine]:
    """The live lines of the remittances."""
    return session.scalars(
        select(RemittanceLine).where(
            RemittanceLine.remittance_id.in_(list(remittance_ids)),
            RemittanceLine.is_released.is_(False),
        )
    ).all()


def orders_paid_by(lines: Sequence[RemittanceLine]) -> Select[Order]:
    """The orders of the lines, in lock order."""
    paid = select(PaymentLine.order_id).where(
        PaymentLine.id.in_([line.payment_line_id for line in lines])
    )
    return select(Order).where(Order.id.in_(paid)).order_by(Order.id)


def release(remitted: RemittedRows) -> None:
    """Release the lines; their orders return to 待缴费域名."""
    for line in remitted.lines:
        line.is_released = True
    for order in remitted.orders:
        if order.state is OrderState.REMITTED:
            ORDER_LIFECYCLE.advance(order, OrderEvent.RELEASE)
