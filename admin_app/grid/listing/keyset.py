"""Positions a page in a list's total order: keyset pagination, or OFFSET by index-only scan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Enum,
    FromClause,
    Integer,
    Select,
    Tuple,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.types import TypeEngine

from admin_app.grid.errors import BadListError
from admin_app.grid.listing.cursor import MAXIMUM_OFFSET, Edge, written_edge
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.sorting import MAXIMUM_SORT_KEYS, SortKey, total_order
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from models.core.base import ChosenRow, ChosenSelect, UtcDateTime
from models.core.locking import Columns
from models.core.own_values import NO_VALUE, OWN_VALUE, FieldValue, Sql
from models.core.scope import ScopeLevel, scope_of
from models.definitions.field_spec import FieldSpec
from models.offices.office import REGISTRY_CODE
from models.values.limits import LARGEST_BIGINT

T = TypeVar("T")

#: Labels of the sort values in a page's statement, in rank.
SORT_VALUES = ("sort_value", *(f"sort_value_{n}" for n in range(2, MAXIMUM_SORT_KEYS + 1)))


def is_start(state: ListState) -> bool:
    position = state.position
    return not (position.after or position.before or position.is_last or position.page > 1)


def can_be_past_end(state: ListState) -> bool:
    """Whether the page may be empty although the list is not."""
    return not (is_start(state) or state.position.is_last)


def is_reversed(state: ListState) -> bool:
    """Whether the page is read backwards: from a row up, or from the end."""
    return state.position.before is not None or state.position.is_last


def sort_values(request: ListRequest) -> list[ColumnElement[Any]]:
    """The attributes a list is sorted by, under their names in a page's statement."""
    keys = zip(request.state.sort_keys, SORT_VALUES, strict=False)
    return [sorted_by(request.grid, key.attribute).label(name) for key, name in keys]


def sorted_by(grid: Grid, attribute: str) -> Sql:
    """What an attribute is sorted by; a field of one's own by its line in the index."""
    if (spec := grid.own_by_name.get(attribute)) is None:
        column: ColumnElement[Any] = getattr(grid.model, attribute)
        return column
    model: Any = grid.model
    line = select(OWN_VALUE.c.value).where(
        OWN_VALUE.c.field_id == spec.id, OWN_VALUE.c.row_id == model.id
    )
    return func.coalesce(line.scalar_subquery(), literal(NO_VALUE))


def sorted_columns(state: ListState, page: FromClause) -> list[ColumnElement[Any]]:
    """The columns of a page's subquery that hold its sort values, and the row's own key."""
    keys = state.sort_keys
    found = [page.c[name] for _key, name in zip(keys, SORT_VALUES, strict=False)]
    return found if keys[-1].attribute == "id" else [*found, page.c.id]


def in_order(state: ListState, columns: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    """Columns of the total order as an ORDER BY, in the direction the page is read."""
    keys = zip(read_order(state), columns, strict=True)
    return [column.desc() if key.is_descending else column for key, column in keys]


def positioned(
    state: ListState, chosen: Select[*Columns], columns: Sequence[ColumnElement[Any]]
) -> Select[*Columns]:
    """One row more than the page, from its position in the total order of the columns."""
    position = state.position
    if (edge := position.after or position.before) is not None:
        chosen = chosen.where(beyond(read_order(state), columns, edge))
    chosen = chosen.order_by(*in_order(state, columns)).limit(state.size + 1)
    offset = (position.page - 1) * state.size
    if offset > MAXIMUM_OFFSET:
        raise BadListError(ListFault.TOO_DEEP, maximum=MAXIMUM_OFFSET)
    return chosen.offset(offset) if offset else chosen


def read_order(state: ListState) -> list[SortKey]:
    """The keys of the total order in the direction the page is read."""
    keys = total_order(state.sort)
    return [key.turned for key in keys] if is_reversed(state) else list(keys)


def beyond(
    keys: Sequence[SortKey], columns: Sequence[ColumnElement[Any]], edge: Edge
) -> ColumnElement[bool]:
    """The rows past the edge in reading direction.

    Of one direction it is one row-value comparison; of several it is spelt out, with the first
    column's bound in front, so that an index on it starts there.
    """
    there = _literals(columns, edge)
    if len(columns) == 1:
        return _past(keys[0], columns[0], there[0])
    if len({key.is_descending for key in keys}) == 1:
        return _past(keys[0], tuple_(*columns), tuple_(*there))
    tail = _past(keys[-1], columns[-1], there[-1])
    for key, column, value in reversed(list(zip(keys, columns, there, strict=True))[:-1]):
        tail = or_(_past(key, column, value), and_(column == value, tail))
    bound = columns[0] <= there[0] if keys[0].is_descending else columns[0] >= there[0]
    return and_(bound, tail)


def _past(
    key: SortKey, here: ColumnElement[Any] | Tuple, limit: ColumnElement[Any] | Tuple
) -> ColumnElement[bool]:
    return here < limit if key.is_descending else here > limit


def _literals(columns: Sequence[ColumnElement[Any]], edge: Edge) -> list[ColumnElement[Any]]:
    """The edge's values, each typed as its column; the last column is always the row's own key."""
    typed = [_typed(c.type, raw) for c, raw in zip(columns[:-1], edge.values, strict=False)]
    return [literal(v, c.type) for v, c in zip([*typed, edge.id], columns, strict=True)]


def _typed(sql_type: TypeEngine[T], raw: str) -> object:
    try:
        if isinstance(sql_type, UtcDateTime):
            return dt.datetime.fromisoformat(raw).astimezone(dt.UTC)
        if isinstance(sql_type, Date):
            return dt.date.fromisoformat(raw)
        if isinstance(sql_type, Enum):
            return sql_type.enum_class(raw)  # type: ignore[misc]
        if isinstance(sql_type, Boolean):
            return {"True": True, "False": False}[raw]
        if isinstance(sql_type, Integer):
            return min(max(int(raw), -LARGEST_BIGINT - 1), LARGEST_BIGINT)
    except (ValueError, KeyError, OverflowError) as error:
        raise BadListError(ListFault.BAD_CURSOR) from error
    return raw


def edge_of(state: ListState, row: ChosenRow) -> Edge:
    """The edge a row of a page makes."""
    names = SORT_VALUES[: len(state.sort_keys)]
    return Edge(tuple(_written(getattr(row, name)) for name in names), row.id)


def cursor_of(state: ListState, row: ChosenRow) -> str:
    """The same as the URL has it."""
    return written_edge(edge_of(state, row))


def _written(value: object) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value.value if isinstance(value, StrEnum) else value)


