"""The page of a list as of a past day: what it says, what it leaves out, what it refuses."""

from __future__ import annotations

import datetime as dt
import html
import re
from functools import partial

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.actor import Caller
from actions.perform import perform
from actions.units.rename import RENAME_UNIT, RenameUnitInput
from admin_app.grid.past import rows as past_rows
from models.core.clock import FixedClock
from models.core.journal import Door
from tests.support.pages.answers import ticking
from tests.support.pages.doors import Doors, told
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import NOW, World

DAY = "2026-06-10"
PAYABLE = (
    "a-order-register",
    "a-order-renew-1",
    "a-order-renew-2",
    "a-order-renew-3",
    "b-order",
)
A_ORDERS = PAYABLE[:4]


@pytest.fixture
def later(sqlite_world: World, hands: MovableClock) -> World:
    """Three days on; meanwhile a unit was renamed and its orders were charged."""
    caller = Caller(sqlite_world.actor("zhuoni"), Door.GRID, FixedClock(NOW + dt.timedelta(days=2)))
    renamed = RenameUnitInput("卓尼县教育和体育局", "卓编发〔2026〕8号")
    orders = [sqlite_world.id(name) for name in A_ORDERS]
    for action, ids, given in (
        (RENAME_UNIT, [sqlite_world.id("unit-a")], renamed),
        (CHARGE, orders, ChargeInput(100_000, 5)),
    ):
        with sqlite_world.session("zhuoni") as session:
            run = partial(perform, session, action, ids, given, caller, key=f"later-{action.key}")
            ticking(lambda answer, run=run: run(answer=answer))  # type: ignore[misc]
    hands.turn(days=3)
    return sqlite_world


