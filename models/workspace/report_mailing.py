"""报表定时发送: which report goes to whom at which times, and the log of what was sent.

A sending is once for each period and receiver, whichever worker comes first: the log's key says so.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    and_,
    or_,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Json, UtcDateTime, Versioned, pk, words
from models.core.ended import ended_when
from models.core.scope import Scoped, ancestor_indexes
from models.offices.office import REGISTRY_CODE
from models.users.user import Role, User
from models.values.calendar import SHANGHAI, week_key

#: Most mailings of one report in use, and most people named in one.
MAXIMUM_MAILINGS = 10
MAXIMUM_NAMED_PEOPLE = 50


class MailEvery(StrEnum):
    """How often a report is sent."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ReportMailing(Scoped, Versioned, Base):
    """A report that is sent at times, to people of the office that set it up and of those below."""

    __tablename__ = "report_mailing"
    __table_args__ = (
        CheckConstraint("on_weekday BETWEEN 1 AND 7", name="on_weekday"),
        CheckConstraint("day_of_month BETWEEN 1 AND 28", name="day_of_month"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    every: Mapped[MailEvery] = mapped_column(words(MailEvery))
    #: 1 for Monday; of a weekly one.
    on_weekday: Mapped[int] = mapped_column(default=1)
    #: Of a monthly one.
    day_of_month: Mapped[int] = mapped_column(default=1)
    #: In Asia/Shanghai.
    hour: Mapped[int] = mapped_column(default=8)
    #: Receivers: everybody of these roles, and these people by their logins.
    roles: Mapped[list[Any]] = mapped_column(Json, default=list)
    people: Mapped[list[Any]] = mapped_column(Json, default=list)
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    def due_period(self, now: dt.datetime) -> str | None:
        """The day, week or month whose sending is due; None before its hour.

        A missed one stays due until its period ends; one set up after its hour waits for the next.
        """
        here = now.astimezone(SHANGHAI)
        first, period = {
            MailEvery.DAY: (here.date(), here.date().isoformat()),
            MailEvery.WEEK: (
                here.date() + dt.timedelta(days=self.on_weekday - here.isoweekday()),
                week_key(here.date()),
            ),
            MailEvery.MONTH: (here.date().replace(day=self.day_of_month), f"{here:%Y-%m}"),
        }[self.every]
        at = dt.datetime.combine(first, dt.time(self.hour), SHANGHAI)
        return period if self.updated_at <= at <= now else None

    def receivers(self) -> ColumnElement[bool]:
        """The users it goes to: active ones of its office and those below, never registrants."""
        code = self.office_code
        below = (
            true()
            if code == REGISTRY_CODE
            else User.province_code == code
            if code.endswith("0000")
            else User.city_code == code
            if code.endswith("00")
            else User.office_code == code
        )
        named = or_(
            User.role.in_([Role(each) for each in self.roles]), User.username.in_(self.people)
        )
        return and_(below, named, User.is_active, User.unit_id.is_(None))

    def __str__(self) -> str:
        return f"#{self.id}"


class SendingOutcome(StrEnum):
    """What became of a sending."""

    WRITTEN = "written"
    #: The receiver has no address, or one that a mail server refused.
    NO_ADDRESS = "no_address"
    #: The receiver may no longer open the report, or it is retired.
    NO_ACCESS = "no_access"
    #: Too many rows for a letter.
    TOO_LARGE = "too_large"


class ReportSending(Scoped, Base):
    """One report to one receiver in one period."""

    __tablename__ = "report_sending"
    __table_args__ = (UniqueConstraint("mailing_id", "period", "user_id"), *ancestor_indexes())

    id: Mapped[pk]
    mailing_id: Mapped[int] = mapped_column(ForeignKey("report_mailing.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    outcome: Mapped[SendingOutcome] = mapped_column(words(SendingOutcome))
    row_count: Mapped[int] = mapped_column(default=0)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
