"""Rows that can have notes (备注) and attachments (附件).

Notes and attachments carry the row's codes, so those who see the row see them, except registrants.
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
    """Kinds of rows with notes and attachments; the values are table names."""

    UNIT = "unit"
    DOMAIN = "domain"
    ORDER = "domain_order"
    PAYMENT = "payment"
    INVOICE = "invoice"
    LOT = "invoice_lot"
    REMITTANCE = "remittance"


class WithdrawalFault(StrEnum):
    """Why a note or attachment is not withdrawn."""

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

#: Reviewers of names have no access to money and invoices (domain.md 4.5).
_MONEY = frozenset({Subject.PAYMENT, Subject.INVOICE, Subject.LOT, Subject.REMITTANCE})


class BesideRow(Scoped):
    """Mixin of notes and attachments; a withdrawn one is kept and marked."""

    subject: Mapped[Subject] = mapped_column(words(Subject), nullable=False)
    #: The row's id; the table depends on the subject, so there is no foreign key.
    row_id: Mapped[int] = mapped_column(nullable=False)
    by: Mapped[str] = mapped_column(String(60), nullable=False)
    #: The author's actor key; only they may withdraw it.
    author_key: Mapped[str] = mapped_column(String(40), nullable=False)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, nullable=False)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


def subject_of(model: type[Base]) -> Subject | None:
    """The subject of a model; None if it has no notes and attachments."""
    return next((subject for subject, known in MODEL_OF.items() if known is model), None)


def find_subject(session: Session, role: Role, subject: Subject, row_id: int) -> Base | None:
    """The row; None if it does not exist, is out of scope, or the role may not see it."""
    if role is Role.UNIT_USER or (role is Role.REGISTRY_REVIEWER and subject in _MONEY):
        return None
    model = MODEL_OF[subject]
    return session.scalar(select(model).where(model.id == row_id))


def withdrawal_fault(beside: BesideRow, actor_key: str) -> WithdrawalFault | None:
    """Why an actor may not withdraw a note or file; None when they may (its author, once)."""
    if beside.author_key != actor_key:
        return WithdrawalFault.NOT_AUTHOR
    return WithdrawalFault.ALREADY if beside.withdrawn_at is not None else None
