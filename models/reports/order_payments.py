"""Which payments paid an order or a name's orders, and which sheets were given for them."""

from __future__ import annotations

from sqlalchemy import FromClause, Select, select

from models.billing.order import Order
from models.billing.payment import Payment, PaymentLine
from models.invoices.invoice import Invoice


def payments_of_order(order_id: int) -> Select[int]:
    """`select(id)` of the payments that paid an order."""
    return select(PaymentLine.payment_id.label("id")).where(PaymentLine.order_id == order_id)


def sheets_given(order: FromClause) -> Select[int]:
    """How many sheets the standing payment of an order has; no row where it has none."""
    return (
        select(Payment.invoice_count)
        .join(PaymentLine, PaymentLine.payment_id == Payment.id)
        .where(
            PaymentLine.order_id == order.c.id,
            PaymentLine.is_reversed.is_(False),
            Payment.invoice_count > 0,
        )
        .limit(1)
    )


def payments_of_domain(domain_id: int) -> Select[int]:
    """`select(id)` of the payments that paid for a name."""
    orders = select(Order.id).where(Order.domain_id == domain_id)
    return select(PaymentLine.payment_id.label("id")).where(PaymentLine.order_id.in_(orders))


def invoices_of_order(order_id: int) -> Select[int]:
    """`select(id)` of the sheets given for the payments that paid an order."""
    return select(Invoice.id).where(Invoice.payment_id.in_(payments_of_order(order_id)))


def invoices_of_domain(domain_id: int) -> Select[int]:
    """`select(id)` of the sheets given for the payments that paid for a name."""
    return select(Invoice.id).where(Invoice.payment_id.in_(payments_of_domain(domain_id)))


def orders_of_payment(payment_id: int) -> Select[int]:
    """`select(id)` of the orders that a payment paid."""
    return select(PaymentLine.order_id.label("id")).where(PaymentLine.payment_id == payment_id)
