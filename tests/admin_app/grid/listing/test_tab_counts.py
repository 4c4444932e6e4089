"""Tabs that are work say how many rows wait, and for how long, to eye and ear."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import count_rows
from admin_app.grid.listing.tab_counts import tab_counts
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from tests.support.pages.doors import Doors
from tests.support.world.cast import TODAY, World

WORKING = [grid for grid in GRIDS.values() if any(named.is_work for named in grid.lists)]


class TestTabCounts:
    @pytest.mark.parametrize("grid", WORKING, ids=lambda grid: grid.entity)
    @pytest.mark.parametrize("who", ["zhuoni", "conac"])
    def test_tab_counts_are_the_lists_own_counts(self, world: World, grid: Grid, who: str) -> None:
        with world.session(who) as session:
            due = {
                named.key: str(count_rows(ListRequest(session, grid, ListState(named=named.key))))
                for named in grid.lists
                if named.is_work
            }
            assert {tab.key: tab.count for tab in tab_counts(session, grid, TODAY)} == due

    def test_colour_what_waits_too_long_and_say_it(self, sqlite_world: World) -> None:
        with sqlite_world.session("zhuoni") as session:
            later = TODAY + dt.timedelta(days=60)
            (tab, *_others) = tab_counts(session, GRIDS["order"], later)
            assert tab.tone == "tone-danger"
            assert re.fullmatch(r"\d+ 条，最久 \d+ 个工作日", tab.said)


class TestThePage:
    @pytest.mark.parametrize("query", ["list=registered", "list=registered&group=state"])
    def test_the_page_leaves_the_place_and_the_piece_fills_it(
        self, sqlite_doors: Doors, query: str
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"/admin/domain/?{query}").text
        assert 'hx-get="./tabs/"' in page
        assert '<span id="tab-to_review"></span>' in page
        piece = html.unescape(clerk.get("/admin/domain/tabs/").text)
        assert re.search(r'id="tab-to_review" hx-swap-oob="true" title="1 条', piece)

    def test_the_page_asks_for_nothing_where_no_tab_is_work(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/red_page/?list=draft").text
        assert "tabs/" not in page.partition("<main")[2]