class TestThePage:
    def test_the_page_shows_the_rows_as_they_stood_and_says_so(
        self, later: World, sqlite_doors: Doors
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"/admin/order/?list=payable&as_of={DAY}")
        said = told(page)
        assert "按 2026-06-10 日终的记录显示" in said
        assert "过去的记录只供查看：不能勾选、办理" in said
        assert "列出今天归您管理、当日也归您管理的记录" in said
        assert len(re.findall(r"<tr><th scope=row", page.text)) == 5
        assert "卓尼县教育局" in said
        assert "卓尼县教育和体育局" not in said
        assert "卓尼县教育和体育局" in told(clerk.get("/admin/order/?list=awaiting_remittance"))

    def test_the_page_offers_nothing_that_would_change_a_row(
        self, later: World, sqlite_doors: Doors
    ) -> None:
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/domain/?as_of={DAY}").text
        main = page.partition("<main")[2].partition("</main>")[0]
        assert "name=ids" not in main
        assert '<form method="post"' not in main
        assert "hx-get" not in main
        assert "sort=" not in main.partition("<table")[2].partition("</table>")[0]

    def test_the_page_leads_back_to_today_under_the_same_conditions(
        self, later: World, sqlite_doors: Doors
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"/admin/order/?state=payable&sort=-amount_fen&as_of={DAY}").text
        back = re.search(r'href="\./\?([^"]*)">回到今天', page)
        assert back
        query = html.unescape(back[1])
        assert "as_of" not in query
        assert "state=payable" in query
        assert clerk.get(f"/admin/order/?{query}").status_code == 200

    def test_the_page_carries_the_day_along(self, later: World, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/order/?state=payable&as_of={DAY}").text
        links = [html.unescape(url) for url in re.findall(r'href="\./\?([^"]*)"', page)]
        dated = [url for url in links if f"as_of={DAY}" in url]
        # The chip, the tabs and the sizes; only 回到今天 and 重置 leave the day.
        assert any("state" not in url and "list" not in url for url in dated)
        assert any(url.startswith("list=payable") for url in dated)
        assert any("size=200" in url for url in dated)
        assert len(links) - len(dated) == 2
        assert f'name="as_of" value="{DAY}" max="2026-06-13"' in page
        assert 'type="hidden" name="sort"' not in page

    def test_the_page_goes_from_page_to_page(self, later: World, sqlite_doors: Doors) -> None:
        clerk, url, seen = sqlite_doors.clerk("gansu"), f"/admin/domain/?size=20&as_of={DAY}", []
        while url:
            page = clerk.get(url).text
            keys = re.findall(r'<th scope=row[^>]*><a href="details/\?id=(\d+)"', page)
            seen += map(int, keys)
            following = re.search(r'href="\./(\?[^"]*)" rel="next"', page)
            url = f"/admin/domain/{html.unescape(following[1])}" if following else ""
        assert seen == sorted(set(seen))
        assert len(seen) > 10

    def test_the_page_names_the_columns_of_which_nothing_was_kept(
        self, later: World, sqlite_doors: Doors
    ) -> None:
        said = told(sqlite_doors.clerk("zhuoni").get("/admin/payment/?as_of=2026-06-12"))
        assert "以下各列不留当日的值：汇款单号" in said
        assert "未留记录" in said

    def test_the_page_says_when_it_met_its_limit_and_goes_on(
        self, later: World, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(past_rows, "MAXIMUM_PAST_ROWS", 2)
        clerk, shown = sqlite_doors.clerk("zhuoni"), 0
        page = clerk.get(f"/admin/order/?as_of={DAY}")
        while following := re.search(r'href="\./(\?[^"]*)">继续查找', page.text):
            shown += 1
            assert "这次没有查完，后面可能还有" in told(page)
            page = clerk.get(f"/admin/order/{html.unescape(following[1])}")
        assert shown >= 2

    def test_the_page_is_complete_in_english(self, later: World, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        clerk.get("/locale/en")
        said = told(clerk.get(f"/admin/payment/?as_of={DAY}"))
        assert f"Records as they stood at the end of {DAY}" in said
        assert "Back to today" in said
        assert "Past records are for viewing only" in said
        refused = told(clerk.get("/admin/payment/?as_of=2026-06-01"))
        assert "There are no records before 2026-06-01: the first one is of 2026-06-10" in refused


class TestTheApi:
    def test_the_api_gives_the_rows_as_they_stood(self, later: World, sqlite_doors: Doors) -> None:
        program, bearer = sqlite_doors.app.test_client(), sqlite_doors.bearer("zhuoni")
        url, rows = f"/api/order?state=payable&size=20&as_of={DAY}", []
        while url:
            answer = program.get(url, headers=bearer).get_json()
            assert answer["as_of"] == DAY
            rows += answer["rows"]
            url = answer["next"]
        assert [row["id"] for row in rows] == sorted(later.id(name) for name in PAYABLE)
        assert {row["unit_name"] for row in rows} == {"卓尼县教育局", "卓尼县柳林小学"}
        assert {row["state"] for row in rows} == {"payable"}

    def test_the_api_says_what_nobody_kept(self, later: World, sqlite_doors: Doors) -> None:
        program, bearer = sqlite_doors.app.test_client(), sqlite_doors.bearer("zhuoni")
        answer = program.get("/api/payment?as_of=2026-06-12", headers=bearer).get_json()
        (paid,) = answer["rows"]
        # Labels stand on rows of their own, which say nothing of how a payment stood.
        assert paid["unknown"] == ["remittance_no", "labels"]
        assert (paid["remittance_no"], paid["labels"]) == (None, None)

    def test_the_api_goes_on_from_a_limit(
        self, later: World, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(past_rows, "MAXIMUM_PAST_ROWS", 2)
        program, bearer = sqlite_doors.app.test_client(), sqlite_doors.bearer("zhuoni")
        first = program.get(f"/api/order?as_of={DAY}", headers=bearer).get_json()
        assert (len(first["rows"]), first["is_cut"]) == (2, True)
        second = program.get(first["next"], headers=bearer).get_json()
        assert second["rows"][0]["id"] > first["rows"][-1]["id"]

    @pytest.mark.parametrize("query", ["sort=-amount_fen", "group=state", "page=2"])
    def test_the_api_refuses_in_words(self, later: World, sqlite_doors: Doors, query: str) -> None:
        program, bearer = sqlite_doors.app.test_client(), sqlite_doors.bearer("zhuoni")
        answer = program.get(f"/api/order?as_of={DAY}&{query}", headers=bearer)
        assert answer.status_code == 400
        assert answer.get_json()["error"]["sentence"]


class TestTheField:
    def test_the_field_stands_in_the_query_bar_and_empty_is_today(
        self, later: World, sqlite_doors: Doors
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get("/admin/order/?list=&as_of=")
        assert 'name="as_of" value="" max="2026-06-13"' in page.text
        assert "日终的记录" not in told(page)
        assert "name=ids" in page.text

    @pytest.mark.parametrize("name", ["journal", "job_run", "mail"])
    def test_the_field_is_not_offered_where_no_past_was_kept(
        self, later: World, sqlite_doors: Doors, name: str
    ) -> None:
        clerk = sqlite_doors.clerk("conac")
        assert 'name="as_of"' not in clerk.get(f"/admin/{name}/").text
        refused = clerk.get(f"/admin/{name}/?as_of={DAY}")
        assert refused.status_code == 200
        assert "不留前后变化" in told(refused)


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "why"),
        [
            ("as_of=2026-06-14", "2026-06-14 还没有到，只能查到今天为止"),
            ("as_of=2026-06-09", "2026-06-09 之前没有记录：第一笔记录是 2026-06-10"),
            ("as_of=9999-12-31", "还没有到"),
            ("as_of=0001-01-01", "之前没有记录"),
            ("as_of=June", "无法识别"),
            (f"as_of={DAY}&group=state", "过去的记录不能汇总"),
            (f"as_of={DAY}&page=2", "只能从前往后翻页"),
            (f"as_of={DAY}&last=1", "只能从前往后翻页"),
            (f"as_of={DAY}&before=3,3", "只能从前往后翻页"),
            (f"as_of={DAY}&colour=red", "没有“colour”这个条件"),
        ],
    )
    def test_refusals_are_sentences(
        self, later: World, sqlite_doors: Doors, query: str, why: str
    ) -> None:
        answer = sqlite_doors.clerk("zhuoni").get(f"/admin/order/?{query}")
        assert answer.status_code == 200
        assert why in told(answer)

    def test_refusals_come_from_whatever_cannot_show_a_past_day(
        self, later: World, sqlite_doors: Doors
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        facets = clerk.get(f"/admin/order/facets/?field=state&as_of={DAY}")
        assert facets.status_code == 400
        assert "只能在列表页查看" in told(facets)
        clerk.get("/admin/order/?list=")
        saved = clerk.post(
            "/admin/saved_view/save/",
            {
                "entity": "order",
                "name": "六月末",
                "query": f"as_of={DAY}",
                "row": "new",
                "key": "k",
            },
        )
        assert saved.status_code == 400
        assert "只能在列表页查看" in told(saved)
