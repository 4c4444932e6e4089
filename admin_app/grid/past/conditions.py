"""A list's conditions and words tested on a past row; `listing.where` asks the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from admin_app.grid.conditions.columns import filters_of
from admin_app.grid.errors import BadListError
from admin_app.grid.filters.own_index import own_past
from admin_app.grid.listing.list_state import ListState, conditions_of
from admin_app.grid.listing.where import named_condition
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from models.core.search_index import Searchable, is_too_short, normalise, search_text_of
from models.reports.row_history import Values
from models.values.bank_reference import code_of
from models.values.calendar import day_bounds

#: What a list is searched by besides attributes of its own: the key of the row that holds it.
_SOURCES = {"unit": "unit_id", "office": "office_code"}


def refuse_unjudged(grid: Grid, state: ListState) -> None:
    """Raises BadListError for a condition on a computed value, another record or labels: none of
    them was kept with the row.
    """
    asked = [
        (f.title(grid), (f.shown is not None and f.of is not None) or not f.is_kept)
        for f in filters_of(grid)
        if f.name in state.filters
    ]
    if state.where is not None:
        asked += [
            (c.title, c.link is not None or c.filter.of is not None or not c.filter.is_kept)
            for c in (part.column for part in state.where.comparisons())
        ]
    if unkept := next((title for title, is_elsewhere in asked if is_elsewhere), None):
        raise BadListError(ListFault.PAST_UNJUDGED, name=unkept)


def attributes_of(grid: Grid, state: ListState) -> set[str]:
    """The attributes that the conditions of a list are judged on."""
    asked = [f for f in filters_of(grid) if f.name in state.filters]
    if state.where is not None:
        parts = state.where.comparisons()
        asked += [part.column.filter for part in parts if part.column.link is None]
    wanted = {name for f in asked if f.of is None for name in f.attributes}
    condition = named_condition(grid, state.named)
    wanted |= {condition.attribute} if condition else set()
    if state.search:
        wanted |= {_SOURCES.get(name, name) for name in grid.column_searchable_list}
        if issubclass(grid.model, Searchable):
            wanted.add("search_text")
        wanted |= {spec.name for spec in grid.own_searched}
    return wanted


def holds(
    grid: Grid, state: ListState, values: Values, unit_words: str, today: Callable[[], dt.date]
) -> bool:
    """Whether a row matches, given what it stood at and the words of its unit.

    Relative days are counted from `today`. Raises BadListError where a condition hangs on a value
    that was not kept.
    """
    condition = named_condition(grid, state.named)
    if condition is not None and not condition.holds(values.__getitem__):
        return False
    # Each is judged, so that one that cannot be is said whatever the others are.
    all_of, any_of = (
        [f.holds(grid, f.resolved(value, today), values) for f, value in asked]
        for asked in conditions_of(grid, state)
    )
    if state.where is not None:
        all_of.append(state.where.holds(values, today))
    if not all(all_of) or (any_of and not any(any_of)):
        return False
    return not state.search or _found_by(grid, state.search, values, unit_words)


def _found_by(grid: Grid, words: str, values: Values, unit_words: str) -> bool:
    """Rows found by their own words, by the beginning of a number, or by their unit's words."""
    if is_too_short(words):
        return False
    typed = code_of(words)
    texts = [unit_words] if "unit" in grid.column_searchable_list else []
    if issubclass(grid.model, Searchable):
        texts.append(values["search_text"])
    own = (own_past(spec, values) for spec in grid.own_searched)
    if said := [str(value) for value in own if value is not None]:
        texts.append(search_text_of(said))
    parts = normalise(words).split()
    if parts and any(all(part in text for part in parts) for text in texts):
        return True
    numbers = (values[name] for name in grid.column_searchable_list if name not in _SOURCES)
    return any(isinstance(number, str) and number.startswith(typed) for number in numbers)


def end_of(day: dt.date) -> dt.datetime:
    """The instant at which a business day is over."""
    return day_bounds(day)[1]
