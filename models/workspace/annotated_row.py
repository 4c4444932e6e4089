"""Rows that people write and file something beside: 备注 and 附件 belong to a row of one of these.

What stands beside a row carries the row's codes, so who sees the row sees it, but no registrant
does: it is the offices' own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.billing.order import Order
from models.billing.payment import Payment
from models.core.base import Base, UtcDateTime, words
from models.core.scope import Scoped
from models.domains.domain import Domain
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot
from models.remittances.remittance import Remittance
from models.units.unit import Unit
from models.users.user import Role


class Subject(StrEnum):
    """A kind of row that something can stand beside; the values are names of tables."""

    UNIT = "unit"
    DOMAIN = "domain"
    ORDER = "domain_order"
    PAYMENT = "payment"
    INVOICE = "invoice"
    LOT = "invoice_lot"
    REMITTANCE = "remittance"


class WithdrawalFault(StrEnum):
    """Why what stands beside a row is not taken back."""

    NOT_AUTHOR = "withdrawal_not_author"
    ALREADY = "withdrawal_already"


MODEL_OF: Mapping[Subject, type[Base]] = {
    Subject.UNIT: Unit,
    Subject.DOMAIN: Domain,
    Subject.ORDER: Order,
    Subject.PAYMENT: Payment,
    Subject.INVOICE: Invoice,
    Subject.LOT: InvoiceLot,
    Subject.REMITTANCE: Remittance,
}

#: A reviewer of names has no part in money and sheets (domain.md 4.5).
_MONEY = frozenset({Subject.PAYMENT, Subject.INVOICE, Subject.LOT, Subject.REMITTANCE})


class BesideRow(Scoped):
    """Mixin of what people put beside a row; taken back it stays, marked as withdrawn."""

    subject: Mapped[Subject] = mapped_column(words(Subject), nullable=False)
    #: The key of the row; the kind of row decides the table, so no foreign key can say it.
    row_id: Mapped[int] = mapped_column(nullable=False)
    by: Mapped[str] = mapped_column(String(60), nullable=False)
    #: The actor's key in the journal: only they take it back.
    author_key: Mapped[str] = mapped_column(String(40), nullable=False)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, nullable=False)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


def subject_of(model: type[Base]) -> Subject | None:
    """The kind of a model's rows; None where nothing can stand beside them."""
    return next((subject for subject, known in MODEL_OF.items() if known is model), None)


def find_subject(session: Session, role: Role, subject: Subject, row_id: int) -> Base | None:
    """The row under the session's scope; None if it is absent, foreign or not the role's."""
    if role is Role.UNIT_USER or (role is Role.REGISTRY_REVIEWER and subject in _MONEY):
        return None
    model = MODEL_OF[subject]
    return session.scalar(select(model).where(model.id == row_id))


def withdrawal_fault(beside: BesideRow, actor_key: str) -> WithdrawalFault | None:
    """Why an actor may not take a note or file back; None when they may: once, its author."""
    if beside.author_key != actor_key:
        return WithdrawalFault.NOT_AUTHOR
    return WithdrawalFault.ALREADY if beside.withdrawn_at is not None else None
