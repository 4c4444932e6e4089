"""A list's conditions: its filters, its named list, and the words that find its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, text

from admin_app.forms.office_choices import OWN
from admin_app.grid.listing.list_state import ListState, is_joined, joined, search_refusal
from admin_app.grid.listing.multi_choice import words_of
from admin_app.grid.spec import Filter, FilterKind, Grid
from models.core.base import UtcDateTime
from models.core.search_index import Searchable, candidates, candidates_sql, contains
from models.units.unit import Unit
from models.values.bank_reference import code_of
from models.values.calendar import day_bounds


@dataclass(frozen=True, slots=True)
class Lookup:
    """How words are looked for, as a probe of the bigram indexes has told."""

    #: Too many rows have the bigrams: better walk the rows in order and test each.
    is_walked: bool = False
    #: The units found: their keys when they are few, else a CTE that finds them once.
    units: Any = ()


def narrowed(grid: Grid, state: ListState, lookup: Lookup, dialect: str) -> Select[Any]:
    """`select(id)` of the rows that match, in no order; the session's scope is not in it yet."""
    model: Any = grid.model
    statement = select(model.id.label("id"))
    statement = statement.where(*listed(grid, state.named))
    statement = statement.where(*_filtered(grid, state))
    if search_refusal(state) is not None:
        statement = statement.where(false())
    elif state.search:
        statement = statement.where(_found_by(grid, state.search, lookup, dialect))
    return statement


def _filtered(grid: Grid, state: ListState) -> list[ColumnElement[bool]]:
    """The filters, which all hold; where one is enough, those that narrow still all hold."""
    wanted = {
        f.name: _condition(grid, f, state.filters[f.name])
        for f in grid.column_filters
        if state.filters.get(f.name) is not None
    }
    if not is_joined(grid, state):
        return list(wanted.values())
    enough = or_(*(wanted.pop(name) for name in joined(grid, state.filters)))
    return [*wanted.values(), enough]


def _condition(grid: Grid, f: Filter, value: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = _CONDITIONS[f.kind](f.compared(grid.model), value)
    return condition if f.among is None else f.among(value) & condition


def listed(grid: Grid, named: str | None) -> list[ColumnElement[bool]]:
    """The conditions of a named list; of the whole list, that it leaves out what stands apart.

    Values are compared one by one: a NOT IN would be a list of parameters, which no COPY takes.
    """
    wanted = grid.named_lists[named] if named else None
    if wanted is not None:
        attribute = getattr(grid.model, wanted.attribute)
        return [or_(*(attribute == value for value in wanted.values))]
    if (apart := grid.list_apart) is None:
        return []
    return [getattr(grid.model, apart.attribute) != value for value in apart.values]


def units_found(words: str, dialect: str, *, is_walked: bool) -> Select[Any]:
    """`select(id)` of the units that words find: by their bigrams, or by testing each."""
    found = select(Unit.id).where(contains(Unit, words))
    return found if is_walked else found.where(_has_pairs(Unit, words, dialect))


def _range(attribute: Any, value: tuple[Any, Any]) -> ColumnElement[bool]:
    """Both ends included; a day of Asia/Shanghai on an instant is the whole day."""
    low, high = value
    if isinstance(attribute.type, UtcDateTime):
        low = day_bounds(low)[0] if low else None
        high = day_bounds(high)[1] if high else None
    ends = [attribute >= low] if low is not None else []
    if high is not None:
        ends.append(attribute < high if isinstance(high, dt.datetime) else attribute <= high)
    result: ColumnElement[bool] = ends[0]
    return result & ends[1] if len(ends) > 1 else result


def _office(attribute: Any, code: str) -> ColumnElement[bool]:
    """The office, or the offices below it: a province's or city's code takes its counties in,
    unless its own rows alone are asked for.
    """
    model = attribute.class_
    if code.endswith(OWN):
        return model.office_code == code.removesuffix(OWN)  # type: ignore[no-any-return]
    if code.endswith("0000"):
        return model.province_code == code  # type: ignore[no-any-return]
    if code.endswith("00"):
        return model.city_code == code  # type: ignore[no-any-return]
    return model.office_code == code  # type: ignore[no-any-return]


def _choice(attribute: Any, value: Any) -> ColumnElement[bool]:
    """The word, or one of several: compared one by one, as `listed` does."""
    return or_(*(attribute == word for word in words_of(value)))


def _filled(attribute: Any, answer: str) -> ColumnElement[bool]:
    """Whether the attribute has a value."""
    return attribute.is_not(None) if answer == "yes" else attribute.is_(None)  # type: ignore[no-any-return]


_CONDITIONS: dict[FilterKind, Any] = {
    FilterKind.CHOICE: _choice,
    FilterKind.TEXT: lambda attribute, value: attribute == value,
    FilterKind.KEY: lambda attribute, value: attribute == value,
    FilterKind.DATES: _range,
    FilterKind.MONEY: _range,
    FilterKind.NUMBERS: _range,
    FilterKind.FILLED: _filled,
    FilterKind.OFFICE: _office,
}


def _found_by(grid: Grid, words: str, lookup: Lookup, dialect: str) -> ColumnElement[bool]:
    """Rows found by their own words, by the beginning of a number, or by their unit's words."""
    model: Any = grid.model
    ways: list[ColumnElement[bool]] = []
    if issubclass(model, Searchable):
        own = contains(model, words)
        ways.append(own if lookup.is_walked else _has_pairs(model, words, dialect) & own)
    for name in grid.column_searchable_list:
        if name == "unit":
            ways.append(model.unit_id.in_(lookup.units))
        elif code_of(words).isascii() or lookup.is_walked:
            # Numbers are made of ASCII: other words need not be looked for among them, and one
            # way alone leaves the database its index. Two ways make it test row by row.
            ways.append(_begins(getattr(model, name), words))
    return or_(*ways) if ways else false()


def _has_pairs(model: Any, words: str, dialect: str) -> ColumnElement[bool]:
    """`candidates`, found first: PostgreSQL underrates what testing a row's pairs costs."""
    if dialect != "postgresql":
        return candidates(model, words, dialect)
    sql, given = candidates_sql(model, words, dialect)
    found = f"WITH having_pairs AS MATERIALIZED ({sql}) SELECT * FROM having_pairs"  # noqa: S608  bound
    return model.id.in_(text(found).bindparams(**given))  # type: ignore[no-any-return]


def _begins(attribute: Any, words: str) -> ColumnElement[bool]:
    """A prefix as a range, which a plain index serves on both engines."""
    typed = code_of(words)
    return (attribute >= typed) & (attribute < typed + "\uffff")
