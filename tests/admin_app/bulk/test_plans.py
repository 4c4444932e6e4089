"""Every list's work depends on what it shows, not on what the tables hold.

Names of scans prove little on a small table: reading all of it may well be the best plan there,
and a walk along an index that throws every row away calls itself an index scan. So work is
measured: rows read and kept or thrown away on PostgreSQL, steps of the machine on SQLite. Both
must be in proportion to the rows that match, however many do not.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from admin_app.grid.listing.cursor import Position
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.core.scope import Scope
from tests.admin_app.bulk.work import Bulk, examined, statements, steps

pytestmark = pytest.mark.slow

#: Tables that grow with the years. The journal of a bulk is a few lines; its indexes are looked
#: at by name below.
GROWING = ("domain", "unit", "order", "payment", "invoice", "transfer", "remittance")
#: A small part of the table may be read in vain: its pages cost less than an index's.
_IN_VAIN = 8
#: About so many rows of these tables stand on one page of PostgreSQL's.
_ROWS_A_PAGE = 25


def states(bulk: Bulk, grid: Grid) -> Iterator[ListState]:
    """Each filter and each named list of a grid, sorted by each sort it offers at any size."""
    for sort in grid.column_sortable_list:
        for filters in bulk.filters(grid):
            yield ListState(filters=filters, sort=sort)
            yield ListState(filters=filters, sort=sort, position=Position(is_last=True))
        for named in grid.lists:
            yield ListState(named=named.key, sort=sort)


def told(name: str, state: ListState) -> str:
    return f"{name}: {state.named or dict(state.filters)} by {state.sort} {state.position}"


@pytest.mark.parametrize("entity", GROWING)
class TestFetchPage:
    def test_fetch_page_reads_in_proportion_to_what_matches(self, bulk: Bulk, entity: str) -> None:
        grid = GRIDS[entity]
        measure = _steps if bulk.engine.dialect.name == "sqlite" else _rows
        wasteful = [
            f"{told(name, state)}: {read} for {count} that match"
            for name, scope in bulk.readers_scopes(grid).items()
            for state in states(bulk, grid)
            if not (measure is _steps and is_beyond_sqlite(name, state))
            for read, count, limit in [measure(bulk, scope, grid, state)]
            if read > limit
        ]
        assert wasteful == []


def is_beyond_sqlite(name: str, state: ListState) -> bool:
    """Whether the small engine may read the scope's rows: it keeps no histograms.

    So it cannot tell a rare amount from a common one, nor that a county, a unit or the records of a
    label are a small part of a province; it then walks the scope in order. On PostgreSQL all are
    looked at.
    """
    below = bool({"office_code", "unit_id", "labels"} & set(state.filters)) and name != "everything"
    return below or "amount_fen" in state.filters


def _rows(bulk: Bulk, scope: Scope, grid: Grid, state: ListState) -> tuple[int, int, int]:
    with bulk.session(scope) as session, statements(bulk.engine) as sent:
        page = fetch_page(ListRequest(session, grid, state, grid.column_list))
    read = sum(examined(bulk.engine, sql, given, grid.entity_table) for sql, given in list(sent))
    size = bulk.size(grid)
    # Where every page holds a row that matches, reading them all is the least there is to read.
    in_vain = size if page.count * _ROWS_A_PAGE > size else size // _IN_VAIN
    # Counted, sorted and shown: each matching row may be read some times.
    return read, page.count, 4 * page.count + in_vain + 200


def _steps(bulk: Bulk, scope: Scope, grid: Grid, state: ListState) -> tuple[int, int, int]:
    found = []

    def work() -> None:
        with bulk.session(scope) as session:
            found.append(fetch_page(ListRequest(session, grid, state, grid.column_list)))

    taken = steps(bulk.engine, work)
    return taken, found[0].count, 100 * found[0].count + 4 * bulk.size(grid) // _IN_VAIN + 2_000
