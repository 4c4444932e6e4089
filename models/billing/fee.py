"""收费标准: the price of a domain-year by top-level name, operation and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, Versioned, pk, words
from models.core.scope import Reference, Unscoped
from models.values.order_kind import OrderKind
from models.values.tld import Tld


class FeeSchedule(Reference, Versioned, Base):
    """A price and its period of validity; periods of one (tld, operation) do not overlap."""

    __tablename__ = "fee_schedule"
    __unscoped__ = Unscoped("the tariff is public and national")
    __table_args__ = (
        CheckConstraint("price_per_year_fen >= 0", name="price_not_negative"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="interval"),
        Index(None, "tld", "operation", "valid_from", unique=True),
    )

    id: Mapped[pk]
    tld: Mapped[Tld] = mapped_column(words(Tld))
    operation: Mapped[OrderKind] = mapped_column(words(OrderKind))
    price_per_year_fen: Mapped[int]
    valid_from: Mapped[dt.date]
    #: The first day on which it is no longer valid; None: open-ended.
    valid_to: Mapped[dt.date | None]


def prices(session: Session, operation: OrderKind, on: dt.date) -> dict[Tld, int]:
    """分 per domain-year of each top-level name on a day."""
    return prices_on(session, operation, [on])[on]


def prices_on(
    session: Session, operation: OrderKind, days: Collection[dt.date]
) -> dict[dt.date, dict[Tld, int]]:
    """The same for each of several days, in one statement."""
    rows = session.scalars(
        select(FeeSchedule).where(
            FeeSchedule.operation == operation,
            FeeSchedule.valid_from <= max(days),
            (FeeSchedule.valid_to.is_(None)) | (FeeSchedule.valid_to > min(days)),
        )
    ).all()
    return {
        day: {
            row.tld: row.price_per_year_fen
            for row in rows
            if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)
        }
        for day in days
    }
