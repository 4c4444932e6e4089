"""Builds and runs every list's statements.

Rows are selected by a scoped ORM select; names of related rows are joined only to those, so they
are visible, too. Order is total (sort keys, then id); a page is reached by keyset or, when asked by
number, by an offset over the index alone; the count stops at a cap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    ScalarSelect,
    Select,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from admin_app.grid.errors import BadListError
from admin_app.grid.listing.keyset import (
    SORT_VALUES,
    can_be_past_end,
    in_order,
    is_reversed,
    is_sorted_first,
    is_start,
    page_by_own,
    positioned,
    sort_values,
    sorted_columns,
)
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import is_joined
from admin_app.grid.listing.related_names import (
    parameters_of,
    with_names,
    with_names_under,
)
from admin_app.grid.listing.search_strategy import COUNT_CAP, look_up
from admin_app.grid.listing.sorting import is_walked, total_order
from admin_app.grid.listing.where import Lookup, narrowed
from admin_app.grid.spec import Column, Grid
from admin_app.labels.list_fault import ListFault
from models.core.base import ChosenRow
from models.core.locking import Columns
from models.core.scope import BY_HAND, EVERYTHING, apply_scope, scope_of
from models.core.search_index import Searchable, normalise

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page: rows of `id`, `sort_value`, the requested columns, and the count."""

    rows: Sequence[Any]
    #: How many rows match, up to COUNT_CAP + 1.
    count: int
    has_previous: bool
    has_next: bool

    @property
    def is_capped(self) -> bool:
        """Whether more rows match than are counted."""
        return self.count > COUNT_CAP


def fetch_page(request: ListRequest) -> Page:
    """The requested page with its count, in one statement.

    A search needs one more statement, which estimates whether the words match many rows or few.
    """
    grid, state = request.grid, request.state
    lookup = look_up(request)
    if not _is_indexed(request):
        _refuse_many(request, lookup)
        return _among_few(request, lookup)
    is_rare = (
        state.run is not None
        or any(f.is_rare and f.name in state.filters for f in grid.column_filters)
        or is_sorted_first(request)
    )
    is_found = state.search and not (lookup.is_walked or lookup.is_own_common)
    if is_rare or is_found:
        page = _among_few(request, lookup)
        if not page.is_capped:
            return page
        return _along_index(request, replace(lookup, is_tested=True), literal(COUNT_CAP + 1))
    return _along_index(request, lookup)


def refuse_unsorted(request: ListRequest) -> None:
    """Raises BadListError for more rows than may be sorted, in an order that no index gives."""
    if not _is_indexed(request):
        _refuse_many(request, look_up(request))


def _is_indexed(request: ListRequest) -> bool:
    """Whether an index gives the order; of conditions combined with OR none does."""
    grid, state = request.grid, request.state
    return not is_joined(grid, state) and is_walked(grid, state.sort)


def _refuse_many(request: ListRequest, lookup: Lookup) -> None:
    if _are_many(request, lookup):
        raise BadListError(_why_unsorted(request), maximum=COUNT_CAP)


def _are_many(request: ListRequest, lookup: Lookup) -> bool:
    """Whether more rows match than may be sorted, tested before reading any.

    Words that are common nationwide are too many; otherwise index entries are skipped up to the
    cap.
    """
    session, state = request.session, request.state
    is_common = lookup.is_walked and issubclass(request.grid.model, Searchable)
    if is_common and scope_of(session) == EVERYTHING and not state.is_narrowed:
        return True
    return is_longer(session, narrowed(request, lookup), COUNT_CAP)


def is_longer(session: Session, found: Select[*Columns], most: int) -> bool:
    """Whether a select of ids has more than `most` rows, by OFFSET."""
    model_key = found.selected_columns[0]
    beyond = found.with_only_columns(model_key).offset(most).limit(1)
    return session.execute(beyond).first() is not None


def _why_unsorted(request: ListRequest) -> ListFault:
    """The refusal for conditions combined with OR, an order without index or one too coarse."""
    if is_joined(request.grid, request.state):
        return ListFault.ANY_TOO_MANY
    is_served = request.state.sort_keys[0].attribute in request.grid.column_sortable_list
    return ListFault.SORT_TOO_COARSE if is_served else ListFault.SORT_TOO_MANY


def count_rows(request: ListRequest) -> int:
    """How many rows match, counted up to one past the cap."""
    count: int = request.session.execute(select(counting(request))).scalar_one()
    return count


def counting(request: ListRequest) -> ColumnElement[int]:
    """The same as a scalar, for a statement that counts several lists."""
    return _counting(request, look_up(request))


