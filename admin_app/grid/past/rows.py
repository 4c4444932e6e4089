"""A page of a list as of the end of a past day.

Rows in scope are scanned in id order and rewound in batches, and the conditions are tested on the
past values. Rows that do not match today and have not changed since are excluded by SQL. Both the
scan and the rewinding are limited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, select

from admin_app.grid.errors import BadListError
from admin_app.grid.listing.cursor import Edge, written_edge
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.search_strategy import look_up
from admin_app.grid.listing.where import narrowed
from admin_app.grid.past.conditions import attributes_of, end_of, holds, refuse_unjudged
from admin_app.grid.past.related_names import columns_of_past, related_past
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from models.core.base import ChosenRow
from models.core.own_values import OWN_VALUES, diff_name
from models.core.scope import COLUMN_OF, OfficeOwned, ScopeLevel, SetFromAbove, scope_of
from models.core.setting import known_day
from models.reports.row_history import (
    TooManyChangesError,
    Values,
    is_changed_since,
    rewind,
    with_sources,
)
from models.units.unit import Unit

#: Most rows to rewind for one page, and most rows to scan.
MAXIMUM_PAST_ROWS = 2_000
MAXIMUM_WALK = 20_000
#: Rows per batch.
_LARGEST_BATCH = 500


@dataclass(frozen=True, slots=True)
class PastRow:
    """A past row: its id, and the value of each requested column."""

    id: int
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True)
class PastPage:
    """Rows in id order, and the start of the next page."""

    rows: Sequence[PastRow]
    #: The id after which to continue; None at the end.
    next_after: int | None
    #: Whether the page ended at a limit, not because it is full.
    is_cut: bool

    @property
    def cursor(self) -> str:
        """The URL parameter of the next page; empty at the end."""
        key = self.next_after
        return "" if key is None else written_edge(Edge((str(key),), key))


def fetch_past(request: ListRequest) -> PastPage:
    """The page of a list as of the evening of `state.as_of`. Raises BadListError."""
    session, grid, state = request.session, request.grid, request.state
    assert state.as_of is not None, "a past page is of a day"
    refuse_unjudged(grid, state)
    walk = _Walk(request, end_of(state.as_of), _attributes(request))
    try:
        found, next_after, is_cut = walk.page()
        cells = columns_of_past(session, grid, request.columns, found, walk.since)
    except TooManyChangesError as error:
        raise BadListError(ListFault.PAST_TOO_LONG_AGO) from error
    rows = [PastRow(values["id"], row) for values, row in zip(found, cells, strict=True)]
    return PastPage(rows, next_after, is_cut)


def _attributes(request: ListRequest) -> list[str]:
    """The attributes to read: shown, filtered, and those of the scope."""
    grid = request.grid
    wanted = {"id", *attributes_of(grid, request.state)}
    for column in request.columns:
        head, dot, _tail = column.name.partition(".")
        if column.found is None and column.name != "office":
            wanted.add(f"{head}_id" if dot else head)
    if issubclass(grid.model, OfficeOwned):
        wanted |= {"province_code", "city_code", "office_code"}
        if (owner := _owner(grid)) is not None:
            wanted.add(owner)
    if own := wanted & grid.own_by_name.keys():
        wanted = wanted - own | {OWN_VALUES}
    return sorted(with_sources(grid.table, wanted))


def _owner(grid: Grid) -> str | None:
    """The attribute that names the registrant a row belongs to, if it may belong to one."""
    synonym = inspect(grid.model).synonyms.get("registrant_id")
    return None if synonym is None else str(synonym.name)


class _Walk:
    """The rows in scope in id order, as they were before `since`."""

    def __init__(self, request: ListRequest, since: dt.datetime, attributes: Sequence[str]) -> None:
        self.request, self.since = request, since
        self.session, self.grid, self.state = request.session, request.grid, request.state
        self.attributes = attributes
        self.matching = self._matching()

    def page(self) -> tuple[list[Values], int | None, bool]:
        """The matching rows, the id to continue after, and whether a limit was hit."""
        found: list[Values] = []
        edge = self.state.position.after
        cursor, looked = edge.id if edge else 0, 0
        bound = self._bound(cursor)
        batch = self.state.size + 1
        while looked < MAXIMUM_PAST_ROWS:
            batch = min(batch, _LARGEST_BATCH, MAXIMUM_PAST_ROWS - looked)
            rows = self._read(cursor, bound, batch)
            found += self._matching_rows(rows)
            if len(found) > self.state.size:
                found = found[: self.state.size]
                return found, found[-1]["id"], False
            if len(rows) < batch:
                return found, bound, bound is not None
            looked, cursor, batch = looked + len(rows), max(rows), batch * 2
        return found, cursor, True

    def _matching(self) -> ColumnElement[bool] | None:
        """Whether a row may have matched; None where every row did."""
        lookup = look_up(self.request)
        wanted = narrowed(self.request, lookup).whereclause
        if wanted is None:
            return None
        model: Any = self.grid.model
        ways = [wanted, is_changed_since(model, model.id, self.since)]
        if self._asks_units:
            ways.append(is_changed_since(Unit, model.unit_id, self.since))
        return or_(*ways)

    @property
    def _asks_units(self) -> bool:
        return bool(self.state.search) and "unit" in self.grid.column_searchable_list

    def _bound(self, cursor: int) -> int | None:
        """The last key this page may walk to; None where the rest is walked to its end."""
        if self.matching is None:
            return None
        model: Any = self.grid.model
        further = select(model.id).where(model.id > cursor).order_by(model.id)
        found: int | None = self.session.scalar(further.offset(MAXIMUM_WALK - 1).limit(1))
        return found

    def _read(self, cursor: int, bound: int | None, batch: int) -> dict[int, Values]:
        """The next rows that may have matched, as they stand today; the scope narrows them."""
        model: Any = self.grid.model
        wanted = select(*(getattr(model, name) for name in self.attributes))
        wanted = wanted.where(model.id > cursor).order_by(model.id).limit(batch)
        if self.matching is not None:
            wanted = wanted.where(self.matching)
        if bound is not None:
            wanted = wanted.where(model.id <= bound)
        return {row.id: self._values(row) for row in self.session.execute(wanted)}

    def _values(self, row: ChosenRow) -> Values:
        """A row's values by attribute, the fields of one's own as the journal names them."""
        values = dict(row._mapping)  # noqa: SLF001
        if (own := values.pop(OWN_VALUES, None)) is not None:
            values |= {diff_name(s.id): own.get(s.stored_key) for s in self.grid.own}
        return values

    def _matching_rows(self, rows: dict[int, Values]) -> list[Values]:
        """The rows that existed then, in the user's scope, and matched."""
        past = rewind(self.session, self.grid.table, rows, self.since)
        words = self._unit_words(past) if self._asks_units else {}
        return [
            values
            for values in past.values()
            if self._was_in_scope(values)
            and holds(
                self.grid,
                self.state,
                values,
                words.get(values.get("unit_id", 0), ""),
                partial(known_day, self.session),
            )
        ]

    def _was_in_scope(self, values: Values) -> bool:
        """Whether it was in the scope then, too; its past elsewhere is not visible."""
        scope = scope_of(self.session)
        if scope.level is ScopeLevel.EVERYTHING or not issubclass(self.grid.model, OfficeOwned):
            return True
        if issubclass(self.grid.model, SetFromAbove) and values["office_code"] in scope.chain:
            return True
        is_own = scope.level is ScopeLevel.REGISTRANT
        column = _owner(self.grid) if is_own else COLUMN_OF[scope.level]
        return column is not None and values[column] == scope.value

    def _unit_words(self, past: dict[int, Values]) -> dict[int, str]:
        keys = {values["unit_id"] for values in past.values()}
        units = related_past(self.session, Unit.__table__, keys, {"search_text"}, self.since)
        return {key: values["search_text"] or "" for key, values in units.items()}
