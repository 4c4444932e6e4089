"""奖励经费 (award funds): a province's rule and its accruals. Off until a rule exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, exists, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.billing.order import Order, OrderState
from models.core.base import Base, UtcDateTime, Versioned, pk
from models.core.scope import Scoped, ancestor_indexes
from models.values.calendar import day_bounds, week_bounds

_WHOLE_BP = 10_000
_STANDS = "reversed_at IS NULL"


class AwardRule(Scoped, Versioned, Base):
    """The share of settled fees that a province receives, in basis points."""

    __tablename__ = "award_rule"
    __table_args__ = (
        CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="interval"),
        Index(None, "province_code", "valid_from", unique=True),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    rate_bp: Mapped[int]
    valid_from: Mapped[dt.date]
    #: The first day on which it is no longer valid; None: open-ended.
    valid_to: Mapped[dt.date | None]

    def holds_on(self, day: dt.date) -> bool:
        """Whether the rule applies to a fee settled on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def award_fen(self, fee_fen: int) -> int:
        """The award of a fee in 分; rounded down."""
        return fee_fen * self.rate_bp // _WHOLE_BP


class AwardAccrual(Scoped, Base):
    """One order's award."""

    __tablename__ = "award_accrual"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        *ancestor_indexes(),
        # Covering index for sums of a place's awards, which grow with the years.
        Index(
            "ix_award_accrual_standing",
            "province_code",
            "city_code",
            "office_code",
            "amount_fen",
            postgresql_where=text(_STANDS),
            sqlite_where=text(_STANDS),
        ),
    )

    id: Mapped[pk]
    rule_id: Mapped[int] = mapped_column(ForeignKey("award_rule.id", ondelete="RESTRICT"))
    order_id: Mapped[int] = mapped_column(
        ForeignKey("domain_order.id", ondelete="RESTRICT"), unique=True
    )
    #: The ISO week in which the order was settled.
    period_week: Mapped[str] = mapped_column(String(8))
    amount_fen: Mapped[int]
    #: When the order's refund took it back.
    reversed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    order: Mapped[Order] = relationship(lazy="raise_on_sql")


def rules_of(session: Session, province_codes: Sequence[str]) -> list[AwardRule]:
    """Every rule of the provinces, by province and first day."""
    wanted = select(AwardRule).where(AwardRule.province_code.in_(province_codes))
    return list(session.scalars(wanted.order_by(AwardRule.province_code, AwardRule.valid_from)))


def unrewarded(session: Session, rules: Sequence[AwardRule], week: str, limit: int) -> list[Order]:
    """Orders settled in the week under a rule that gives something, not yet rewarded, by key.

    Orders without a rule, or with a rate of 0, are excluded by SQL, so that they do not use up the
    limit.
    """
    first, last = week_bounds(week)
    found: list[Order] = []
    for rule in rules:
        begins = max(day_bounds(first)[0], day_bounds(rule.valid_from)[0])
        ends = day_bounds(last)[1]
        if rule.valid_to is not None:
            ends = min(ends, day_bounds(rule.valid_to)[0])
        rewarded = exists(select(AwardAccrual.id).where(AwardAccrual.order_id == Order.id))
        wanted = select(Order).where(
            Order.province_code == rule.province_code,
            Order.state == OrderState.SETTLED,
            Order.settled_at >= begins,
            Order.settled_at < ends,
            Order.amount_fen * rule.rate_bp >= _WHOLE_BP,
            ~rewarded,
        )
        found += session.scalars(wanted.order_by(Order.id).limit(limit - len(found)))
    return found


def provinces_to_reward(week: str) -> Select[str]:
    """Codes of provinces with orders settled in the week that a rule of it may reward.

    A rule that begins or ends in the week is taken to hold all of it: a run may come to nothing.
    """
    first, last = week_bounds(week)
    return (
        select(Order.province_code)
        .join(AwardRule, AwardRule.province_code == Order.province_code)
        .where(
            AwardRule.valid_from <= last,
            or_(AwardRule.valid_to.is_(None), AwardRule.valid_to > first),
            Order.state == OrderState.SETTLED,
            Order.settled_at >= day_bounds(first)[0],
            Order.settled_at < day_bounds(last)[1],
            Order.amount_fen * AwardRule.rate_bp >= _WHOLE_BP,
            ~exists().where(AwardAccrual.order_id == Order.id),
        )
        .distinct()
    )


def provinces_to_reverse() -> Select[str]:
    """Codes of provinces with awards of orders that were refunded since."""
    return (
        select(AwardAccrual.province_code)
        .join(Order, Order.id == AwardAccrual.order_id)
        .where(Order.state == OrderState.REFUNDED, AwardAccrual.reversed_at.is_(None))
        .distinct()
    )


def accruals_to_reverse(
    session: Session, province_codes: Sequence[str], limit: int
) -> list[AwardAccrual]:
    """Awards of orders that were refunded since, by key."""
    wanted = (
        select(AwardAccrual)
        .join(Order, Order.id == AwardAccrual.order_id)
        .where(
            Order.state == OrderState.REFUNDED,
            AwardAccrual.province_code.in_(province_codes),
            AwardAccrual.reversed_at.is_(None),
        )
        .order_by(AwardAccrual.id)
        .limit(limit)
    )
    return list(session.scalars(wanted))
