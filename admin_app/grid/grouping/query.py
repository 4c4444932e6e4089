"""A grouped list: its rows grouped by one value, counted, with subtotals; under scope.

Every matching row is read, up to a limit; a larger list is refused, since a partial total would be
misleading. Each group is the list with one more condition, and its numbers link to it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    SQLColumnExpression,
    String,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from admin_app.forms.office_choices import OWN
from admin_app.grid.conditions.tree import Combination, comparison_of
from admin_app.grid.errors import BadListError
from admin_app.grid.filters.conditions import Operator
from admin_app.grid.grouping.offices import narrowed_to, office_below
from admin_app.grid.listing.group_links import is_of_offices
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import is_longer
from admin_app.grid.listing.search_strategy import look_up
from admin_app.grid.listing.where import narrowed
from admin_app.grid.spec import Grid, Group
from admin_app.labels.list_fault import ListFault
from models.core.base import Base, UtcDateTime
from models.core.own_values import FieldValue, Sql
from models.core.scope import BY_HAND, apply_scope, scope_of
from models.core.search_index import dialect_of
from models.core.setting import known_day
from models.definitions.field_spec import FieldSpec

T = TypeVar("T")

#: As in `2026-11`.
_MONTH_LENGTH = 7
#: Most rows to group. For so many names, by month takes 0.5 s on PostgreSQL and 0.7 s on SQLite,
#: other groups half of that.
MAXIMUM_GROUPED = 200_000


@dataclass(frozen=True, slots=True)
class Summed:
    """A group or the total: its value, the number of rows, and the sum of each column of `sums`."""

    value: Any
    count: int
    #: Of fields of the offices' own that are decimals, decimals.
    sums: Sequence[int | Decimal]


def fetch_groups(request: ListRequest) -> list[Summed]:
    """The groups of a list in the order of their values. Raises BadListError past the limit."""
    session, grid = request.session, request.grid
    model: Any = grid.model
    value = _value(request).label("group_value")
    chosen = narrowed(request, look_up(request))
    if is_longer(session, chosen, MAXIMUM_GROUPED):
        raise BadListError(ListFault.TOO_MANY_TO_GROUP, maximum=MAXIMUM_GROUPED)
    chosen = chosen.add_columns(
        value, *(_summed(grid, model, name).label(name) for name in grid.sums)
    )
    found = chosen.subquery("matching")
    sums = (func.coalesce(func.sum(found.c[name]), 0) for name in grid.sums)
    statement = select(found.c.group_value, func.count(), *sums).group_by(found.c.group_value)
    rows = session.execute(apply_scope(session, statement), execution_options={BY_HAND: True})
    groups = [Summed(_group_value(request, row[0]), row[1], _sums(grid, row[2:])) for row in rows]
    return sorted(groups, key=lambda group: _rank(group.value))


def _summed(grid: Grid, model: type[Base], name: str) -> SQLColumnExpression[int]:
    spec = grid.own_by_name.get(name)
    # Decimals are stored in ten-thousandths.
    return getattr(model, name) if spec is None else cast(_stored_text(spec, model), BigInteger)


def _stored_text(spec: FieldSpec, model: FieldValue) -> Sql:
    """What a row stores in a field as a text: words by their codes, days as ISO writes them."""
    stored: Sql = model.own_values[spec.stored_key].as_string()
    return stored


def _sums(grid: Grid, found: Sequence[int]) -> tuple[int | Decimal, ...]:
    own = [grid.own_by_name.get(name) for name in grid.sums]
    sums = zip(own, map(int, found), strict=True)
    return tuple(n if spec is None else spec.value_of(n) for spec, n in sums)


def _group_value(request: ListRequest, found: object) -> object:
    """A group as its column has it; an office's own word is stored by its code."""
    spec = request.grid.own_by_name.get(group_of(request).attribute)
    return found if spec is None or group_of(request).by_month else spec.value_of(found)


