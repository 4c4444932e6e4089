"""收费: money an office took from a unit, order by order."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, synonym

from models.billing.order import Order
from models.core.base import Base, UtcDateTime, Versioned, pk, unique_where, words
from models.core.ended import ended_when
from models.core.lifecycle import Lifecycle, from_states
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.offices.office import PaymentMode
from models.units.unit import Unit
from models.values.tone import Tone


class PaymentMethod(StrEnum):
    """How the unit paid."""

    CASH = "cash"
    TRANSFER = "transfer"
    FISCAL = "fiscal"
    OTHER = "other"


class PaymentState(StrEnum):
    """Whether a payment is valid or reversed."""

    CONFIRMED = "confirmed"
    REVERSED = "reversed"


class PaymentEvent(StrEnum):
    """What happens to a payment."""

    REVERSE = "reverse"


PAYMENT_LIFECYCLE = Lifecycle[PaymentState, PaymentEvent](
    PaymentState.CONFIRMED,
    {PaymentEvent.REVERSE: from_states(PaymentState.CONFIRMED, to=PaymentState.REVERSED)},
    tones={
        PaymentState.CONFIRMED: Tone.SUCCESS,
        PaymentState.REVERSED: Tone.DANGER,
    },
    ended=frozenset({PaymentState.REVERSED}),
)


class Payment(Scoped, Versioned, HasOwnValues, Base):
    """One 收费 (charge): one unit, one office, whole orders; the amount is the sum of its lines
    (I-6).
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("invoice_count >= 0", name="invoice_count"),
        CheckConstraint(
            "invoice_count > 0 OR invoice_deferred_reason IS NOT NULL", name="invoice_or_reason"
        ),
        CheckConstraint("(state = 'reversed') = (reversed_at IS NOT NULL)", name="reversed"),
        *ancestor_indexes(registrant=True),
        *ancestor_indexes("received_on"),
        Index(None, "state", "id"),
        Index(None, "amount_fen", "id"),
        # Partial index: 待补开票 (invoice owed) is rare among all payments.
        Index(
            "ix_payment_owed",
            "office_code",
            "id",
            postgresql_where=text("invoice_deferred_reason IS NOT NULL"),
            sqlite_where=text("invoice_deferred_reason IS NOT NULL"),
        ),
    )

    id: Mapped[pk]
    payment_no: Mapped[str] = mapped_column(String(40), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    amount_fen: Mapped[int]
    method: Mapped[PaymentMethod] = mapped_column(words(PaymentMethod))
    received_on: Mapped[dt.date]
    voucher_no: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.CODE))
    #: Invoices issued with the payment (guide 新-005: at the same moment).
    invoice_count: Mapped[int]
    #: 待补开票: why no invoice was issued yet.
    invoice_deferred_reason: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[PaymentState] = mapped_column(words(PaymentState), default=PaymentState.CONFIRMED)
    cashier: Mapped[str] = mapped_column(String(60))
    #: The cashier's key: they may undo it alone within ten minutes, later only with a second
    #: person.
    cashier_key: Mapped[str] = mapped_column(String(40))
    confirmed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reversed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(200))

    registrant_id = synonym("unit_id")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.payment_no


PAYMENT_LIFECYCLE.guard(Payment.state)


class PaymentLine(Scoped, Base):
    """The part of a payment that pays one order."""

    __tablename__ = "payment_line"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        # An order is paid once among valid payments.
        unique_where("uq_payment_line_live_order", "order_id", where="NOT is_reversed"),
        Index(None, "payment_id"),
        Index(None, "order_id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id", ondelete="RESTRICT"))
    order_id: Mapped[int] = mapped_column(ForeignKey("domain_order.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    amount_fen: Mapped[int]
    is_reversed: Mapped[bool] = mapped_column(default=False, info=ended_when(value=True))

    registrant_id = synonym("unit_id")
    payment: Mapped[Payment] = relationship(lazy="raise_on_sql")
    order: Mapped[Order] = relationship(lazy="raise_on_sql")


def accepted_methods(session: Session, office_id: int | None) -> frozenset[PaymentMethod]:
    """How an office lets units pay (guide 新-002); without 缴费方式设置 every way is open."""
    mode = session.scalars(
        select(PaymentMode).where(PaymentMode.office_id == office_id)
    ).one_or_none()
    is_refused = {
        PaymentMethod.CASH: mode is not None and not mode.accept_cash,
        PaymentMethod.TRANSFER: mode is not None and not mode.accept_transfer,
    }
    return frozenset(method for method in PaymentMethod if not is_refused.get(method))
