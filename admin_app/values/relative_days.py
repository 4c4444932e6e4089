"""Days said relative to today, such as 本周 or 未来30天: stored as words, evaluated on the day.

A week begins on Monday. `last_30_days` and `next_30_days` include today: from 30 days before it,
and to 30 days after it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from admin_app.labels.relative_days import RELATIVE_DAYS
from models.values.typed_text import folded

#: Most days of `last_N_days` and `next_N_days`: ten years.
MAXIMUM_DAYS: Final = 3660

#: Single days, as days after today.
_DAYS: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_PLACES: Final = {"last": -1, "this": 0, "next": 1}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
#: Every code without a number.
NAMED: Final = (*_DAYS, *(f"{p}_{u}" for u in ("week", *_MONTHS) for p in _PLACES))

#: What people type instead of a code.
_SYNONYMS: Final = {
    "今天": "today",
    "今日": "today",
    "昨天": "yesterday",
    "昨日": "yesterday",
    "明天": "tomorrow",
    "明日": "tomorrow",
    "本年": "this_year",
    "今年": "this_year",
    "去年": "last_year",
    "明年": "next_year",
    **{
        f"{place}{unit}": f"{said}_{code}"
        for place, said in (("本", "this"), ("这", "this"), ("上", "last"), ("下", "next"))
        for unit, code in (
            ("周", "week"),
            ("星期", "week"),
            ("月", "month"),
            ("个月", "month"),
            ("季", "quarter"),
            ("季度", "quarter"),
            ("年", "year"),
        )
    },
}
_COUNTED: Final = (
    (re.compile(r"(last|next)_(\d{1,4})_days?"), None),
    (re.compile(r"(?:未来|今后)()(\d{1,4})天"), "next"),
    (re.compile(r"()(\d{1,4})天内"), "next"),
    (re.compile(r"(?:过去|最近|近)()(\d{1,4})天"), "last"),
)


@dataclass(frozen=True, slots=True)
class RelativeDays:
    """A day or a period whose dates depend on today."""

    #: `today`, `last_quarter`, `next_30_days`.
    code: str

    def __str__(self) -> str:
        """The code: its form in addresses and saved views."""
        return self.code

    @property
    def counted(self) -> tuple[str, int] | None:
        """(`last` or `next`, number of days); None for a named period."""
        place, *rest = self.code.split("_")
        return (place, int(rest[0])) if len(rest) > 1 else None

    def span(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """The first and the last day, both included."""
        if self.counted is not None:
            place, count = self.counted
            other = today + dt.timedelta(days=_PLACES[place] * count)
            return min(today, other), max(today, other)
        if self.code in _DAYS:
            day = today + dt.timedelta(days=_DAYS[self.code])
            return day, day
        place, unit = self.code.split("_")
        if unit == "week":
            first = today + dt.timedelta(days=7 * _PLACES[place] - today.weekday())
            return first, first + dt.timedelta(days=6)
        return _months(today, _MONTHS[unit], _PLACES[place])


def parse_relative(text: str) -> RelativeDays | None:
    """The period that a code, or a word in Chinese or English, names; None where it names none."""
    typed = re.sub(r"\s+", " ", folded(text).strip().lower())
    code = typed.replace(" ", "_")
    if code in NAMED:
        return RelativeDays(code)
    word = typed.replace(" ", "")
    if word in _SYNONYMS:
        return RelativeDays(_SYNONYMS[word])
    for pattern, place in _COUNTED:
        found = pattern.fullmatch(code) or pattern.fullmatch(word)
        if found is not None and 1 <= int(found[2]) <= MAXIMUM_DAYS:
            return RelativeDays(f"{place or found[1]}_{int(found[2])}_days")
    return None


def _months(today: dt.date, length: int, shift: int) -> tuple[dt.date, dt.date]:
    """The period of `length` months that today is in, or one before or after it."""
    months = today.year * 12 + today.month - 1
    first = months - months % length + shift * length
    last = first + length - 1
    year, month = divmod(last, 12)
    return (
        dt.date(first // 12, first % 12 + 1, 1),
        dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1]),
    )


def relative_days_said(days: RelativeDays) -> str:
    """A period in the reader's language; typed again, it means the same."""
    if days.counted is None:
        return str(RELATIVE_DAYS[days.code])
    place, count = days.counted
    return _("未来%(n)s天", n=count) if place == "next" else _("过去%(n)s天", n=count)
