"""A list's conditions tested in Python on a past row; `listing.where` has them in SQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

from admin_app.forms.office_choices import OWN
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.list_state import ListState, is_joined, joined
from admin_app.grid.listing.multi_choice import words_of
from admin_app.grid.spec import FilterKind, Grid
from admin_app.labels import column_label
from admin_app.labels.list_fault import ListFault
from models.core.base import UtcDateTime
from models.core.search_index import Searchable, is_too_short, normalise
from models.reports.row_history import UNKNOWN, Values
from models.values.bank_reference import code_of
from models.values.calendar import day_bounds


def attributes_of(grid: Grid, state: ListState) -> set[str]:
    """The attributes that the conditions of a list are judged on."""
    wanted = {f.name for f in grid.column_filters if f.name in state.filters and f.of is None}
    if any(f.kind is FilterKind.OFFICE for f in grid.column_filters if f.name in wanted):
        wanted |= {"province_code", "city_code", "office_code"}
    wanted |= {named.attribute for named in (_named(grid, state), grid.list_apart) if named}
    if state.search:
        wanted |= {"unit_id" if name == "unit" else name for name in grid.column_searchable_list}
        if issubclass(grid.model, Searchable):
            wanted.add("search_text")
    return wanted


def holds(grid: Grid, state: ListState, values: Values, unit_words: str) -> bool:
    """Whether a row matches, given what it stood at and the words of its unit.

    Raises BadListError where a condition hangs on a value that was not kept.
    """
    if not (_listed(grid, state, values) and _filtered(grid, state, values)):
        return False
    return not state.search or _found_by(grid, state.search, values, unit_words)


def _named(grid: Grid, state: ListState) -> Any:
    return grid.named_lists[state.named] if state.named else None


def _listed(grid: Grid, state: ListState, values: Values) -> bool:
    if (named := _named(grid, state)) is not None:
        return values[named.attribute] in named.values
    apart = grid.list_apart
    return apart is None or values[apart.attribute] not in apart.values


def _filtered(grid: Grid, state: ListState, values: Values) -> bool:
    """The filters, which all hold; where one is enough, those that narrow still all hold."""
    told = {
        f.name: _judged(grid, f, values, state.filters[f.name])
        for f in grid.column_filters
        if state.filters.get(f.name) is not None
    }
    if not is_joined(grid, state):
        return all(told.values())
    names = joined(grid, state.filters)
    others = (is_met for name, is_met in told.items() if name not in names)
    return any(told[name] for name in names) and all(others)


def _judged(grid: Grid, f: Any, values: Values, wanted: Any) -> bool:
    if f.kind is FilterKind.OFFICE:
        return _office(values, wanted)
    # What hangs on other rows too was not kept with this one.
    value = values[f.name] if f.of is None else UNKNOWN
    if value is UNKNOWN:
        name = column_label(grid.entity_table, f.label or f.name)
        raise BadListError(ListFault.PAST_UNJUDGED, name=name)
    if f.kind is FilterKind.FILLED:
        return (value is not None) is (wanted == "yes")
    if f.kind is FilterKind.CHOICE:
        return value in words_of(wanted)
    if isinstance(wanted, tuple):
        return value is not None and _within(grid.table.c[f.name].type, value, *wanted)
    return bool(value == wanted)


def _within(column_type: Any, value: Any, low: Any, high: Any) -> bool:
    """Both ends included; a day of Asia/Shanghai on an instant is the whole day."""
    if isinstance(column_type, UtcDateTime):
        begins, ends = (None if day is None else day_bounds(day) for day in (low, high))
        return (begins is None or value >= begins[0]) and (ends is None or value < ends[1])
    return (low is None or value >= low) and (high is None or value <= high)


def _office(values: Values, code: str) -> bool:
    if not code.endswith(OWN):
        if code.endswith("0000"):
            return bool(values["province_code"] == code)
        if code.endswith("00"):
            return bool(values["city_code"] == code)
    return bool(values["office_code"] == code.removesuffix(OWN))


def _found_by(grid: Grid, words: str, values: Values, unit_words: str) -> bool:
    """Rows found by their own words, by the beginning of a number, or by their unit's words."""
    if is_too_short(words):
        return False
    typed = code_of(words)
    texts = [unit_words] if "unit" in grid.column_searchable_list else []
    if issubclass(grid.model, Searchable):
        texts.append(values["search_text"])
    parts = normalise(words).split()
    if parts and any(all(part in text for part in parts) for text in texts):
        return True
    numbers = (values[name] for name in grid.column_searchable_list if name != "unit")
    return any(isinstance(number, str) and number.startswith(typed) for number in numbers)


def end_of(day: dt.date) -> dt.datetime:
    """The instant at which a business day is over."""
    return day_bounds(day)[1]
