"""What a list can be narrowed by: one class a kind of filter, and nothing else knows the kinds.

A filter reads an address, draws its field, says what was asked, describes itself to programs, and
states its condition once: `where` and `holds` are that condition in SQL and on a past row.
"""

from __future__ import annotations

from admin_app.grid.filters.choice import AnyOf, ChoiceFilter
from admin_app.grid.filters.filter import FieldRequest, Filter, FilterField, value_pairs
from admin_app.grid.filters.office import OfficeFilter
from admin_app.grid.filters.ranges import DateFilter, MoneyFilter, NumberFilter
from admin_app.grid.filters.texts import FilledFilter, KeyFilter, TextFilter

__all__ = [
    "AnyOf",
    "ChoiceFilter",
    "DateFilter",
    "FieldRequest",
    "FilledFilter",
    "Filter",
    "FilterField",
    "KeyFilter",
    "MoneyFilter",
    "NumberFilter",
    "OfficeFilter",
    "TextFilter",
    "value_pairs",
]
