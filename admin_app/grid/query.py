"""The query package's door: every list's statements are put together and run here.

The rows are chosen by an ORM select, which the session's scope narrows like any other; names are
joined to those rows alone, so they are theirs to see. Order is total (sort key, then id); a page
is reached by keyset or, when asked by number, by an offset over the index alone; the count stops
at a cap and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Enum,
    Integer,
    Select,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Session

from admin_app.grid.conditions import Lookup, narrowed, units_found
from admin_app.grid.naming import with_names, with_names_of
from admin_app.grid.spec import Column, Grid
from admin_app.grid.state import MAXIMUM_OFFSET, BadListError, ListFault, ListState
from models.base import UtcDateTime
from models.office import Office, OfficeLevel, OfficeStatus
from models.scope import BY_HAND, EVERYTHING, ScopeLevel, apply_scope, scope_of
from models.search import Searchable, candidates_sql, normalise

COUNT_CAP = 10_000
#: So many units are named one by one; more are too many to be looked up first.
_MOST_UNITS = 500
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page: rows of the columns asked, after `id` and `sort_value`, before the count."""

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
    """The page a list's state asks for, with its count, in one statement whatever the rows.

    Words cost one more, which tells whether they find many rows or few.
    """
    lookup = _look_up(session, grid, state)
    is_indexed = state.sort_key in grid.sorts
    if not is_indexed or (state.search and not lookup.is_walked):
        page = _among_few(session, grid, state, columns, lookup)
        if not page.is_capped:
            return page
        if not is_indexed:
            raise BadListError(ListFault.SORT_TOO_MANY, maximum=COUNT_CAP)
    return _along_index(session, grid, state, columns, lookup)


def count_rows(session: Session, grid: Grid, state: ListState) -> int:
    """How many rows match, counted up to one past the cap."""
    counting = _counting(session, grid, state, _look_up(session, grid, state))
    count: int = session.execute(select(counting)).scalar_one()
    return count


def matching_ids(
    session: Session, grid: Grid, state: ListState, *, limit: int, up_to_id: int | None = None
) -> list[int]:
    """The first ids that match, in key order, none born after `up_to_id`."""
    model: Any = grid.model
    statement = _narrowed(session, grid, state, _look_up(session, grid, state))
    if up_to_id is not None:
        statement = statement.where(model.id <= up_to_id)
    return list(session.scalars(statement.order_by(model.id).limit(limit)))


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
    chosen = select(model.id.label("id"), model.id.label("sort_value")).where(model.id.in_(ids))
    page = chosen.subquery("page")
    return _execute(session, with_names(page, grid, columns).order_by(page.c.id))


def every_row(
    session: Session,
    grid: Grid,
    state: ListState,
    columns: Sequence[Column],
    keys: Sequence[int] | None = None,
) -> Select[Any]:
    """All matching rows, or those of `keys`, for files, in the order the database finds them.

    Sorting a million rows would keep the first byte back until all are read; a sheet sorts
    itself. Already scoped; to be streamed BY_HAND.
    """
    model: Any = grid.model
    own = [getattr(model, column.key) for column in grid.table.c if column.key != "id"]
    sort_key = sort_attribute(grid, state).label("sort_value")
    if keys is None:
        chosen = _narrowed(session, grid, state, _look_up(session, grid, state))
    else:
        # Whole numbers of our own reading, written out: a COPY takes no lists of parameters.
        whole = [literal_column(str(int(key))) for key in keys]
        chosen = select(model.id.label("id")).where(model.id.in_(whole))
    whole_rows = chosen.add_columns(sort_key, *own).subquery("page")
    return apply_scope(session, with_names_of(whole_rows, grid, columns))


def _execute(session: Session, statement: Select[Any]) -> Sequence[Any]:
    """Run a statement whose inside the scope narrows and whose outside only names things."""
    return session.execute(apply_scope(session, statement), execution_options={BY_HAND: True}).all()


def _narrowed(session: Session, grid: Grid, state: ListState, lookup: Lookup) -> Select[Any]:
    return narrowed(grid, state, lookup, _dialect(session))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _look_up(session: Session, grid: Grid, state: ListState) -> Lookup:
    """Decide how words are looked for; where it is not plain, the bigram index is asked."""
    if not state.search:
        return Lookup()
    if issubclass(grid.model, Searchable):
        return Lookup(is_walked=_is_common(session, grid, state.search))
    if "unit" not in grid.search:
        return Lookup()
    is_walked = scope_of(session) != EVERYTHING
    wanted = units_found(state.search, _dialect(session), is_walked=is_walked)
    units = session.scalars(wanted.limit(_MOST_UNITS + 1)).all()
    if len(units) <= _MOST_UNITS:
        return Lookup(units=units)
    return Lookup(is_walked=True, units=select(wanted.cte("units_found").c.id))


#: From so many rows with the bigrams on, the rows of the scope are rather walked.
_COMMON_FROM = {ScopeLevel.EVERYTHING: COUNT_CAP, ScopeLevel.PROVINCE: 2_000}


def _is_common(session: Session, grid: Grid, words: str) -> bool:
    """Whether so many rows of the nation have the words' bigrams that walking the scope is less.

    The rows of a city are soon walked whatever the words.
    """
    limit = _COMMON_FROM.get(scope_of(session).level)
    if limit is None:
        return True
    sql, given = candidates_sql(grid.model, words, _dialect(session))
    # It counts entries of the index and opens no row, so it needs no scope.
    counting = text(f"SELECT count(*) FROM ({sql} LIMIT {limit + 1}) AS found")  # noqa: S608
    found = session.execute(counting, given, execution_options={BY_HAND: True}).scalar_one()
    return bool(found > limit)


