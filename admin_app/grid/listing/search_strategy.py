"""Chooses how to search for words, from a probe of the bigram indexes."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from admin_app.grid.listing.examined import refuse_costly
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import search_refusal
from admin_app.grid.listing.where import Lookup, units_found
from admin_app.grid.spec import Grid
from models.core.own_search import rows_with_words
from models.core.scope import BY_HAND, EVERYTHING, ScopeLevel, scope_of
from models.core.search_index import Searchable, candidates_sql, dialect_of

COUNT_CAP = 10_000
#: Most units to look up first, as literals.
_MOST_UNITS = 500


def look_up(request: ListRequest, most: int | None = None) -> Lookup:
    """Choose the search strategy; if unclear, by a probe of the bigram index.

    Raises BadListError for conditions that no index serves where more than `most` rows are left to
    them.
    """
    lookup = _strategy(request)
    refuse_costly(request, lookup, most)
    return lookup


def _strategy(request: ListRequest) -> Lookup:
    session, grid, state = request.session, request.grid, request.state
    if not state.search or search_refusal(state) is not None:
        return Lookup()
    lookup = _strategy_of_names(request)
    if not grid.own_searched:
        return lookup
    fields = [spec.id for spec in grid.own_searched]
    return replace(lookup, is_own_common=_is_frequent_in_own(session, fields, state.search))


def _strategy_of_names(request: ListRequest) -> Lookup:
    session, grid, state = request.session, request.grid, request.state
    if issubclass(grid.model, Searchable):
        return Lookup(is_walked=_is_common(session, grid, state.search))
    if "unit" not in grid.column_searchable_list:
        return Lookup()
    is_walked = scope_of(session) != EVERYTHING
    wanted = units_found(state.search, dialect_of(session), is_walked=is_walked)
    units = session.scalars(wanted.limit(_MOST_UNITS + 1)).all()
    if len(units) <= _MOST_UNITS:
        return Lookup(units=units)
    return Lookup(is_walked=True, units=select(wanted.cte("units_found").c.id))


#: From so many candidates on, scanning the scope is cheaper.
_COMMON_FROM = {ScopeLevel.EVERYTHING: COUNT_CAP, ScopeLevel.PROVINCE: 2_000}


def _is_common(session: Session, grid: Grid, words: str) -> bool:
    """Whether so many rows nationwide have the bigrams that scanning the scope is cheaper.

    A city's rows are always scanned.
    """
    limit = _COMMON_FROM.get(scope_of(session).level)
    if limit is None:
        return True
    sql, given = candidates_sql(grid.model, words, dialect_of(session))
    # It only counts index entries, so it needs no scope.
    counting = text(f"SELECT count(*) FROM ({sql} LIMIT {limit + 1}) AS found")  # noqa: S608
    found = session.execute(counting, given, execution_options={BY_HAND: True}).scalar_one()
    return bool(found > limit)


def _is_frequent_in_own(session: Session, fields: list[int], words: str) -> bool:
    """The same for the words of fields of the offices' own."""
    limit = _COMMON_FROM.get(scope_of(session).level)
    if limit is None:
        return True
    found = rows_with_words(fields, words).limit(limit + 1).subquery("found")
    counting = select(func.count()).select_from(found)
    return session.execute(counting, execution_options={BY_HAND: True}).scalar_one() > limit
