"""预开发票申请: requests for blank invoices and their lifecycle."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, UtcDateTime, Versioned, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.invoices.invoice_type import InvoiceType
from models.offices.office import Office
from models.values.limits import REQUEST_CAP_FEN
from models.values.tone import Tone


class RequestState(StrEnum):
    """The state of a 预开发票申请."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    DISPATCHED = "dispatched"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class RequestEvent(StrEnum):
    """What happens to a 预开发票申请."""

    APPROVE = "approve"
    DISPATCH = "dispatch"
    REJECT = "reject"
    CANCEL = "cancel"


REQUEST_LIFECYCLE = Lifecycle[RequestState, RequestEvent](
    RequestState.SUBMITTED,
    {
        RequestEvent.APPROVE: from_states(RequestState.SUBMITTED, to=RequestState.APPROVED),
        RequestEvent.DISPATCH: from_states(RequestState.APPROVED, to=RequestState.DISPATCHED),
        RequestEvent.REJECT: from_states(
            RequestState.SUBMITTED, RequestState.APPROVED, to=RequestState.REJECTED
        ),
        RequestEvent.CANCEL: from_states(RequestState.SUBMITTED, to=RequestState.CANCELLED),
    },
    tones={
        RequestState.SUBMITTED: Tone.WARNING,
        RequestState.APPROVED: Tone.INFO,
        RequestState.DISPATCHED: Tone.INFO,
        RequestState.REJECTED: Tone.DANGER,
    },
    ended=frozenset({RequestState.REJECTED, RequestState.CANCELLED}),
)


class InvoiceRequest(Scoped, Versioned, Base):
    """An office asks for sheets, at most 30,000 yuan's worth at a time (guide Q2)."""

    __tablename__ = "invoice_request"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity"),
        CheckConstraint("total_fen = quantity * unit_amount_fen", name="total"),
        CheckConstraint(f"total_fen <= {REQUEST_CAP_FEN}", name="cap"),
        *ancestor_indexes(),
        *ancestor_indexes("state"),
    )

    id: Mapped[pk]
    request_no: Mapped[str] = mapped_column(String(40), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"), index=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("invoice_type.id", ondelete="RESTRICT"))
    quantity: Mapped[int]
    #: The type's face value, or what the office means to write on each sheet.
    unit_amount_fen: Mapped[int]
    total_fen: Mapped[int]
    #: Where to send: copied, so that later edits of the address book change nothing.
    address: Mapped[str] = mapped_column(String(400))
    state: Mapped[RequestState] = mapped_column(words(RequestState), default=RequestState.SUBMITTED)
    submitted_by: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reviewer: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str | None] = mapped_column(String(200))
    dispatched_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    courier: Mapped[str | None] = mapped_column(String(40))
    tracking_no: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.CODE))

    office: Mapped[Office] = relationship(lazy="raise_on_sql")
    type: Mapped[InvoiceType] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.request_no


REQUEST_LIFECYCLE.guard(InvoiceRequest.state)
