"""保留名称 (reserved names): names that may not be filed, by a document and for a period.

CONAC's application (Q18c, Q22) reserves the names of divisions and of the countries of ISO 3166.
Divisions are reserved by `models.offices.place_name` from their own table; this table has the
others: short names of the state, central bodies, countries, names under dispute, forbidden words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, Versioned, pk, unique_where, words
from models.core.scope import Reference, Unscoped
from models.core.text_type import TextType, text_of_type


class ReservedKind(StrEnum):
    """Why a name is reserved."""

    #: Reserved for one body, or for nobody: no other label may equal it.
    RESERVED = "reserved"
    #: Under dispute: nobody may file it.
    DISPUTED = "disputed"
    #: A word that no label may contain.
    PROHIBITED = "prohibited"


class ReservedName(Reference, Versioned, Base):
    """A reserved name with its period."""

    __tablename__ = "reserved_name"
    __unscoped__ = Unscoped("a public list, the same for everyone")
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="interval"),
        CheckConstraint("length(variant_key) > 0", name="variant_key"),
        CheckConstraint("holder_uscc IS NULL OR kind = 'reserved'", name="holder"),
        unique_where("uq_reserved_name_standing", "variant_key", "kind", where="valid_to IS NULL"),
        Index(None, "name", "id"),
        Index(None, "kind", "id"),
        Index(None, "variant_key", "kind"),
    )

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(String(40))
    #: What all variants of the name share.
    variant_key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ReservedKind] = mapped_column(words(ReservedKind))
    reason: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(60), info=text_of_type(TextType.DOCUMENT_NO))
    valid_from: Mapped[dt.date]
    #: The first day on which it is no longer reserved; None: open-ended.
    valid_to: Mapped[dt.date | None]
    #: 统一社会信用代码 of the one body that may file a reserved name; None: nobody may.
    holder_uscc: Mapped[str | None] = mapped_column(String(18), info=text_of_type(TextType.USCC))
    note: Mapped[str | None] = mapped_column(String(200))

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reserved name as the filing rule uses it."""

    name: str
    key: str
    kind: ReservedKind
    reason: str
    document_no: str
    holder_uscc: str | None


def reservations_on(
    session: Session, keys: Collection[str], today: dt.date
) -> tuple[Reservation, ...]:
    """The reservations in force on a day that concern these variant keys, in one statement."""
    row = ReservedName
    wanted = select(row).where(
        (row.variant_key.in_(keys)) | (row.kind == ReservedKind.PROHIBITED),
        row.valid_from <= today,
        (row.valid_to.is_(None)) | (row.valid_to > today),
    )
    return tuple(
        Reservation(
            found.name,
            found.variant_key,
            found.kind,
            found.reason,
            found.document_no,
            found.holder_uscc,
        )
        for found in session.scalars(wanted.order_by(row.id))
    )
