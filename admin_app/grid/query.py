"""The query package: every list's SQL, and the only place where Core joins stand beside a scope.

The rows are chosen by an ORM select, which the session's scope narrows like any other; names of
units and offices are then joined by Core to those rows alone, so they are theirs to see. Order
is total (sort key, then id); a page is reached by keyset or, when asked by number, by an offset
over the index alone; the count stops at a cap and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Enum,
    Integer,
    Select,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from admin_app.grid.spec import Column, FilterKind, Grid
from admin_app.grid.state import MAXIMUM_OFFSET, BadListError, ListFault, ListState
from models.base import UtcDateTime
from models.business_day import day_bounds
from models.office import Office, OfficeLevel, OfficeStatus
from models.scope import BY_HAND, ScopeLevel, apply_scope, scope_of
from models.search import Searchable, candidates, contains
from models.unit import Unit

COUNT_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page: rows of the columns asked, with `id` and `sort_value` first."""

    rows: Sequence[Any]
    #: How many rows match, up to COUNT_CAP + 1.
    count: int
    has_previous: bool
    has_next: bool

    @property
    def is_capped(self) -> bool:
        """Whether more rows match than are counted."""
        return self.count > COUNT_CAP


def fetch_page(session: Session, grid: Grid, state: ListState, columns: Sequence[Column]) -> Page:
    """The page a list's state asks for, in two statements whatever the rows."""
    count = count_rows(session, grid, state)
    if state.sort_key not in grid.sorts and count > COUNT_CAP:
        raise BadListError(ListFault.SORT_TOO_MANY, maximum=COUNT_CAP)
    page, is_reversed = _positioned(grid, state, matching(session, grid, state, count))
    rows = list(_execute(session, _with_names(grid, state, columns, page)))
    more = len(rows) > state.size
    rows = rows[: state.size]
    if is_reversed:
        rows.reverse()
    position = state.position
    at_start = not (position.after or position.before or position.is_last or position.page > 1)
    return Page(
        rows=rows,
        count=count,
        has_previous=more if is_reversed else not at_start,
        has_next=bool(position.before) if is_reversed else more,
    )


def count_rows(session: Session, grid: Grid, state: ListState) -> int:
    """How many rows match, counted up to one past the cap."""
    found = _narrowed(session, grid, state, common=False).limit(COUNT_CAP + 1).subquery()
    count: int = session.execute(select(func.count()).select_from(found)).scalar_one()
    return count


def matching(session: Session, grid: Grid, state: ListState, count: int = 0) -> Select[Any]:
    """`select(id)` of the rows that match, in no order.

    Words that match many rows are found on the way along the sort index; words that match few
    are looked up in the bigram index first. Which it is, the capped count has just told.
    """
    return _narrowed(session, grid, state, common=count > COUNT_CAP)


def matching_ids(
    session: Session, grid: Grid, state: ListState, *, limit: int, up_to_id: int | None = None
) -> list[int]:
    """The first ids that match, in key order, none born after `up_to_id`."""
    statement = matching(session, grid, state)
    if up_to_id is not None:
        statement = statement.where(grid.model.id <= up_to_id)  # type: ignore[attr-defined]
    ordered = statement.order_by(grid.model.id).limit(limit)  # type: ignore[attr-defined]
    return list(session.scalars(ordered))


def office_choices(session: Session) -> tuple[tuple[str, str], ...]:
    """(code, name) of the offices to filter by: those below, or the provinces for the registry."""
    scope = scope_of(session)
    if scope.level in {ScopeLevel.OFFICE, ScopeLevel.REGISTRANT}:
        return ()
    statement = select(Office.code, Office.name).where(Office.status == OfficeStatus.ACTIVE)
    if scope.level is ScopeLevel.EVERYTHING:
        statement = statement.where(Office.level == OfficeLevel.PROVINCE)
    found = session.execute(statement.order_by(Office.code)).all()
    return tuple((code, name.removesuffix(_OFFICE_SUFFIX)) for code, name in found)


#: What every office's name ends with; a list of places reads better without it.
_OFFICE_SUFFIX = "机构编制委员会办公室"


