"""The filters of fields of one's own that no built-in column has, and the filter of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from admin_app.grid.filters.choice import ChoiceFilter, words_of
from admin_app.grid.filters.conditions import Condition, OneOf, ReadValue
from admin_app.grid.filters.filter import Filter, FilteredList
from admin_app.grid.filters.ranges import DateFilter, RangeFilter
from admin_app.grid.filters.texts import FilledFilter, TextFilter
from admin_app.values.kind import Schema
from models.core.own_values import FieldValue
from models.definitions.field_spec import FieldSpec, decimal_of
from models.definitions.own_field import FieldKind
from models.values.limits import LARGEST_BIGINT
from models.values.typed_text import seen


@dataclass(frozen=True)
class WholeFilter(RangeFilter):
    """Whole numbers from one to another."""

    field_kind: ClassVar[str] = "number_range"

    def parse_end(self, raw: str) -> int:
        """A whole number. Raises ValueError."""
        value = int(seen(raw).replace(",", ""))
        if abs(value) > LARGEST_BIGINT // 10:
            raise ValueError(raw)
        return value

    def schema(self, listed: FilteredList) -> Schema:
        """An integer."""
        return {"type": "integer"}


@dataclass(frozen=True)
class DecimalFilter(RangeFilter):
    """Decimals from one to another."""

    field_kind: ClassVar[str] = "number_range"

    def parse_end(self, raw: str) -> Decimal:
        """A decimal. Raises ValueError."""
        return decimal_of(seen(raw))

    def schema(self, listed: FilteredList) -> Schema:
        """A decimal as a text."""
        return {"type": "string", "examples": ["12.5"]}


@dataclass(frozen=True, slots=True)
class HasAny(OneOf):
    """Of several words, one at least is among those asked for."""

    def holds(self, read: ReadValue) -> bool:
        """Whether there is one."""
        return bool(set(read(self.attribute) or ()) & set(self.values))


@dataclass(frozen=True)
class SeveralFilter(ChoiceFilter):
    """Rows that have any of the words asked for, among others."""

    def condition(self, listed: FilteredList, value: FieldValue) -> Condition:
        """One of the row's words is asked for."""
        return HasAny(self.name, words_of(value))


_FILTERS: Mapping[FieldKind, Callable[..., Filter]] = {
    FieldKind.TEXT: TextFilter,
    FieldKind.LONG_TEXT: FilledFilter,
    FieldKind.WHOLE: WholeFilter,
    FieldKind.DECIMAL: DecimalFilter,
    FieldKind.DATE: DateFilter,
    FieldKind.DATE_TIME: DateFilter,
    FieldKind.YES_NO: ChoiceFilter,
    FieldKind.CHOICE: ChoiceFilter,
    FieldKind.CHOICES: SeveralFilter,
    FieldKind.LINK: TextFilter,
}


def filter_of(spec: FieldSpec) -> Filter:
    """The filter of a field: few rows are found from its index and sorted then.

    Of masked values only whether there is one: other questions would tell them.
    """
    if spec.is_masked:
        return FilledFilter(spec.name, is_rare=True)
    return _FILTERS[spec.kind](spec.name, is_rare=True)
