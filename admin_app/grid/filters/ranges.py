"""Two ends, both included, of which one is enough: days, amounts and printed numbers."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.grid.filters.conditions import (
    EQUALITY,
    PRESENCE,
    RANGE,
    Between,
    Condition,
    Operand,
    Operator,
)
from admin_app.grid.filters.filter import FieldRequest, Filter, FilteredList, FilterField
from admin_app.values.kind import Schema
from admin_app.values.relative_days import (
    MAXIMUM_DAYS,
    NAMED,
    RelativeDays,
    parse_relative,
    relative_days_said,
)
from models.core.base import UtcDateTime
from models.core.text_type import TextType, kept_form
from models.values.calendar import day_bounds, parse_day
from models.values.limits import LARGEST_BIGINT
from models.values.money import MoneyError, format_yuan, parse_yuan, plain_yuan
from models.values.number_range import PAPER_INVOICE_WIDTH

#: Digits of an electronic invoice's number, the longest of all.
_LONGEST_NUMBER = 20


@dataclass(frozen=True)
class RangeFilter(Filter):
    """From one value to another: asked for as `name_from` and `name_to`, a pair once parsed."""

    #: The field the template draws for it.
    field_kind: ClassVar[str]
    operators: ClassVar[tuple[Operator, ...]] = (*EQUALITY, *RANGE, *PRESENCE)

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

    def parse_operand(self, listed: FilteredList, raw: str) -> Operand:
        """One value. Raises BadListError."""
        if (value := self._end(self.name, raw.strip())) is None:
            raise self.bad_value(self.name, raw)
        return value

    def compare(
        self, listed: FilteredList, operator: Operator, operands: Sequence[Operand]
    ) -> Condition:
        """Up to a value, from it on, or as any column."""
        if operator in RANGE:
            (operand,) = operands
            low, high = operand if isinstance(operand, tuple) else (operand, operand)
            is_low = operator is Operator.AT_LEAST
            return self.condition(listed, (low, None) if is_low else (None, high))
        return super().compare(listed, operator, operands)

    def equal(self, listed: FilteredList, operand: Operand) -> Condition:
        """The value itself, or one within the period."""
        ends = operand if isinstance(operand, tuple) else (operand, operand)
        return self.condition(listed, ends)

    def describe_operand(self, session: Session, listed: FilteredList, operand: Operand) -> str:
        """As it is read."""
        return self.shown_end(operand)

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

    def shown_end(self, end: Operand) -> str:
        """An end as it is read."""
        return str(end)

    def describe(self, session: Session, listed: FilteredList, value: Operand) -> str:
        """From where to where."""
        low, high = (None if end is None else self.shown_end(end) for end in value)
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

    def parse_end(self, raw: str) -> dt.date | RelativeDays:
        """A day, or days relative to today: as the lower end their first, as the upper the last."""
        return parse_relative(raw) or parse_day(raw)

    def resolved(self, value: Operand, today: Callable[[], dt.date]) -> Operand:
        """Both ends as days; of one operand, its first and last day."""
        if isinstance(value, RelativeDays):
            return value.span(today())
        if not isinstance(value, tuple):
            return value
        ends = enumerate(value)
        return tuple(
            end.span(today())[n] if isinstance(end, RelativeDays) else end for n, end in ends
        )

    def describe(self, session: Session, listed: FilteredList, value: Operand) -> str:
        """A period by its word alone."""
        low, high = value
        if low == high and isinstance(low, RelativeDays):
            return relative_days_said(low)
        return super().describe(session, listed, value)

    def typed(self, end: dt.date | RelativeDays) -> str:
        """A day, or the word for relative ones."""
        return self.shown_end(end)

    def shown_end(self, end: dt.date | RelativeDays) -> str:
        """The same."""
        return relative_days_said(end) if isinstance(end, RelativeDays) else str(end)

    def condition(self, listed: FilteredList, value: Any) -> Condition:
        """The day, or the instants of the whole day."""
        low, high = value
        if not isinstance(self.compared(listed).type, UtcDateTime):
            return Between(self.name, low, high)
        begin = day_bounds(low)[0] if low else None
        end = day_bounds(high)[1] if high else None
        return Between(self.name, begin, end, is_below=True)

    def presets_of(self, asked: FieldRequest) -> Sequence[tuple[str, str]]:
        """The intervals clerks ask for most; relative, so that a saved view moves with the day."""
        if not (self.presets or self.past):
            return ()
        periods = _PAST if self.past else _COMING
        found = [
            (_preset_said(period), asked.url_of((period, period)))
            for period in map(RelativeDays, periods)
        ]
        if self.presets:
            found.append((_("已过期"), asked.url_of((None, RelativeDays("today")))))
        return found

    def schema(self, listed: FilteredList) -> Schema:
        """A date, or days relative to today."""
        counted = f"(last|next)_[0-9]{{1,{len(str(MAXIMUM_DAYS))}}}_days"
        named = "|".join(NAMED)
        return {
            "type": "string",
            "pattern": f"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{named}|{counted})$",
            "examples": ["2026-11-30", "this_week", "next_30_days"],
        }

    def description(self, listed: FilteredList) -> str:
        """That the day is included."""
        return self.title(listed) + _("（含当日；可以填相对日期，如 this_week、next_30_days）")


#: Periods that stand beside the field: of days that lie behind, and of days to come.
_PAST = ("this_month", "last_month", "this_quarter")
_COMING = ("this_month", "next_30_days", "next_60_days", "next_90_days", "this_quarter")


def _preset_said(period: RelativeDays) -> str:
    if period.counted is None:
        return relative_days_said(period)
    return _("%(n)s 天内", n=period.counted[1])


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

    def shown_end(self, end: int) -> str:
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


@dataclass(frozen=True)
class IntegerFilter(RangeFilter):
    """Whole numbers."""

    field_kind: ClassVar[str] = "number_range"

    def parse_end(self, raw: str) -> int:
        """A whole number that a column can hold."""
        digits = kept_form(TextType.CODE, raw)
        number = int(digits) if digits.removeprefix("-").isascii() else None
        if number is None or abs(number) > LARGEST_BIGINT:
            raise ValueError(raw)
        return number

    def schema(self, listed: FilteredList) -> Schema:
        """A number."""
        return {"type": "integer", "examples": [1]}