def of_first(request: ListRequest, attribute: str) -> ScalarSelect[object]:
    """The attribute of the oldest matching row, as a scalar subquery."""
    model: Any = request.grid.model
    rows = narrowed(request, look_up(request))
    first = rows.with_only_columns(getattr(model, attribute)).order_by(model.id).limit(1)
    return first.scalar_subquery()


def matching_ids(request: ListRequest, *, limit: int, up_to_id: int | None = None) -> list[int]:
    """The first matching ids, ascending, none above `up_to_id`."""
    model: Any = request.grid.model
    statement = narrowed(request, look_up(request))
    if up_to_id is not None:
        statement = statement.where(model.id <= up_to_id)
    return list(request.session.scalars(statement.order_by(model.id).limit(limit)))


def fetch_by_ids(
    session: Session, grid: Grid, ids: Sequence[int], columns: Sequence[Column]
) -> Sequence[ChosenRow]:
    """Rows of the ids in scope, in id order."""
    model: Any = grid.model
    chosen = select(model.id.label("id"), model.id.label("sort_value")).where(model.id.in_(ids))
    page = chosen.where(*grid.criteria).subquery("page")
    return _execute(session, with_names(page, grid, columns).order_by(page.c.id), columns)


def _execute(
    session: Session, statement: Select[*Columns], columns: Sequence[Column]
) -> Sequence[Row[*Columns]]:
    """Run a Core statement around a scoped subquery."""
    scoped, parameters = apply_scope(session, statement), parameters_of(session, columns)
    return session.execute(scoped, parameters, execution_options={BY_HAND: True}).all()


def _counting(request: ListRequest, lookup: Lookup) -> ColumnElement[int]:
    """The capped count as a scalar subquery; for a common bigram it is known already."""
    grid, state = request.grid, request.state
    if (
        lookup.is_walked
        and scope_of(request.session) == EVERYTHING
        and issubclass(grid.model, Searchable)
    ):
        words = normalise(state.search)
        if len(words) == _PAIR and not state.is_narrowed:
            # A single bigram needs no exact test: its candidates are its matches.
            return literal(COUNT_CAP + 1)
        lookup = Lookup()
    if not issubclass(grid.model, Searchable) and lookup.is_walked:
        # Counting from the units to their rows stops at the cap; only the page needs the ordered
        # scan.
        lookup = replace(lookup, is_walked=False)
    found = narrowed(request, lookup).limit(COUNT_CAP + 1).subquery("matching")
    return select(func.count()).select_from(found).scalar_subquery()


def _along_index(
    request: ListRequest, lookup: Lookup, count: ColumnElement[int] | None = None
) -> Page:
    """The page by scanning the sort index, for any number of matches; `count` if it is known."""
    state = request.state
    chosen = narrowed(request, lookup)
    if count is None:
        count = _counting(request, lookup)
    if (spec := request.grid.own_by_name.get(state.sort_keys[0].attribute)) is not None:
        return _fetched(request, page_by_own(request, chosen, spec).subquery("page"), count)
    chosen = chosen.add_columns(*sort_values(request))
    keys = [getattr(request.grid.model, key.attribute) for key in total_order(state.sort)]
    page = positioned(state, chosen, keys).subquery("page")
    return _fetched(request, page, count)


def _among_few(request: ListRequest, lookup: Lookup) -> Page:
    """The page by sorting all matching rows, which must be few."""
    state = request.state
    chosen = narrowed(request, lookup)
    chosen = chosen.add_columns(*sort_values(request))
    found = chosen.limit(COUNT_CAP + 1).cte("matching")
    page = positioned(state, select(found), sorted_columns(state, found)).subquery("page")
    counting = select(func.count()).select_from(found).scalar_subquery()
    return _fetched(request, page, counting)


def _fetched(
    request: ListRequest,
    page: FromClause,
    counting: ColumnElement[int],
) -> Page:
    grid, state, columns = request.grid, request.state, request.columns
    further = [page.c[name] for name in SORT_VALUES[1 : len(state.sort_keys)]]
    count_of_all = counting.label("count_of_all")
    if can_be_past_end(state):
        total = select(count_of_all).subquery("total")
        statement = with_names_under(total, page, grid, columns, *further)
    else:
        statement = with_names(page, grid, columns, count_of_all, *further)
    statement = statement.order_by(*in_order(state, sorted_columns(state, page)))
    backwards = is_reversed(state)
    found = _execute(request.session, statement, columns)
    count = found[0].count_of_all if found else 0
    rows = [row for row in found if row.id is not None]
    more = len(rows) > state.size
    rows = rows[: state.size]
    if backwards:
        rows.reverse()
    return Page(
        rows=rows,
        count=count,
        has_previous=more if backwards else not is_start(state),
        has_next=bool(state.position.before) if backwards else more,
    )
