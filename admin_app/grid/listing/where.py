"""The WHERE clause of a list: its filters, its named list, and its search words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, text, union
from sqlalchemy.orm import InstrumentedAttribute

from admin_app.grid.conditions.columns import filters_of
from admin_app.grid.filters.conditions import Condition, NoneOf, OneOf
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import conditions_of, search_refusal
from admin_app.grid.spec import Grid
from models.core.base import ChosenSelect
from models.core.journal import JournalChange
from models.core.own_search import has_words, rows_with_words
from models.core.scope import ScopeLevel, scope_of
from models.core.search_index import Searchable, candidates, candidates_sql, contains, dialect_of
from models.core.setting import known_day
from models.offices.office import Office
from models.units.unit import Unit
from models.values.bank_reference import code_of


@dataclass(frozen=True, slots=True)
class Lookup:
    """The search strategy, chosen by a probe of the bigram indexes."""

    #: Too many candidates: scan the rows in order and test each.
    is_walked: bool = False
    #: The matching units: ids when few, else a CTE.
    units: Any = ()
    #: So many rows have the words in fields of the offices' own that each is tested in order.
    is_own_common: bool = False
    #: Too many rows meet the filters: scan the rows in order and test each.
    is_tested: bool = False


def narrowed(request: ListRequest, lookup: Lookup) -> ChosenSelect:
    """`select(id)` of the matching rows, unordered and not yet scoped."""
    grid, state = request.grid, request.state
    model: Any = grid.model
    statement = select(model.id.label("id")).where(*grid.criteria)
    if state.run is None:
        statement = statement.where(*listed(grid, state.named))
    else:
        statement = statement.where(model.id.in_(changed_by(grid, state.run)))
    statement = statement.where(*_own(request), *_filtered(request, lookup))
    if search_refusal(state) is not None:
        statement = statement.where(false())
    elif state.search:
        dialect = dialect_of(request.session)
        statement = statement.where(_found_by(grid, state.search, lookup, dialect))
    parameters = _parameters(request)
    return statement.params(parameters) if parameters else statement


def _own(request: ListRequest) -> list[ColumnElement[bool]]:
    """Only the reader's own office's rows, in a list that is meant so."""
    scope = scope_of(request.session)
    if not request.grid.is_own or scope.level not in {ScopeLevel.PROVINCE, ScopeLevel.CITY}:
        return []
    model: Any = request.grid.model
    return [model.office_code == scope.value]


def _filtered(request: ListRequest, lookup: Lookup) -> list[ColumnElement[bool]]:
    """The filters, combined with AND or OR; some are always combined with AND."""
    grid, state = request.grid, request.state
    today = partial(known_day, request.session)
    all_of, any_of = (
        [f.where(grid, f.resolved(value, today), is_tested=lookup.is_tested) for f, value in asked]
        for asked in conditions_of(grid, state)
    )
    if state.where is not None:
        all_of.append(state.where.where(today))
    return [*all_of, or_(*any_of)] if any_of else all_of


def _parameters(request: ListRequest) -> dict[str, object]:
    """The parameters of the computed columns that conditions compare."""
    grid, state = request.grid, request.state
    asked = [f for f in filters_of(grid) if f.name in state.filters]
    if state.where is not None:
        asked += [part.column.filter for part in state.where.comparisons()]
    found: dict[str, object] = {}
    for f in asked:
        if f.shown is not None and f.shown.parameters is not None:
            found.update(f.shown.parameters(request.session))
    return found


def changed_by(grid: Grid, entry_id: int) -> Select[int]:
    """`select(id)` of the rows that one run changed, whichever named list they are in now."""
    changes = JournalChange.__table__
    return select(changes.c.row_id).where(
        changes.c.entry_id == entry_id, changes.c.entity == grid.entity_table
    )


def named_condition(grid: Grid, named: str | None) -> Condition | None:
    """The condition of a named list; for the whole list, excluding rows of a separate list."""
    if named:
        wanted = grid.named_lists[named]
        return OneOf(wanted.attribute, wanted.values)
    apart = grid.list_apart
    return None if apart is None else NoneOf(apart.attribute, apart.values)


def listed(grid: Grid, named: str | None) -> list[ColumnElement[bool]]:
    """The same in SQL."""
    condition = named_condition(grid, named)
    return [] if condition is None else [condition.where(partial(getattr, grid.model))]


def units_found(words: str, dialect: str, *, is_walked: bool) -> Select[int]:
    """`select(id)` of the units that match words: by bigrams, or by testing each."""
    found = select(Unit.id).where(contains(Unit, words))
    return found if is_walked else found.where(_has_pairs(Unit, words, dialect))


def _found_by(grid: Grid, words: str, lookup: Lookup, dialect: str) -> ColumnElement[bool]:
    """Rows that match by their own text, by a number prefix, by their unit's text, or in a field of
    the offices' own.
    """
    model: Any = grid.model
    ways: list[ColumnElement[bool]] = []
    if issubclass(model, Searchable):
        own = contains(model, words)
        ways.append(own if lookup.is_walked else _has_pairs(model, words, dialect) & own)
    for name in grid.column_searchable_list:
        if name == "unit":
            ways.append(model.unit_id.in_(lookup.units))
        elif name == "office":
            # A few thousand offices: testing each costs less than a look-up of its own.
            offices = select(Office.code).where(contains(Office, words))
            ways.append(model.office_code.in_(offices))
        elif code_of(words).isascii() or lookup.is_walked:
            # Numbers are ASCII, so other words need not be compared with them: OR would prevent the
            # use of an index.
            ways.append(_begins(getattr(model, name), words))
    found = or_(*ways) if ways else false()
    if not (searched := [spec.id for spec in grid.own_searched]):
        return found
    if lookup.is_walked or lookup.is_own_common:
        return found | has_words(searched, words, model.id)
    # One list of keys, which an index serves; a condition joined by OR has none on PostgreSQL.
    rows = union(select(model.id).where(found), rows_with_words(searched, words))
    either: ColumnElement[bool] = model.id.in_(rows)
    return either


def _has_pairs(model: type[Searchable], words: str, dialect: str) -> ColumnElement[bool]:
    """`candidates`, materialised: PostgreSQL underestimates the cost of testing a row's bigrams."""
    if dialect != "postgresql":
        return candidates(model, words, dialect)
    sql, given = candidates_sql(model, words, dialect)
    found = f"WITH having_pairs AS MATERIALIZED ({sql}) SELECT * FROM having_pairs"  # noqa: S608  bound
    return model.id.in_(text(found).bindparams(**given))


def _begins(attribute: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """A prefix as a range, which a plain index serves on both engines."""
    typed = code_of(words)
    return (attribute >= typed) & (attribute < typed + "\uffff")
