"""到期提醒 (expiry reminders): which names expire soon, and a record of each reminder sent.

A stage is a number of days before expiry. A name is reminded once per stage, for the latest stage
it has reached, so after days without a run it gets one reminder and not several.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.core.base import Base, UtcDateTime, pk
from models.core.scope import Scoped, ancestor_indexes
from models.core.setting import Settings
from models.domains.domain import Domain, DomainState


class Reminder(Scoped, Base):
    """One reminder of a name's expiry, for one term and stage."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("domain_id", "expires_on", "stage"),
        Index(None, "told_at", "office_code", "id"),
        *ancestor_indexes(registrant=True),
    )

    id: Mapped[pk]
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    #: The expiry it reminds of.
    expires_on: Mapped[dt.date]
    #: Days before expiry; 0: expired.
    stage: Mapped[int]
    reminded_on: Mapped[dt.date]
    #: When it was included in a digest; None: not yet.
    told_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    registrant_id = synonym("unit_id")
    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")


def reminders_kept_since(today: dt.date, settings: Settings) -> dt.date:
    """The earliest expiry whose reminders are kept; older ones can no longer be due again."""
    return today - dt.timedelta(days=max(settings.reminder_kept_days, settings.grace_days + 1))


def stage_of(days_left: int, stages: Sequence[int]) -> int | None:
    """The latest stage reached; None while no stage is."""
    return min((stage for stage in (*stages, 0) if days_left <= stage), default=None)


def windows(
    today: dt.date, stages: Sequence[int], grace_days: int
) -> Iterator[tuple[int, dt.date, dt.date]]:
    """(stage, first, last): the range of expiry dates at each stage today."""
    ordered = sorted({0, *stages})
    first = today - dt.timedelta(days=grace_days)
    for stage in ordered:
        last = today + dt.timedelta(days=stage)
        yield stage, first, last
        first = last + dt.timedelta(days=1)


def names_to_remind(today: dt.date, stages: Sequence[int], grace_days: int) -> Select[int]:
    """Keys of registered names without a reminder for today's stage."""
    return select(Domain.id).where(
        Domain.state == DomainState.REGISTERED,
        or_(
            *(
                Domain.due_on.between(first, last)
                & ~exists().where(
                    Reminder.domain_id == Domain.id,
                    Reminder.expires_on == Domain.expires_on,
                    Reminder.stage == stage,
                )
                for stage, first, last in windows(today, stages, grace_days)
            )
        ),
    )
