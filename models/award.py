"""奖励经费: a province's rule and what accrued by it. Off until a rule exists."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Versioned, pk
from models.scope import Scoped, ancestor_indexes


class AwardRule(Scoped, Versioned, Base):
    """What a province receives of settled fees, in hundredths of a percent."""

    __tablename__ = "award_rule"
    __table_args__ = (
        CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="interval"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    rate_bp: Mapped[int]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class AwardAccrual(Scoped, Base):
    """One order's award."""

    __tablename__ = "award_accrual"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    rule_id: Mapped[int] = mapped_column(ForeignKey("award_rule.id", ondelete="RESTRICT"))
    order_id: Mapped[int] = mapped_column(
        ForeignKey("domain_order.id", ondelete="RESTRICT"), unique=True
    )
    period_week: Mapped[str] = mapped_column(String(8))
    amount_fen: Mapped[int]