# A page in the order of a field of one's own, along its index, for any number of rows. Rows
# without a value come before all others, as an empty text would. They have no line in the index,
# so the page is the first rows of two branches: of those with a line, and of those without.

_LINE = OWN_VALUE.c
#: The index has the order of the whole country and of each province.
_IN_ORDER = frozenset({ScopeLevel.EVERYTHING, ScopeLevel.PROVINCE})


def is_sorted_first(request: ListRequest) -> bool:
    """Whether the rows are looked for first and sorted then: few of a small office, which the index
    would have to be searched for.
    """
    is_own = request.state.sort_keys[0].attribute in request.grid.own_by_name
    return is_own and scope_of(request.session).level not in _IN_ORDER


def page_by_own(request: ListRequest, chosen: Select[*Columns], spec: FieldSpec) -> ChosenSelect:
    """The page of `chosen`, ids of rows, with the texts they are sorted by."""
    state, model = request.state, _model(request)
    offset = (state.position.page - 1) * state.size
    if offset > MAXIMUM_OFFSET:
        raise BadListError(ListFault.TOO_DEEP, maximum=MAXIMUM_OFFSET)
    most = state.size + 1 + offset
    first, last = read_order(state)
    edge = state.position.after or state.position.before
    with_line = chosen.join(OWN_VALUE, _LINE.row_id == model.id).where(*_lines(request, spec))
    if edge is not None:
        with_line = with_line.where(beyond([first, last], [_LINE.value, _LINE.row_id], edge))
    with_line = with_line.add_columns(_LINE.value.label("sort_value"))
    there = exists().where(_LINE.field_id == spec.id, _LINE.row_id == model.id)
    without = chosen.where(~there, _beyond_blank(state, model)).add_columns(
        literal(NO_VALUE).label("sort_value")
    )
    key = model.id.desc() if last.is_descending else model.id
    branches = (
        with_line.order_by(*in_order(state, [_LINE.value, _LINE.row_id])),
        without.order_by(key),
    )
    both = union_all(*(select(b.limit(most).subquery()) for b in branches)).subquery("both")
    page = select(both.c.id, both.c.sort_value)
    page = page.order_by(*in_order(state, sorted_columns(state, both))).limit(state.size + 1)
    return page.offset(offset) if offset else page


def _model(request: ListRequest) -> FieldValue:
    return request.grid.model


def _lines(request: ListRequest, spec: FieldSpec) -> list[ColumnElement[bool]]:
    """The lines of the field in the reader's province."""
    scope = scope_of(request.session)
    found = [_LINE.field_id == spec.id]
    if spec.office_code == REGISTRY_CODE and scope.level is not ScopeLevel.EVERYTHING:
        found.append(_LINE.province_code == scope.chain[1])
    return found


def _beyond_blank(state: ListState, model: FieldValue) -> ColumnElement[bool]:
    """The rows without a value that lie past the edge of the page before."""
    edge = state.position.after or state.position.before
    if edge is None:
        return true()
    first, last = read_order(state)
    if edge.values[0] != NO_VALUE:
        return true() if first.is_descending else false()
    found: ColumnElement[bool] = model.id < edge.id if last.is_descending else model.id > edge.id
    return found
