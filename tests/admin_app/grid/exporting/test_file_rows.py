"""The rows of a file: those of the list, in its order, refused where the list is."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from admin_app.files.csv_writer import fetched
from admin_app.grid.exporting.file_rows import count_for_file, every_row
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.spec import Column
from admin_app.views import GRIDS
from models.domains.domain import Domain
from models.workspace.notification import FileRecord
from tests.admin_app.grid.exporting.test_routes import sheet, taken
from tests.support.pages.doors import Doors
from tests.support.pages.readers import sample

#: More rows than may be sorted, made few.
CAPS = ("listing.query", "listing.search_strategy", "exporting.file_rows")
#: An order without an index.
UNSERVED = min(GRIDS["domain"].sortable - set(GRIDS["domain"].column_sortable_list))


@pytest.mark.parametrize("entity", sample(GRIDS, {"domain", "payment", "unit"}))
def test_the_order_of_a_file_is_the_order_of_the_pages(
    peopled: Doors, entity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin_app.grid.listing.list_state.SIZES", (1000,))
    grid = GRIDS[entity]
    first, *_more, last = [*sorted(grid.sortable), "id"]
    with peopled.app.test_request_context(), peopled.world.session("conac") as session:
        for sort in (*sorted(grid.sortable), f"{first},-{last}", f"-{first},{last}"):
            for sign in ("", "-"):
                state = read_state(grid, MultiDict({"sort": sign + sort.removeprefix("-")}))
                asked = ListRequest(session, grid, state, [Column("id")])
                written = [row.id for row in fetched(session, every_row(asked))]
                assert written == [row.id for row in fetch_page(asked).rows], sign + sort
                assert count_for_file(asked) == len(written)


def test_a_file_asked_for_on_a_later_page_starts_with_the_first_row(doors: Doors) -> None:
    whole = sheet(taken(doors, "domain", query="sort=-due_on"))
    assert sheet(taken(doors, "domain", query="sort=-due_on&page=2")) == whole
    assert sheet(taken(doors, "domain", query="sort=-due_on&last=1")) == whole


def test_ticked_rows_keep_the_order_of_the_list(doors: Doors) -> None:
    whole = sheet(taken(doors, "domain", query="sort=-due_on"))[1:]
    with doors.world.session("zhuoni") as session:
        ids = list(session.scalars(select(Domain.id)))
    ticked = taken(doors, "domain", query="sort=-due_on", scope="ticked", ids=ids)
    assert [line for line in sheet(ticked)[1:] if line in whole] == whole


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("query", [f"sort={UNSERVED}", "sort=state,-due_on"])
def test_an_order_that_the_list_refuses_is_refused_in_words_and_not_recorded(
    doors: Doors, query: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for cap in CAPS:
        monkeypatch.setattr(f"admin_app.grid.{cap}.COUNT_CAP", 2)
    answer = taken(doors, "domain", query=query, format=form)
    assert answer.status_code == 400
    assert re.search("符合条件的超过 2 条.*缩小范围", answer.text)
    with doors.world.session("zhuoni") as session:
        assert session.scalars(select(FileRecord)).all() == []
