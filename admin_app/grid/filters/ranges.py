"""Two ends, both included, of which one is enough: days, amounts and printed numbers."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.grid.filters.conditions import Between, Condition
from admin_app.grid.filters.filter import FieldRequest, Filter, FilteredList, FilterField
from admin_app.values.kind import Schema
from models.core.base import UtcDateTime
from models.core.text_type import TextType, kept_form
from models.values.calendar import day_bounds, parse_day
from models.values.money import MoneyError, format_yuan, parse_yuan, plain_yuan
from models.values.number_range import PAPER_INVOICE_WIDTH

#: Digits of an electronic invoice's number, the longest of all.
_LONGEST_NUMBER = 20


@dataclass(frozen=True)
class RangeFilter(Filter):
    """From one value to another: asked for as `name_from` and `name_to`, a pair once parsed."""

    #: The field the template draws for it.
    field_kind: ClassVar[str]

    @abstractmethod
    def parse_end(self, raw: str) -> Any:
        """One end. Raises ValueError or MoneyError."""

    @property
    def parameters(self) -> tuple[str, str]:
        """Its two ends."""
        return (f"{self.name}_from", f"{self.name}_to")

    def parse(self, listed: FilteredList, args: MultiDict[str, str]) -> tuple[Any, Any] | None:
        """Both ends, None for one that is open. Raises BadListError."""
        low, high = (self._end(name, args.get(name, "").strip()) for name in self.parameters)
        return None if low is None and high is None else (low, high)

    def _end(self, name: str, raw: str) -> Any:
        if not raw:
            return None
        try:
            return self.parse_end(raw)
        except (ValueError, MoneyError) as error:
            raise self.bad_value(name, raw) from error

    def condition(self, listed: FilteredList, value: Any) -> Condition:
        """The row's value lies between the ends."""
        low, high = value
        return Between(self.name, low, high)

    def field(self, asked: FieldRequest) -> FilterField:
        """Two fields."""
        ends = ("" if end is None else self.typed(end) for end in asked.value or (None, None))
        label, presets = self.title(asked.listed), self.presets_of(asked)
        return FilterField(self.name, label, self.field_kind, tuple(ends), presets=presets)

    def presets_of(self, asked: FieldRequest) -> Sequence[tuple[str, str]]:
        """The intervals asked for most: (label, url)."""
        return ()

    def typed(self, end: Any) -> str:
        """An end as it may be typed."""
        return str(end)

    def shown(self, end: Any) -> str:
        """An end as it is read."""
        return str(end)

    def describe(self, session: Session, listed: FilteredList, value: Any) -> str:
        """From where to where."""
        low, high = (None if end is None else self.shown(end) for end in value)
        if low is None:
            return _("至 %(high)s", high=high)
        if high is None:
            return _("%(low)s 起", low=low)
        return _("%(low)s 至 %(high)s", low=low, high=high)


@dataclass(frozen=True)
class DateFilter(RangeFilter):
    """Days, the last one included; of instants, as Asia/Shanghai counts them."""

    #: Whether the usual intervals (this month, 30, 60, 90 days, overdue) stand beside it.
    presets: bool = False
    #: The same for days that lie behind: this month, the last one, this quarter.
    past: bool = False

    field_kind: ClassVar[str] = "date_range"

    def parse_end(self, raw: str) -> dt.date:
        """A day."""
        return parse_day(raw)

    def condition(self, listed: FilteredList, value: Any) -> Condition:
        """The day, or the instants of the whole day."""
        low, high = value
        if not isinstance(self.compared(listed).type, UtcDateTime):
            return Between(self.name, low, high)
        begin = day_bounds(low)[0] if low else None
        end = day_bounds(high)[1] if high else None
        return Between(self.name, begin, end, is_below=True)

    def presets_of(self, asked: FieldRequest) -> Sequence[tuple[str, str]]:
        """The intervals clerks ask for most, from this month to overdue."""
        if not (self.presets or self.past):
            return ()
        intervals = _past_intervals if self.past else _coming_intervals
        return [(said, asked.url_of((low, high))) for said, low, high in intervals(asked.today)]

    def schema(self, listed: FilteredList) -> Schema:
        """A date."""
        return {"type": "string", "format": "date"}

    def description(self, listed: FilteredList) -> str:
        """That the day is included."""
        return self.title(listed) + _("（含当日）")


Interval = tuple[str, dt.date | None, dt.date]


def _past_intervals(today: dt.date) -> Sequence[Interval]:
    last = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return (
        (_("本月"), *_months(today.replace(day=1), 1)),
        (_("上月"), *_months(last, 1)),
        (_("本季"), *_months(_quarter(today), 3)),
    )


def _coming_intervals(today: dt.date) -> Sequence[Interval]:
    return (
        (_("本月"), *_months(today.replace(day=1), 1)),
        *((_("%(n)s 天内", n=n), today, today + dt.timedelta(days=n)) for n in (30, 60, 90)),
        (_("本季"), *_months(_quarter(today), 3)),
        (_("已过期"), None, today),
    )


def _quarter(today: dt.date) -> dt.date:
    """The first day of its quarter."""
    return dt.date(today.year, today.month - (today.month - 1) % 3, 1)


def _months(first: dt.date, count: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of so many months."""
    years, month = divmod(first.month - 1 + count, 12)
    return first, dt.date(first.year + years, month + 1, 1) - dt.timedelta(days=1)


@dataclass(frozen=True)
class MoneyFilter(RangeFilter):
    """Amounts: typed in yuan, compared in fen."""

    field_kind: ClassVar[str] = "money_range"

    def parse_end(self, raw: str) -> int:
        """Fen."""
        return parse_yuan(raw)

    def typed(self, end: int) -> str:
        """Yuan without a comma."""
        return plain_yuan(end)

    def shown(self, end: int) -> str:
        """Yuan."""
        return format_yuan(end)

    def schema(self, listed: FilteredList) -> Schema:
        """Yuan as a text."""
        return {"type": "string", "examples": ["1200.50"]}

    def description(self, listed: FilteredList) -> str:
        """That it is in yuan."""
        return self.title(listed) + _("（元）")


@dataclass(frozen=True)
class NumberFilter(RangeFilter):
    """Printed numbers of one width."""

    field_kind: ClassVar[str] = "number_range"

    def parse_end(self, raw: str) -> str:
        """A printed number in full width; its leading zeros need not be typed."""
        raw = kept_form(TextType.CODE, raw)
        if not (raw.isascii() and raw.isdecimal() and len(raw) <= _LONGEST_NUMBER):
            raise ValueError(raw)
        return raw.zfill(PAPER_INVOICE_WIDTH)

    def schema(self, listed: FilteredList) -> Schema:
        """Digits."""
        return {"type": "string", "pattern": "^[0-9]{1,20}$", "examples": ["1"]}