def fetch_by_ids(
    session: Session, grid: Grid, ids: Sequence[int], columns: Sequence[Column]
) -> Sequence[Any]:
    """Rows of the ids that the scope shows, in key order."""
    model: Any = grid.model
    page = select(model.id.label("id"), model.id.label("sort_value")).where(model.id.in_(ids))
    state = ListState(sort="id")
    return _execute(session, _with_names(grid, state, columns, page.order_by(model.id)))


def _execute(session: Session, statement: Select[Any]) -> Sequence[Any]:
    """Run a statement whose inside the scope narrows and whose outside only names things."""
    return session.execute(apply_scope(session, statement), execution_options={BY_HAND: True}).all()


def every_row(
    session: Session,
    grid: Grid,
    state: ListState,
    columns: Sequence[Column],
    keys: Sequence[int] | None = None,
) -> Select[Any]:
    """All matching rows, or those of `keys`, in the list's order, for files.

    Already scoped; to be streamed BY_HAND.
    """
    sort_key = sort_attribute(grid, state).label("sort_value")
    if keys is None:
        ids = matching(session, grid, state, COUNT_CAP + 1).add_columns(sort_key)
    else:
        model: Any = grid.model
        # Whole numbers of our own reading, written out: a COPY takes no lists of parameters.
        whole = [literal_column(str(int(key))) for key in keys]
        ids = select(model.id.label("id"), sort_key).where(model.id.in_(whole))
    return apply_scope(session, _with_names(grid, state, columns, ids))


def _narrowed(session: Session, grid: Grid, state: ListState, *, common: bool) -> Select[Any]:
    model: Any = grid.model
    statement = select(model.id.label("id"))
    if state.named:
        named = grid.named_lists[state.named]
        attribute = getattr(model, named.attribute)
        statement = statement.where(or_(*(attribute == value for value in named.values)))
    for f in grid.filters:
        if (value := state.filters.get(f.name)) is not None:
            statement = statement.where(_CONDITIONS[f.kind](getattr(model, f.name), value))
    if state.search:
        dialect = session.get_bind().dialect.name
        statement = statement.where(_found_by(grid, state.search, dialect, common=common))
    return statement


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
    """The office, or the offices below it: a province's or city's code takes its counties in."""
    model = attribute.class_
    if code.endswith("0000"):
        return model.province_code == code  # type: ignore[no-any-return]
    if code.endswith("00"):
        return model.city_code == code  # type: ignore[no-any-return]
    return model.office_code == code  # type: ignore[no-any-return]


_CONDITIONS: dict[FilterKind, Any] = {
    FilterKind.CHOICE: lambda attribute, value: attribute == value,
    FilterKind.TEXT: lambda attribute, value: attribute == value,
    FilterKind.KEY: lambda attribute, value: attribute == value,
    FilterKind.DATES: _range,
    FilterKind.MONEY: _range,
    FilterKind.OFFICE: _office,
}


def _found_by(grid: Grid, words: str, dialect: str, *, common: bool) -> ColumnElement[bool]:
    """Rows found by their own words, by the beginning of a number, or by their unit's words."""
    model: Any = grid.model
    ways: list[ColumnElement[bool]] = []
    if issubclass(model, Searchable):
        own = contains(model, words)
        ways.append(own if common else candidates(model, words, dialect) & own)
    for name in grid.search:
        if name == "unit":
            units = select(Unit.id).where(candidates(Unit, words, dialect), contains(Unit, words))
            ways.append(model.unit_id.in_(units))
        else:
            ways.append(_begins(getattr(model, name), words))
    return or_(*ways) if ways else false()


def _begins(attribute: Any, words: str) -> ColumnElement[bool]:
    """A prefix as a range, which a plain index serves on both engines."""
    typed = words.strip().upper()
    return (attribute >= typed) & (attribute < typed + "\uffff")


def sort_attribute(grid: Grid, state: ListState) -> Any:
    """The attribute a list is sorted by."""
    return getattr(grid.model, state.sort_key)


def _ordered(grid: Grid, state: ListState, ids: Select[Any], *, is_reversed: bool) -> Select[Any]:
    model: Any = grid.model
    key = sort_attribute(grid, state)
    statement = ids.add_columns(key.label("sort_value"))
    keys = [model.id] if state.sort_key == "id" else [key, model.id]
    if state.is_descending != is_reversed:
        return statement.order_by(*(k.desc() for k in keys))
    return statement.order_by(*keys)


