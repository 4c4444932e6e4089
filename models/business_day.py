"""The only place for days and weeks as the offices count them: Asia/Shanghai, ISO weeks.

An instant is an aware datetime; the day it falls on is never the day of its UTC form.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

_INSTANT_MIN: Final = datetime.min.replace(tzinfo=UTC)
_INSTANT_MAX: Final = datetime.max.replace(tzinfo=UTC)

_WEEK_KEY = re.compile(r"([0-9]{4})-W([0-9]{2})")


def business_day(at: datetime) -> date:
    """Returns the day in Asia/Shanghai of an aware instant; a naive one is our bug."""
    _require_aware(at)
    return at.astimezone(SHANGHAI).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Returns the UTC instants at which a business day begins and the next one begins.

    A typed date may be the first or last of the calendar, so the bounds stop at its edges.
    """
    begins = _INSTANT_MIN if day == date.min else _midnight(day)
    ends = _INSTANT_MAX if day == date.max else _midnight(day + timedelta(days=1))
    return begins, ends


def week_key(day: date) -> str:
    """Returns the ISO week such as ``2026-W47``; the year is the week's, not the day's."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def week_of(at: datetime) -> str:
    """Returns the ISO week of the business day of an aware instant."""
    return week_key(business_day(at))


def week_bounds(key: str) -> tuple[date, date]:
    """Returns Monday and Sunday of a week; raises ValueError for a week that does not exist."""
    match = _WEEK_KEY.fullmatch(key)
    if match is None:
        raise ValueError(key)
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return monday, monday + timedelta(days=6)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def _require_aware(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError(at)
