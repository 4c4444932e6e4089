"""汇款 (remittance): an office's weekly transfer to the registry, and its receipts."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.billing.payment import PaymentLine
from models.core.base import Base, UtcDateTime, Versioned, pk, unique_where, words
from models.core.ended import ended_when
from models.core.lifecycle import Lifecycle, from_states
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, key_of_type
from models.values.tone import Tone

#: Days between a transfer and its arrival or its 汇款单 that are unusually many.
LATE_DAYS = 10


class RemittanceState(StrEnum):
    """The state of a 汇款单."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class RemittanceEvent(StrEnum):
    """What happens to a 汇款单."""

    SUBMIT = "submit"
    RECEIVE = "receive"
    REJECT = "reject"
    CANCEL = "cancel"
    UNRECEIVE = "unreceive"


REMITTANCE_LIFECYCLE = Lifecycle[RemittanceState, RemittanceEvent](
    RemittanceState.DRAFT,
    {
        RemittanceEvent.SUBMIT: from_states(RemittanceState.DRAFT, to=RemittanceState.SUBMITTED),
        RemittanceEvent.RECEIVE: from_states(
            RemittanceState.SUBMITTED, to=RemittanceState.RECEIVED
        ),
        RemittanceEvent.REJECT: from_states(RemittanceState.SUBMITTED, to=RemittanceState.REJECTED),
        RemittanceEvent.CANCEL: from_states(
            RemittanceState.DRAFT, RemittanceState.SUBMITTED, to=RemittanceState.CANCELLED
        ),
        # All receipts were reversed as another's money.
        RemittanceEvent.UNRECEIVE: from_states(
            RemittanceState.RECEIVED, to=RemittanceState.SUBMITTED
        ),
    },
    tones={
        RemittanceState.DRAFT: Tone.WARNING,
        RemittanceState.SUBMITTED: Tone.WARNING,
        RemittanceState.RECEIVED: Tone.SUCCESS,
        RemittanceState.REJECTED: Tone.DANGER,
    },
    ended=frozenset({RemittanceState.REJECTED, RemittanceState.CANCELLED}),
)

_LIVE = "bank_ref IS NOT NULL AND state IN ('submitted', 'received')"


class Remittance(Scoped, Versioned, HasOwnValues, Base):
    """One pooled transfer of a week's charges (guide 新-005, Q8); amount = Σ lines (I-6)."""

    __tablename__ = "remittance"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("line_count > 0", name="line_count"),
        CheckConstraint("received_fen >= 0", name="received_not_negative"),
        CheckConstraint(
            "state NOT IN ('submitted', 'received') OR bank_ref IS NOT NULL", name="bank_ref"
        ),
        unique_where("uq_remittance_live_bank_ref", "bank_ref", where=_LIVE),
        # At most one draft per office.
        unique_where("uq_remittance_draft", "office_code", where="state = 'draft'"),
        *ancestor_indexes(),
        *ancestor_indexes("state"),
        *ancestor_indexes("period_week"),
    )

    id: Mapped[pk]
    remittance_no: Mapped[str] = mapped_column(String(40), unique=True)
    #: ISO week of Asia/Shanghai: '2026-W47'.
    period_week: Mapped[str] = mapped_column(String(8))
    amount_fen: Mapped[int]
    line_count: Mapped[int]
    #: The bank's own number of the transfer.
    bank_ref: Mapped[str | None] = mapped_column(String(60), info=key_of_type(TextType.CODE))
    remitted_on: Mapped[dt.date | None]
    #: The amount received so far; may be less or more than `amount_fen`.
    received_fen: Mapped[int] = mapped_column(default=0)
    state: Mapped[RemittanceState] = mapped_column(
        words(RemittanceState), default=RemittanceState.DRAFT
    )
    confirmed_by: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str | None] = mapped_column(String(200))

    def __str__(self) -> str:
        return self.remittance_no


REMITTANCE_LIFECYCLE.guard(Remittance.state)


class RemittanceLine(Scoped, Base):
    """A payment line in a 汇款单; in at most one valid 汇款单."""

    __tablename__ = "remittance_line"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        unique_where("uq_remittance_line_live", "payment_line_id", where="NOT is_released"),
        Index(None, "remittance_id"),
        Index(None, "payment_line_id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    remittance_id: Mapped[int] = mapped_column(ForeignKey("remittance.id", ondelete="RESTRICT"))
    payment_line_id: Mapped[int] = mapped_column(ForeignKey("payment_line.id", ondelete="RESTRICT"))
    amount_fen: Mapped[int]
    #: The 汇款单 was rejected or cancelled; the line may be remitted again.
    is_released: Mapped[bool] = mapped_column(default=False, info=ended_when(value=True))

    remittance: Mapped[Remittance] = relationship(lazy="raise_on_sql")
    payment_line: Mapped[PaymentLine] = relationship(lazy="raise_on_sql")


class BankReceipt(Scoped, Base):
    """到账 (receipt): one bank line of the registry, credited once (I-2, I-6).

    A line that pays several 汇款单 has one receipt for each: its parts, numbered from 0 and written
    together. A credit to the wrong 汇款单 is reversed by reversing rows, part by part; then the
    line may be credited again, under the next turn.
    """

    __tablename__ = "bank_receipt"
    __table_args__ = (
        CheckConstraint("(reverses_id IS NULL) = (amount_fen > 0)", name="sign"),
        CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
        unique_where(
            "uq_bank_receipt_part", "bank_ref", "turn", "part", where="reverses_id IS NULL"
        ),
        Index(None, "remittance_id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    #: The bank's number; unique together with turn and part.
    bank_ref: Mapped[str] = mapped_column(String(60), info=key_of_type(TextType.CODE))
    #: Negative: a reversal.
    amount_fen: Mapped[int]
    received_on: Mapped[dt.date]
    remittance_id: Mapped[int] = mapped_column(ForeignKey("remittance.id", ondelete="RESTRICT"))
    recorded_by: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: How often the line's credit was reversed before.
    turn: Mapped[int] = mapped_column(default=0)
    #: Index of the part: 0, 1, …; a concurrent credit violates the uniqueness of part 0.
    part: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The reason for differences from the announcement, empty if none was needed; None: recorded
    #: before reasons existed.
    answer: Mapped[str | None] = mapped_column(String(200))
    #: The receipt that this one reverses; unique, so at most one reversal.
    reverses_id: Mapped[int | None] = mapped_column(
        ForeignKey("bank_receipt.id", ondelete="RESTRICT"), unique=True
    )

    remittance: Mapped[Remittance] = relationship(lazy="raise_on_sql")
