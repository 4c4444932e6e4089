"""The only place for days, weeks and work days as the offices count them: Asia/Shanghai.

An instant is an aware datetime; the day it falls on is never the day of its UTC form. Work days
follow the State Council's yearly notices; for years it has not announced they are guessed from
weekdays and the holidays that law fixes by date, and `is_announced` says so.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

import chinese_calendar
from chinese_calendar.constants import holidays

from models.values.typed_text import folded, with_plain_dashes

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

_INSTANT_MIN: Final = datetime.min.replace(tzinfo=UTC)
_INSTANT_MAX: Final = datetime.max.replace(tzinfo=UTC)

#: The years whose holidays are announced.
_FIRST_YEAR: Final[int] = min(holidays).year
_LAST_YEAR: Final[int] = max(holidays).year
#: 全国年节及纪念日放假办法 (2024): (month, day) of the holidays that no lunar calendar moves.
_FIXED_HOLIDAYS: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_SATURDAY: Final = 5

_WEEK_KEY = re.compile(r"([0-9]{4})-W([0-9]{2})")
_BLANKS: Final = re.compile(r"\s+")
#: The time of day at the end of an instant: hour, minute, second and offset.
_TIME: Final = re.compile(
    r"(?:T|\s+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?\s*(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
#: What stands between year, month and day besides a hyphen.
_MARKS: Final = re.compile("[/.。年月]")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")


def business_day(at: datetime) -> date:
    """Returns the day in Asia/Shanghai of an aware instant; a naive one raises."""
    _require_aware(at)
    return at.astimezone(SHANGHAI).date()


def instant(value: datetime | None) -> str:
    """An instant as people read it, in Asia/Shanghai, to the minute; empty for None."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if value else ""


def local_minute(value: datetime) -> str:
    """An instant as a browser's own field for it has it, in Asia/Shanghai: 2026-11-01T09:30."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def parse_instant(typed: str) -> datetime:
    """The instant, in UTC, of a day and a time as clerks type them: 2026-11-01 9:30.

    Without an offset it is Asia/Shanghai's time; 2026-11-01T01:30Z and +00:00 are read, too.
    Raises ValueError for a text that is no instant.
    """
    plain = with_plain_dashes(folded(typed)).strip()
    found = _TIME.search(plain)
    if found is None:
        raise ValueError(typed)
    day = parse_day(plain[: found.start()])
    hour, minute, second, offset = found.groups()
    hand = f"{int(hour):02}:{minute}:{second or '00'}"
    at = datetime.fromisoformat(f"{day}T{hand}{'+00:00' if offset == 'Z' else offset or ''}")
    try:
        return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(typed) from error


def parse_day(typed: str) -> date:
    """The day of a text as clerks type it: 2026-11-01, 2026/11/1, 2026年11月1日, 20261101.

    Digits and marks may be of either width. Raises ValueError for a text that is no day.
    """
    plain = _BLANKS.sub("", with_plain_dashes(folded(typed)))
    found = _DAY.fullmatch(_MARKS.sub("-", plain).rstrip("日号"))
    if found is None:
        raise ValueError(typed)
    year, month, day = (int(part) for part in found.groups() if part is not None)
    return date(year, month, day)


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


def is_announced(day: date) -> bool:
    """Tells whether the holidays of the day's year have been announced."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def is_work_day(day: date) -> bool:
    """Tells whether offices are open that day, 调休 included."""
    if is_announced(day):
        found: bool = chinese_calendar.is_workday(day)
        return found
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED_HOLIDAYS


def work_days_between(start: date, day: date) -> int:
    """Returns how many work days follow `start` up to and including `day`."""
    days = (start + timedelta(days=n) for n in range(1, (day - start).days + 1))
    return sum(map(is_work_day, days))


def work_day_back(day: date, number: int) -> date:
    """Returns the work day that is the `number`-th counted back, `day` included when it is one."""
    assert number > 0, "counting begins at one"
    days = (day - timedelta(days=n) for n in count())
    work_days = (found for found in days if is_work_day(found))
    return next(found for n, found in enumerate(work_days, start=1) if n == number)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def _require_aware(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError(at)
