"""Sorting by several keys: read strictly, walked both ways without a row lost, told in headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.grid.errors import BadListError
from admin_app.grid.listing.cursor import Edge, Position, read_position, written_edge
from admin_app.grid.listing.keyset import edge_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, read_state
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.listing.sorting import SortKey, is_walked, sort_keys, total_order
from admin_app.grid.listing.where import listed
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from admin_app.views import GRIDS
from tests.support.pages.doors import Doors, told
from tests.support.pages.readers import sample
from tests.support.texts.hostile_text import texts

every_grid = pytest.mark.parametrize("entity", sample(GRIDS, {"domain", "payment"}))
DOMAIN = GRIDS["domain"]


def read(*given_sorts: str, grid: Grid = DOMAIN, **asked: str) -> ListState:
    return read_state(grid, MultiDict([*(("sort", one) for one in given_sorts), *asked.items()]))


def sorts(grid: Grid) -> st.SearchStrategy[str]:
    """Up to three keys of a grid, each either way."""
    codes = st.sampled_from(sorted(grid.sortable)).flatmap(lambda n: st.sampled_from((n, f"-{n}")))
    several = st.lists(codes, min_size=1, max_size=3, unique_by=lambda c: c.removeprefix("-"))
    return several.map(",".join)


class TestSortKeys:
    def test_sort_keys_are_read_in_rank_with_their_directions(self) -> None:
        assert sort_keys("state,-due_on") == (SortKey("state"), SortKey("due_on", True))

    def test_sort_keys_leave_out_what_changes_nothing(self) -> None:
        assert sort_keys("state,-state,due_on") == (SortKey("state"), SortKey("due_on"))
        assert sort_keys("state,-id,due_on") == (SortKey("state"), SortKey("id", True))

    def test_end_with_the_row_s_own_which_goes_the_way_of_the_last(self) -> None:
        assert total_order("state,-due_on")[-1] == SortKey("id", True)
        assert total_order("-due_on,state")[-1] == SortKey("id", False)
        assert total_order("-id") == (SortKey("id", True),)


class TestReadState:
    def test_read_state_reads_keys_parted_by_commas_or_one_a_field(self) -> None:
        assert read("state,-due_on").sort == "state,-due_on"
        assert read("state", "-due_on", "").sort == "state,-due_on"

    def test_read_state_of_empty_fields_is_the_list_s_own(self) -> None:
        assert read("", "", "").sort == "due_on"

    def test_read_state_refuses_a_fourth_key_and_says_so(self, sqlite_doors: Doors) -> None:
        with pytest.raises(BadListError) as refused:
            read("state,due_on,-term_years,name_u")
        assert refused.value.refusal.code is ListFault.TOO_MANY_SORT_KEYS
        page = sqlite_doors.clerk("zhuoni").get(
            "/admin/domain/?sort=state,due_on,term_years,name_u"
        )
        assert page.status_code == 200
        assert "最多按 3 列排序" in told(page)

    def test_read_state_refuses_a_key_that_is_none(self) -> None:
        with pytest.raises(BadListError) as refused:
            read("state,-purpose")
        assert refused.value.refusal.facts == {"name": "-purpose"}

    def test_read_state_writes_what_it_reads(self) -> None:
        state = read("state,-due_on", search="教育")
        assert "sort=state%2C-due_on" in state.query()

    def test_read_state_refuses_the_place_of_another_order(self) -> None:
        with pytest.raises(BadListError) as refused:
            read("state,-due_on", after="registered,7")
        assert refused.value.refusal.code is ListFault.BAD_CURSOR


class TestEdges:
    @given(st.lists(texts, min_size=1, max_size=3), st.integers(1, 10**18 - 1))
    @settings(deadline=None)
    def test_edges_come_back_as_they_went(self, values: list[str], row_id: int) -> None:
        edge = Edge(tuple(value.replace("\x00", "")[:60] for value in values), row_id)
        args = MultiDict({"after": written_edge(edge)})
        assert read_position(args, len(values)).after == edge


def walked(session: Session, grid: Grid, sort: str, *, backwards: bool) -> list[int]:
    """The keys of every row, page by page, in the order they stand on the pages."""
    position, pages = Position(is_last=backwards), []
    while True:
        state = ListState(sort=sort, size=3, position=position)
        page = fetch_page(ListRequest(session, grid, state, grid.column_list[:1]))
        pages.append([row.id for row in page.rows])
        if not (page.has_previous if backwards else page.has_next):
            break
        edge = edge_of(state, page.rows[0 if backwards else -1])
        position = Position(before=edge) if backwards else Position(after=edge)
    return [key for page in (pages[::-1] if backwards else pages) for key in page]


def in_order(session: Session, grid: Grid, sort: str) -> list[int]:
    """The same by ORDER BY alone."""
    model: Any = grid.model
    keys = [
        column.desc() if key.is_descending else column
        for key in total_order(sort)
        for column in (getattr(model, key.attribute),)
    ]
    return list(session.scalars(select(model.id).where(*listed(grid, None)).order_by(*keys)))


@every_grid
class TestWalk:
    @given(data=st.data())
    @settings(
        deadline=None,
        max_examples=12,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_walk_is_the_order_of_the_database_there_and_back(
        self, peopled: Doors, entity: str, data: st.DataObject
    ) -> None:
        grid = GRIDS[entity]
        sort = data.draw(sorts(grid))
        with peopled.world.session("conac") as session:
            wanted = in_order(session, grid, sort)
            assert walked(session, grid, sort, backwards=False) == wanted
            assert walked(session, grid, sort, backwards=True) == wanted


def rows(doors: Doors, url: str) -> Iterator[dict[str, Any]]:
    client, header = doors.app.test_client(), doors.bearer("conac")
    while url:
        answer = client.get(url, headers=header).json
        yield from answer["rows"]
        url = answer["next"]


class TestTheApi:
    def test_the_api_sorts_by_several_keys(self, peopled: Doors) -> None:
        met = list(rows(peopled, "/api/order?sort=state,-amount_fen&size=20"))
        pairs = [(row["state"], -row["amount_fen"], -row["id"]) for row in met]
        assert all(low < high for low, high in pairwise(pairs))
        assert len({state for state, _amount, _id in pairs}) > 1


class TestALongList:
    @pytest.fixture
    def long(self, peopled: Doors, monkeypatch: pytest.MonkeyPatch) -> Doors:
        monkeypatch.setattr("admin_app.grid.listing.query.COUNT_CAP", 5)
        return peopled

    def test_a_long_list_is_not_sorted_within_few_values(self, long: Doors) -> None:
        page = long.clerk("conac").get("/admin/order/?sort=state,order_no")
        assert page.status_code == 200
        assert "请先缩小范围" in told(page)

    def test_a_long_list_is_sorted_by_few_values_alone(self, long: Doors) -> None:
        assert long.clerk("conac").get("/admin/order/?sort=state").status_code == 200

    def test_a_long_list_is_sorted_within_many_values(self, long: Doors) -> None:
        page = long.clerk("conac").get("/admin/domain/?sort=due_on,-state")
        assert page.status_code == 200

    def test_a_long_list_is_walked_along_a_first_key_of_many_values(self) -> None:
        assert is_walked(DOMAIN, "due_on,state")
        assert is_walked(GRIDS["order"], "state")
        assert not is_walked(GRIDS["order"], "state,-id")
        assert not is_walked(DOMAIN, "state,due_on")


class TestTheHeadings:
    def head(self, doors: Doors, sort: str) -> str:
        page = doors.clerk("zhuoni").get(f"/admin/domain/?sort={sort}").get_data(as_text=True)
        return page.split("<thead>")[1].split("<tbody>")[0]

    def test_sort_by_one_column_alone(self, peopled: Doors) -> None:
        assert 'href="./?sort=state"' in self.head(peopled, "due_on,-state")
        assert 'href="./?sort=-due_on"' in self.head(peopled, "due_on,-state")

    def test_the_headings_tell_the_rank_and_the_first_direction(self, peopled: Doors) -> None:
        head = self.head(peopled, "-due_on,state")
        assert re.findall(r'class="rank">(\d)<', head) == ["2", "1"]
        assert re.findall(r'(aria|data)-sort="(\w+)"', head) == [
            ("data", "ascending"),
            ("aria", "descending"),
        ]

    def test_the_headings_of_one_key_tell_no_rank(self, peopled: Doors) -> None:
        assert "rank" not in self.head(peopled, "due_on")

    def test_the_headings_lead_to_one_key_more_or_turn_it(self, peopled: Doors) -> None:
        head = self.head(peopled, "due_on,-state")
        then = re.findall(r'data-then="\./\?sort=([^"]+)"', head)
        assert "due_on%2C-state%2Cterm_years" in then
        assert "due_on%2Cstate" in then
        assert "-due_on%2C-state" in then

    def test_the_headings_lead_no_further_than_three(self, peopled: Doors) -> None:
        then = re.findall(r'data-then="([^"]+)"', self.head(peopled, "due_on,-state,term_years"))
        assert len(then) == 3


class TestThePanel:
    def test_the_panel_shows_the_keys_chosen(self, peopled: Doors) -> None:
        page = peopled.clerk("zhuoni").get("/admin/domain/?sort=-due_on,state&size=20")
        panel = page.get_data(as_text=True).split('class="drop-panel sorting"')[1]
        panel = panel.split("</details>")[0]
        assert re.findall(r'value="([^"]+)" selected', panel) == ["-due_on", "state"]
        assert 'form="sorting"' in panel
        kept = page.get_data(as_text=True).split('<form id="sorting"')[1].split("</form>")[0]
        assert 'name="size" value="20"' in kept
        assert 'name="sort"' not in kept

    def test_the_panel_calls_each_key_by_a_name_of_its_own(self, peopled: Doors) -> None:
        for entity in GRIDS:
            page = peopled.clerk("conac").get(f"/admin/{entity}/")
            if page.status_code != 200:
                continue
            panel = page.get_data(as_text=True).split('id="sort-1"')[1:2]
            names = (
                re.findall(r'<option value="[^"]+"[^>]*>([^<]+)<', panel[0].split("</select>")[0])
                if panel
                else []
            )
            assert len(names) == len(set(names)), entity
