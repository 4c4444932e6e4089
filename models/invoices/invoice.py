"""发票 (invoices): issued to units for their payments."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.billing.payment import Payment
from models.core.base import Base, UtcDateTime, Versioned, pk, unique_where, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, key_of_type, text_of_type
from models.invoices.stock import InvoiceLot
from models.units.unit import Unit
from models.values.tone import Tone


class InvoiceState(StrEnum):
    """Whether an invoice is valid, void or reversed."""

    ISSUED = "issued"
    #: 作废 (void): in the same period, with all copies in hand.
    VOID = "void"
    #: 红冲 (reversed): a negative invoice refers to it.
    REVERSED = "reversed"


class InvoiceEvent(StrEnum):
    """What happens to an invoice."""

    VOID = "void"
    REVERSE = "reverse"


#: States that count towards a payment: a reversed invoice and its red one sum to zero.
LIVE = (InvoiceState.ISSUED, InvoiceState.REVERSED)

INVOICE_LIFECYCLE = Lifecycle[InvoiceState, InvoiceEvent](
    InvoiceState.ISSUED,
    {
        InvoiceEvent.VOID: from_states(InvoiceState.ISSUED, to=InvoiceState.VOID),
        InvoiceEvent.REVERSE: from_states(InvoiceState.ISSUED, to=InvoiceState.REVERSED),
    },
    tones={
        InvoiceState.ISSUED: Tone.SUCCESS,
        InvoiceState.VOID: Tone.DANGER,
        InvoiceState.REVERSED: Tone.DANGER,
    },
    ended=frozenset({InvoiceState.VOID, InvoiceState.REVERSED}),
)


class Invoice(Scoped, Versioned, HasOwnValues, Base):
    """One invoice issued to a unit; the valid ones of a payment sum to its amount (I-6)."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("(reverses_id IS NULL) = (amount_fen >= 0)", name="sign"),
        CheckConstraint("state = 'issued' OR reason IS NOT NULL", name="reason"),
        unique_where("uq_invoice_number", "invoice_code", "number", where="number IS NOT NULL"),
        Index(None, "payment_id"),
        Index(None, "lot_id", "number"),
        *ancestor_indexes(registrant=True),
        *ancestor_indexes("issued_on"),
        Index(None, "state", "id"),
        Index(None, "number", "id"),
    )

    id: Mapped[pk]
    lot_id: Mapped[int] = mapped_column(ForeignKey("invoice_lot.id", ondelete="RESTRICT"))
    invoice_code: Mapped[str] = mapped_column(
        String(12), info=key_of_type(TextType.CODE), default=""
    )
    #: Eight digits; None where the type is only counted.
    number: Mapped[str | None] = mapped_column(String(20), info=key_of_type(TextType.CODE))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id", ondelete="RESTRICT"))
    amount_fen: Mapped[int]
    #: 发票抬头.
    title: Mapped[str] = mapped_column(String(80), info=text_of_type(TextType.NAME))
    issued_on: Mapped[dt.date]
    issued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(String(60))
    state: Mapped[InvoiceState] = mapped_column(words(InvoiceState), default=InvoiceState.ISSUED)
    reverses_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoice.id", ondelete="RESTRICT"), unique=True
    )
    reason: Mapped[str | None] = mapped_column(String(200))

    registrant_id = synonym("unit_id")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    payment: Mapped[Payment] = relationship(lazy="raise_on_sql")
    lot: Mapped[InvoiceLot] = relationship(lazy="raise_on_sql")

    @property
    def is_red(self) -> bool:
        """Whether it is the negative invoice of a 红冲."""
        return self.reverses_id is not None

    def __str__(self) -> str:
        return self.number or f"#{self.id}"


INVOICE_LIFECYCLE.guard(Invoice.state)
