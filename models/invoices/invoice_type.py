"""发票类型: the types of invoices, what they are made of and how they are counted."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Versioned, pk, words
from models.core.ended import ended_when
from models.core.scope import Reference, Unscoped


class Medium(StrEnum):
    """What an invoice is made of."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Tracking(StrEnum):
    """Whether sheets are counted only, or known by number."""

    COUNT = "count"
    SERIAL = "serial"


class InvoiceType(Reference, Versioned, Base):
    """发票类型: a dictionary row."""

    __tablename__ = "invoice_type"
    __unscoped__ = Unscoped("a national dictionary")
    __table_args__ = (
        CheckConstraint("face_value_fen IS NULL OR face_value_fen > 0", name="face_value"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    medium: Mapped[Medium] = mapped_column(words(Medium))
    tracking: Mapped[Tracking] = mapped_column(words(Tracking))
    #: 定额: what one sheet is worth. None: written at issue.
    face_value_fen: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    def __str__(self) -> str:
        return self.name
