"""待补开票 (invoice owed): the part of a payment not yet invoiced, in 分; its only definition.

A refunded order (退款) and a reversed payment are owed no invoice. Valid invoices count; a red one
cancels out the one it reverses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentLine, PaymentState
from models.invoices.invoice import Invoice, InvoiceState

#: Core tables, without scope: a payment in scope is judged by all its lines and invoices.
_LINE: Any = PaymentLine.__table__
_ORDER: Any = Order.__table__
_INVOICE: Any = Invoice.__table__


def refunded_fen() -> ColumnElement[int]:
    """The refunded part of a payment, order by order."""
    amount = (
        select(func.coalesce(func.sum(_LINE.c.amount_fen), 0))
        .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
        .where(_LINE.c.payment_id == Payment.id, ~_LINE.c.is_reversed)
        .where(_ORDER.c.state == OrderState.REFUNDED)
    )
    return amount.correlate(Payment).scalar_subquery()


def invoiced_fen() -> ColumnElement[int]:
    """The sum of a payment's valid invoices."""
    amount = (
        select(func.coalesce(func.sum(_INVOICE.c.amount_fen), 0))
        .where(_INVOICE.c.payment_id == Payment.id)
        .where(_INVOICE.c.state != InvoiceState.VOID)
    )
    return amount.correlate(Payment).scalar_subquery()


def due_fen() -> ColumnElement[int]:
    """What the invoices of a payment should sum to."""
    stands = Payment.state == PaymentState.CONFIRMED
    return case((stands, Payment.amount_fen - refunded_fen()), else_=0)


def owed_because() -> ColumnElement[str | None]:
    """Why a payment still lacks an invoice; NULL where it lacks none. The reason is tested first,
    because few payments have one.
    """
    lacks = and_(Payment.invoice_deferred_reason.is_not(None), due_fen() > invoiced_fen())
    return case((lacks, Payment.invoice_deferred_reason))


def is_owed() -> ColumnElement[bool]:
    """Whether a payment lacks an invoice."""
    return due_fen() > invoiced_fen()


def missing_fen(session: Session, payment_ids: Sequence[int]) -> dict[int, int]:
    """Payment → what is not invoiced yet; negative where more is invoiced than due."""
    wanted = select(Payment.id, due_fen() - invoiced_fen()).where(Payment.id.in_(payment_ids))
    return {key: int(fen) for key, fen in session.execute(wanted)}


def note_owed(session: Session, payments: Sequence[Payment], reason: str | None = None) -> None:
    """Record on payments why they wait for invoices, or that they no longer do.

    A payment that never had an invoice keeps its reason, owed or not.
    """
    session.flush()
    missing = missing_fen(session, [payment.id for payment in payments])
    for payment in payments:
        if missing[payment.id] > 0:
            payment.invoice_deferred_reason = reason or payment.invoice_deferred_reason
        elif payment.invoice_count:
            payment.invoice_deferred_reason = None
