"""The rows of a file come along the index that serves the pages, in the pages' order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from admin_app.files.csv_writer import fetched
from admin_app.grid.exporting.csv_list import csv_pieces
from admin_app.grid.exporting.file_rows import count_for_file, every_row, read_along_index
from admin_app.grid.listing.cursor import Position
from admin_app.grid.listing.keyset import edge_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.spec import Column, Grid
from admin_app.views import GRIDS
from models.core.scope import Scope, SetFromAbove
from tests.admin_app.bulk.work import Bulk, statements
from tests.support.pages.programs import MovableClock, opened

pytestmark = pytest.mark.slow

REACHES = ("everything", "province", "office")
#: Every sort of a list at any size, either way.
SORTS = [
    (name, f"{direction}{key}")
    for name, grid in GRIDS.items()
    for key in grid.column_sortable_list
    for direction in ("", "-")
]
SORTS_BY_SEVERAL = [("domain", "due_on,-state"), ("domain", "-due_on,state,-row_version")]
#: Rows compared with the pages.
MOST = 400
#: How either engine says that it sorts all rows before it hands out the first.
SORTING = re.compile(r"USE TEMP B-TREE FOR ORDER BY|(?<!Incremental )Sort  \(")


@pytest.fixture(autouse=True)
def _texts(bulk: Bulk) -> Iterator[None]:
    """Headings are words, and words need an app."""
    for app in opened(bulk.engine, MovableClock()):
        assert isinstance(app, Flask)
        with app.test_request_context():
            yield


def ids_of_pages(asked: ListRequest) -> list[int]:
    """The ids on the first pages."""
    found: list[int] = []
    state = replace(asked.state, size=200)
    while len(found) < MOST:
        page = fetch_page(replace(asked, state=state))
        found += [row.id for row in page.rows]
        if not page.has_next:
            break
        state = replace(state, position=Position(after=edge_of(state, page.rows[-1])))
    return found[:MOST]


def ids_of_file(asked: ListRequest) -> list[int]:
    text = b"".join(csv_pieces(asked)).decode("utf-8-sig")
    return [int(number) for number, *_rest in list(csv.reader(io.StringIO(text)))[1:]]


@pytest.mark.parametrize(("entity", "sort"), SORTS + SORTS_BY_SEVERAL)
def test_a_file_has_the_order_of_the_pages(bulk: Bulk, entity: str, sort: str) -> None:
    grid = GRIDS[entity]
    with bulk.session() as session:
        asked = ListRequest(session, grid, ListState(sort=sort), [Column("id")])
        written = ids_of_file(asked)
        assert written[:MOST] == ids_of_pages(asked)
        assert len(written) == count_for_file(asked)


#: Lists that grow. What offices define is bounded by office, and sorted in no time.
GROWING = [name for name, grid in GRIDS.items() if not issubclass(grid.model, SetFromAbove)]


@pytest.mark.parametrize("entity", GROWING)
def test_a_long_file_is_read_along_the_index_of_its_order(
    bulk: Bulk, entity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sorted first, so that the first rows are sent at once."""
    monkeypatch.setattr("admin_app.grid.exporting.file_rows.COUNT_CAP", 0)
    grid = GRIDS[entity]
    sorted_first = {
        (reach, sort): plan
        for reach in REACHES
        for key in grid.column_sortable_list
        for sort in (key, f"-{key}")
        if SORTING.search(plan := plan_of_file(bulk, bulk.scopes[reach], grid, sort))
    }
    assert sorted_first == {}


def plan_of_file(bulk: Bulk, scope: Scope, grid: Grid, sort: str) -> str:
    """The engine's plan of the statement that a file's rows are read by; empty without rows."""
    with bulk.session(scope) as session, statements(bulk.engine) as sent:
        asked = ListRequest(session, grid, ListState(sort=sort), grid.column_list)
        if not count_for_file(asked):
            return ""
        read_along_index(asked)
        fetched(session, every_row(asked)).close()
        sql, given = sent[-1]
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            lines = connection.exec_driver_sql(f"EXPLAIN {sql}", given)
            return "\n".join(line for (line,) in lines)
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
        # What is sorted below another step belongs to a subquery of a few rows.
        return "\n".join(step.detail for step in steps if step.parent == 0)