def _positioned(grid: Grid, state: ListState, ids: Select[Any]) -> tuple[Select[Any], bool]:
    """One row more than the page, from its position; and whether it reads backwards."""
    position = state.position
    is_reversed = position.before is not None or position.is_last
    if (edge := position.after or position.before) is not None:
        ids = ids.where(_beyond(grid, state, edge, is_reversed=is_reversed))
    statement = _ordered(grid, state, ids, is_reversed=is_reversed).limit(state.size + 1)
    offset = (position.page - 1) * state.size
    if offset > MAXIMUM_OFFSET:
        raise BadListError(ListFault.TOO_DEEP, maximum=MAXIMUM_OFFSET)
    return (statement.offset(offset) if offset else statement), is_reversed


def _beyond(
    grid: Grid, state: ListState, edge: tuple[str, int], *, is_reversed: bool
) -> ColumnElement[bool]:
    """The rows past the edge in reading direction, as one row-value comparison."""
    model: Any = grid.model
    attribute = sort_attribute(grid, state)
    if state.sort_key == "id":
        here, there = model.id, literal(edge[1], model.id.type)
    else:
        value = _typed(attribute.type, edge[0])
        here = tuple_(attribute, model.id)
        there = tuple_(literal(value, attribute.type), literal(edge[1], model.id.type))
    backwards = state.is_descending != is_reversed
    return here < there if backwards else here > there  # type: ignore[no-any-return]


def _typed(sql_type: Any, raw: str) -> Any:
    try:
        if isinstance(sql_type, UtcDateTime):
            return dt.datetime.fromisoformat(raw).astimezone(dt.UTC)
        if isinstance(sql_type, Date):
            return dt.date.fromisoformat(raw)
        if isinstance(sql_type, Enum):
            return sql_type.enum_class(raw)  # type: ignore[misc]
        if isinstance(sql_type, Integer):
            return min(max(int(raw), -(2**63)), 2**63 - 1)
    except (ValueError, OverflowError) as error:
        raise BadListError(ListFault.BAD_CURSOR) from error
    return raw


def cursor_of(row: Any) -> str:
    """The edge a row makes: `value,id`."""
    value = row.sort_value
    written = value.value if isinstance(value, StrEnum) else value
    if isinstance(written, dt.date | dt.datetime):
        written = written.isoformat()
    return f"{written},{row.id}"


def _with_names(
    grid: Grid, state: ListState, columns: Sequence[Column], page: Select[Any]
) -> Select[Any]:
    """Join the chosen rows with what their columns show."""
    chosen = page.subquery("page")
    row = grid.table.alias("row")
    source: Any = chosen.join(row, row.c.id == chosen.c.id)
    shown = []
    for column in columns:
        source, expression = _expression(grid, row, source, column)
        shown.append(expression.label(column.key))
    statement = select(chosen.c.id, chosen.c.sort_value, *shown).select_from(source)
    is_reversed = state.position.before is not None or state.position.is_last
    keys = [chosen.c.sort_value, chosen.c.id]
    descending = state.is_descending != is_reversed
    return statement.order_by(*(k.desc() if descending else k for k in keys))


def _expression(grid: Grid, row: Any, source: Any, column: Column) -> tuple[Any, Any]:
    head, dot, tail = column.name.partition(".")
    if column.name == "office":
        return _joined(source, Office.__table__, "office", row.c.office_code, "code", "name")
    if not dot:
        return source, row.c[head]
    target, key = foreign_table(grid, head)
    return _joined(source, target, head, row.c[key], "id", tail)


def _joined(
    source: Any, table: Any, name: str, key: Any, target: str, shown: str
) -> tuple[Any, Any]:
    aliased = next((f for f in _froms(source) if f.name == f"its_{name}"), None)
    if aliased is None:
        aliased = table.alias(f"its_{name}")
        source = source.outerjoin(aliased, aliased.c[target] == key)
    return source, aliased.c[shown]


def _froms(source: Any) -> list[Any]:
    """The aliases of a join tree."""
    if hasattr(source, "left"):
        return [*_froms(source.left), *_froms(source.right)]
    return [source]


@lru_cache(maxsize=512)
def foreign_table(grid: Grid, name: str) -> tuple[Any, str]:
    """The table behind `<name>_id`, and that column's name."""
    column = grid.table.c[f"{name}_id"]
    (foreign_key,) = column.foreign_keys
    return foreign_key.column.table, column.name
