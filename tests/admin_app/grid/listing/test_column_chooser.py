"""列: which columns a list shows, in its address; how close its rows stand, in one's cookie."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from admin_app.grid.column_source import label_of
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.column_chooser import columns_of
from admin_app.grid.listing.list_state import MAXIMUM_LIST_COLUMNS, read_state, to_pairs
from admin_app.grid.planning.selection import Selection
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from admin_app.views import GRIDS
from tests.support.pages.doors import Doors

DOMAIN = GRIDS["domain"]
every_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.entity)


def heads(page: str) -> list[str]:
    """The headings of a list's table."""
    row = page.partition("<thead>")[2].partition("<tbody>")[0]
    found = re.findall(r"<th scope=\"col\"[^>]*>(.*?)(?=<th|\n|$)", row, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", head).strip() for head in found]


def text(doors: Doors, url: str, who: str = "gansu") -> str:
    page = doors.clerk(who).get(url)
    assert page.status_code == 200
    return page.get_data(as_text=True)


class TestTheAddress:
    def test_the_address_names_columns_with_commas_or_one_by_one(self) -> None:
        wanted = ("name_u", "state", "purpose")
        assert read_state(DOMAIN, MultiDict({"columns": "name_u,state,purpose"})).columns == wanted
        ticked = MultiDict([("columns", key) for key in wanted])
        assert read_state(DOMAIN, ticked).columns == wanted

    def test_the_address_is_read_as_it_is_written(self) -> None:
        state = read_state(
            DOMAIN, MultiDict({"columns": "name_u,unit_name", "state": "registered"})
        )
        assert read_state(DOMAIN, MultiDict(to_pairs(state))) == state

    @pytest.mark.parametrize("key", ["password_hash", "search_text", "unit.name", "\x00", "云"])
    def test_the_address_of_unknown_columns_is_refused(self, key: str) -> None:
        with pytest.raises(BadListError) as refused:
            read_state(DOMAIN, MultiDict({"columns": f"name_u,{key}"}))
        assert refused.value.refusal.code is ListFault.BAD_VALUE

    def test_the_address_takes_no_more_columns_than_fit(self) -> None:
        wide = next(g for g in GRIDS.values() if len(g.choosable) > MAXIMUM_LIST_COLUMNS)
        with pytest.raises(BadListError) as refused:
            read_state(wide, MultiDict({"columns": ",".join(wide.choosable)}))
        assert refused.value.refusal.code is ListFault.TOO_MANY_COLUMNS
        assert refused.value.refusal.facts == {"maximum": MAXIMUM_LIST_COLUMNS}


class TestColumns:
    @every_grid
    def test_columns_of_every_grid_can_be_chosen(self, sqlite_doors: Doors, grid: Grid) -> None:
        """Whatever column a list offers can be fetched, in its page and from programs."""
        keys = list(grid.choosable)
        for start in range(0, len(keys), MAXIMUM_LIST_COLUMNS):
            columns = ",".join(keys[start : start + MAXIMUM_LIST_COLUMNS])
            assert sqlite_doors.clerk("conac").get(
                f"/admin/{grid.entity}/?{urlencode({'columns': columns})}"
            ).status_code in {200, 403}

    @every_grid
    def test_columns_are_told_apart_by_their_headings(
        self, sqlite_doors: Doors, grid: Grid
    ) -> None:
        with sqlite_doors.app.test_request_context():
            labels = [label_of(grid, column) for column in grid.choosable.values()]
        assert len(set(labels)) == len(labels)

    def test_chosen_stand_in_their_order_after_the_first(self, doors: Doors) -> None:
        page = text(doors, "/admin/domain/?columns=state,purpose,unit_name")
        assert heads(page)[:4] == ["域名", "审核状态", "用途", "注册单位"]

    def test_columns_are_the_list_s_own_by_itself(self) -> None:
        assert columns_of(DOMAIN, DOMAIN.column_list, ()) == DOMAIN.column_list

    def test_columns_go_along_with_sorting_and_paging(self, sqlite_doors: Doors) -> None:
        page = text(sqlite_doors, "/admin/domain/?columns=name_u,state&size=20")
        head = page.partition("<thead>")[2].partition("<tbody>")[0]
        links = re.findall(r'href="(\./\?[^"]*sort=[^"]*)"', head)
        assert links
        assert all("columns=name_u%2Cstate" in link for link in links)
        assert '<input type="hidden" name="columns" value="name_u,state">' in page

    def test_columns_of_the_panel_keep_the_conditions(self, sqlite_doors: Doors) -> None:
        page = text(sqlite_doors, "/admin/domain/?state=registered&search=教育")
        form = page.partition('<form id="chooser"')[2].partition("</form>")[0]
        kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        assert kept["state"] == "registered"
        assert kept["search"] == "教育"

    def test_columns_go_into_the_file_as_shown(self, doors: Doors) -> None:
        with doors.app.app_context():
            actor = doors.world.actor("zhuoni").key
            token = Selection("domain", actor, query="columns=name_u,name_a").sign()
        form = {"scope": "filtered", "selection": token, "columns": "shown"}
        answer = doors.clerk("zhuoni").post("/admin/domain/export/", form)
        rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        assert rows[0][2:] == ["记录编号", "版本"]
        assert all(name.startswith("xn--") for _, name, *_about in rows[1:])

    def test_chosen_are_all_that_the_api_gives(self, doors: Doors) -> None:
        client, header = doors.app.test_client(), doors.bearer("zhuoni")
        answer = client.get("/api/domain?columns=name_u,state", headers=header).json
        assert all(row.keys() == {"id", "name_u", "state"} for row in answer["rows"])


class TestDensity:
    def test_density_is_kept_in_the_cookie(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        assert "is-compact" not in text(sqlite_doors, "/admin/domain/", "zhuoni")
        back = clerk.get("/density/compact?next=/admin/unit/")
        assert back.headers["Location"] == "/admin/unit/"
        assert "is-compact" in text(sqlite_doors, "/admin/unit/", "zhuoni")
        clerk.get("/density/standard")
        assert "is-compact" not in text(sqlite_doors, "/admin/domain/", "zhuoni")

    def test_density_of_an_unknown_word_changes_nothing(self, sqlite_doors: Doors) -> None:
        sqlite_doors.clerk("zhuoni").get("/density/enormous")
        assert "is-compact" not in text(sqlite_doors, "/admin/domain/", "zhuoni")