def total_of(grid: Grid, groups: Sequence[Summed]) -> Summed:
    """All groups together."""
    sums = [sum((group.sums[n] for group in groups), 0) for n in range(len(grid.sums))]
    return Summed(None, sum(group.count for group in groups), sums)


def group_of(request: ListRequest) -> Group:
    """The `Group` that the list is grouped by."""
    return request.grid.grouped_by[request.state.group]


def listed_as(request: ListRequest, value: Any) -> ListState:
    """The list of a group's rows: the state with one more condition, not grouped."""
    state = request.state
    group = group_of(request)
    if value is None and group.attribute in request.grid.own_by_name:
        return replace(state, group="", where=_without_value(request, group.attribute))
    if group.by_month:
        (f,) = (f for f in request.grid.column_filters if f.name == group.attribute)
        span = f.resolved(state.filters.get(f.name), partial(known_day, request.session))
        wanted: Any = _month_within(value, span)
    elif is_of_offices(request.grid, group):
        wanted = _office(request, value)
    else:
        wanted = value
    # The group's condition must narrow the list, so it is not combined with OR.
    is_any = state.is_any and is_by_office(request)
    filters = {**state.filters, group.attribute: wanted}
    return replace(state, group="", is_any=is_any, filters=filters)


def _without_value(request: ListRequest, name: str) -> Combination:
    """The list's own condition, and that rows have no value in a field."""
    is_empty = comparison_of(request.grid, name, Operator.EMPTY, value=True)
    where = request.state.where
    return Combination((is_empty,) if where is None else (where, is_empty))


def is_by_office(request: ListRequest) -> bool:
    """Whether the groups are offices, which have names."""
    return is_of_offices(request.grid, group_of(request))


def _value(request: ListRequest) -> SQLColumnExpression[object]:
    grid = request.grid
    group = group_of(request)
    if (spec := grid.own_by_name.get(group.attribute)) is not None:
        text = _stored_text(spec, grid.model)
        return func.substr(text, 1, _MONTH_LENGTH) if group.by_month else text
    attribute = getattr(grid.model, group.attribute)
    if group.by_month:
        return _month(attribute, dialect_of(request.session))
    if is_by_office(request):
        return office_below(grid.model, narrowed_to(scope_of(request.session), request.state))
    read_as = grid.read_as.get(group.attribute)
    return attribute if read_as is None else type_coerce(attribute, read_as.type)


def _month(attribute: InstrumentedAttribute[T], dialect: str) -> ColumnElement[str]:
    """The month `2026-11` of a date, or of an instant as Asia/Shanghai counts its days."""
    is_instant = isinstance(attribute.type, UtcDateTime)
    if dialect == "postgresql":
        day = func.timezone("Asia/Shanghai", attribute) if is_instant else attribute
        return func.to_char(day, "YYYY-MM")
    # China keeps one offset all year, so the shift is a constant.
    shift = ("+8 hours",) if is_instant else ()
    return func.strftime("%Y-%m", type_coerce(attribute, String), *shift)


def _month_within(
    month: str, span: tuple[dt.date | None, dt.date | None] | None
) -> tuple[dt.date, dt.date]:
    """The days of a month within the list's own condition."""
    year, number = map(int, month.split("-"))
    first, last = (
        dt.date(year, number, 1),
        dt.date(year, number, calendar.monthrange(year, number)[1]),
    )
    low, high = span or (None, None)
    return (max(first, low or first), min(last, high or last))


def _office(request: ListRequest, code: str) -> str:
    """The condition on offices: a code includes those below, unless they are groups themselves."""
    asked = narrowed_to(scope_of(request.session), request.state)
    is_own = asked.removesuffix(OWN) == code and code.endswith("00")
    return f"{code}{OWN}" if is_own else code


#: Rows without a value stand behind all groups.
_LAST = 10_000


def _rank(value: object) -> tuple[int, str]:
    """Sort key: states in the order of their enum, other values by themselves."""
    if isinstance(value, StrEnum):
        return list(type(value)).index(value), ""
    return (_LAST if value is None else 0), str(value)