def _counting(session: Session, grid: Grid, state: ListState, lookup: Lookup) -> Any:
    """The capped count as a scalar; of a common pair of characters it is known already."""
    if lookup.is_walked and scope_of(session) == EVERYTHING and issubclass(grid.model, Searchable):
        words = normalise(state.search)
        if len(words) == _PAIR and not (state.filters or state.named):
            # One bigram is the whole of the words: its candidates are its matches.
            return literal(COUNT_CAP + 1)
        lookup = Lookup()
    if not issubclass(grid.model, Searchable) and lookup.is_walked:
        # Going from the units to their rows stops at the cap; only the page's order needs a walk.
        lookup = replace(lookup, is_walked=False)
    found = _narrowed(session, grid, state, lookup).limit(COUNT_CAP + 1).subquery("matching")
    return select(func.count()).select_from(found).scalar_subquery()


def _along_index(
    session: Session, grid: Grid, state: ListState, columns: Sequence[Column], lookup: Lookup
) -> Page:
    """The page by walking the sort index, however many rows match."""
    chosen = _narrowed(session, grid, state, lookup)
    chosen = chosen.add_columns(sort_attribute(grid, state).label("sort_value"))
    key, model = sort_attribute(grid, state), grid.model
    page = _positioned(state, chosen, key, model.id).subquery("page")  # type: ignore[attr-defined]
    counting = _counting(session, grid, state, lookup)
    return _fetched(session, grid, state, columns, page, counting)


def _among_few(
    session: Session, grid: Grid, state: ListState, columns: Sequence[Column], lookup: Lookup
) -> Page:
    """The page out of all rows that match, which are found first and must be few."""
    chosen = _narrowed(session, grid, state, lookup)
    chosen = chosen.add_columns(sort_attribute(grid, state).label("sort_value"))
    found = chosen.limit(COUNT_CAP + 1).cte("matching")
    rows = select(found.c.id, found.c.sort_value)
    page = _positioned(state, rows, found.c.sort_value, found.c.id).subquery("page")
    counting = select(func.count()).select_from(found).scalar_subquery()
    return _fetched(session, grid, state, columns, page, counting)


def _fetched(
    session: Session,
    grid: Grid,
    state: ListState,
    columns: Sequence[Column],
    page: Any,
    counting: Any,
) -> Page:
    statement = with_names(page, grid, columns, counting.label("row_count"))
    is_reversed = _is_reversed(state)
    descending = state.is_descending != is_reversed
    keys = (page.c.sort_value, page.c.id)
    statement = statement.order_by(*(k.desc() if descending else k for k in keys))
    rows = list(_execute(session, statement))
    # Past the end there is no row to carry the count.
    count = rows[0].row_count if rows else _count_beside(session, grid, state)
    more = len(rows) > state.size
    rows = rows[: state.size]
    if is_reversed:
        rows.reverse()
    return Page(
        rows=rows,
        count=count,
        has_previous=more if is_reversed else not _is_start(state),
        has_next=bool(state.position.before) if is_reversed else more,
    )


def _count_beside(session: Session, grid: Grid, state: ListState) -> int:
    return 0 if _is_start(state) else count_rows(session, grid, state)


def _is_start(state: ListState) -> bool:
    position = state.position
    return not (position.after or position.before or position.is_last or position.page > 1)


def _is_reversed(state: ListState) -> bool:
    """Whether the page is read backwards: from a row up, or from the end."""
    return state.position.before is not None or state.position.is_last


def sort_attribute(grid: Grid, state: ListState) -> Any:
    """The attribute a list is sorted by."""
    return getattr(grid.model, state.sort_key)


def _positioned(state: ListState, chosen: Select[Any], key: Any, row_id: Any) -> Select[Any]:
    """One row more than the page, from its position in the total order of (key, id)."""
    position, is_reversed = state.position, _is_reversed(state)
    keys = (row_id,) if state.sort_key == "id" else (key, row_id)
    if (edge := position.after or position.before) is not None:
        chosen = chosen.where(_beyond(state, keys, edge))
    descending = state.is_descending != is_reversed
    chosen = chosen.order_by(*(k.desc() if descending else k for k in keys)).limit(state.size + 1)
    offset = (position.page - 1) * state.size
    if offset > MAXIMUM_OFFSET:
        raise BadListError(ListFault.TOO_DEEP, maximum=MAXIMUM_OFFSET)
    return chosen.offset(offset) if offset else chosen


def _beyond(state: ListState, keys: tuple[Any, ...], edge: tuple[str, int]) -> ColumnElement[bool]:
    """The rows past the edge in reading direction, as one row-value comparison."""
    *key, row_id = keys
    there = [literal(edge[1], row_id.type)]
    if key:
        there.insert(0, literal(_typed(key[0].type, edge[0]), key[0].type))
    here, limit = (tuple_(*keys), tuple_(*there)) if key else (row_id, there[0])
    backwards = state.is_descending != _is_reversed(state)
    return here < limit if backwards else here > limit  # type: ignore[no-any-return]


def _typed(sql_type: Any, raw: str) -> Any:
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
            return min(max(int(raw), -(2**63)), 2**63 - 1)
    except (ValueError, KeyError, OverflowError) as error:
        raise BadListError(ListFault.BAD_CURSOR) from error
    return raw


def cursor_of(row: Any) -> str:
    """The edge a row makes: `value,id`."""
    value = row.sort_value
    written = value.value if isinstance(value, StrEnum) else value
    if isinstance(written, dt.date | dt.datetime):
        written = written.isoformat()
    return f"{written},{row.id}"
