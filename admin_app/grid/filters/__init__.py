"""The filters of lists: one class per kind; no other code depends on the kinds.

A filter parses the URL, makes its form field, describes its value and its API schema, and defines
its condition once: `where` is it in SQL and `holds` on a past row.
"""

from __future__ import annotations

from admin_app.grid.filters.choice import AnyOf, ChoiceFilter
from admin_app.grid.filters.filter import FieldRequest, Filter, FilterField, value_pairs
from admin_app.grid.filters.labels import LabelFilter
from admin_app.grid.filters.office import OfficeFilter
from admin_app.grid.filters.ranges import DateFilter, IntegerFilter, MoneyFilter, NumberFilter
from admin_app.grid.filters.texts import (
    ContentFilter,
    FilledFilter,
    KeyFilter,
    TextFilter,
    YesNoFilter,
)

__all__ = [
    "AnyOf",
    "ChoiceFilter",
    "ContentFilter",
    "DateFilter",
    "FieldRequest",
    "FilledFilter",
    "Filter",
    "FilterField",
    "IntegerFilter",
    "KeyFilter",
    "LabelFilter",
    "MoneyFilter",
    "NumberFilter",
    "OfficeFilter",
    "TextFilter",
    "YesNoFilter",
    "value_pairs",
]
