"""Pages of a list: every row once, in one total order, there and back again."""

from __future__ import annotations

import re
from typing import Any

import pytest

from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.domains.domain import Domain, DomainState
from tests.support.pages.doors import Doors, told
from tests.support.pages.readers import sample
from tests.support.world.neighbours import neighbours

every_grid = pytest.mark.parametrize("entity", sample(GRIDS, {"domain", "payment"}))


@pytest.fixture
def few(peopled: Doors, monkeypatch: pytest.MonkeyPatch) -> Doors:
    """A world with rows in each list, and pages of three rows."""
    monkeypatch.setattr("admin_app.grid.listing.list_state.SIZES", (3, 20, 50))
    # A token is written with a line in the journal: before anybody counts.
    peopled.bearer("conac")
    return peopled


def walked(doors: Doors, url: str, way: str) -> list[list[dict[str, Any]]]:
    """The pages from an address on, following `next` or `previous`."""
    client, header = doors.app.test_client(), doors.bearer("conac")
    pages = []
    while url:
        answer = client.get(url, headers=header)
        assert answer.status_code == 200, url
        pages.append(answer.json["rows"])
        url = answer.json[way]
        assert len(pages) < 60, "a walk must end"
    return pages


def keys(pages: list[list[dict[str, Any]]]) -> list[int]:
    return [row["id"] for page in pages for row in page]


@every_grid
class TestWalk:
    def test_walk_meets_every_row_once(self, few: Doors, entity: str) -> None:
        wanted = neighbours(few.world, GRIDS[entity], "conac").listed
        grid = GRIDS[entity]
        for sort in sorted(grid.sortable):
            for sign in ("", "-"):
                met = keys(walked(few, f"/api/{entity}?sort={sign}{sort}&size=3", "next"))
                assert sorted(met) == wanted, f"{sign}{sort}"

    def test_backwards_is_the_same_walk(self, few: Doors, entity: str) -> None:
        for sort in sorted(GRIDS[entity].sortable):
            there = walked(few, f"/api/{entity}?sort={sort}&size=3", "next")
            back = walked(few, f"/api/{entity}?sort={sort}&size=3&last=1", "previous")
            assert keys(back[::-1]) == keys(there), sort

    def test_downwards_is_upwards_reversed(self, few: Doors, entity: str) -> None:
        grid: Grid = GRIDS[entity]
        for sort in sorted(grid.sortable):
            up = keys(walked(few, f"/api/{entity}?sort={sort}&size=3", "next"))
            down = keys(walked(few, f"/api/{entity}?sort=-{sort}&size=3", "next"))
            assert up == down[::-1], sort

    def test_walk_by_number_agrees_with_the_walk(self, few: Doors, entity: str) -> None:
        client, header = few.app.test_client(), few.bearer("conac")
        there = walked(few, f"/api/{entity}?sort=id&size=3", "next")
        for number, page in enumerate(there, start=1):
            answer = client.get(f"/api/{entity}?sort=id&size=3&page={number}", headers=header)
            assert answer.json["rows"] == page


class TestOrder:
    def test_order_puts_names_without_an_end_last(self, few: Doors) -> None:
        """due_on stands for expires_on, which is empty before registration."""
        rows = walked(few, "/api/domain?sort=due_on&size=50", "next")
        due = [row["expires_on"] for page in rows for row in page]
        known = [day for day in due if day is not None]
        assert due == sorted(known) + [None] * (len(due) - len(known))
        assert None in due

    def test_order_is_total_when_keys_are_equal(self, few: Doors) -> None:
        rows = [r for page in walked(few, "/api/order?sort=state&size=3", "next") for r in page]
        pairs = [(row["state"], row["id"]) for row in rows]
        assert pairs == sorted(pairs)
        assert len({state for state, _id in pairs}) < len(pairs)


def links(page: str) -> dict[str, str]:
    found = re.findall(r'<a class="btn" href="([^"]+)"[^>]*>(首页|上一页|下一页|末页)</a>', page)
    return {label: url.replace("&amp;", "&").removeprefix("./") for url, label in found}


def shown(page: str) -> list[int]:
    return [int(key) for key in re.findall(r'href="details/\?id=(\d+)"', page)]


class TestPager:
    def test_pager_leads_there_and_back(self, few: Doors) -> None:
        clerk = few.clerk("zhuoni")

        def page(query: str) -> str:
            text: str = clerk.get(f"/admin/domain/{query}").get_data(as_text=True)
            return text

        first = page("?size=3")
        assert set(links(first)) == {"下一页", "末页"}
        second = page(links(first)["下一页"])
        assert set(links(second)) == {"首页", "上一页", "下一页", "末页"}
        assert shown(page(links(second)["上一页"])) == shown(first)
        assert shown(page(links(second)["首页"])) == shown(first)
        last = page(links(first)["末页"])
        assert set(links(last)) == {"首页", "上一页"}
        assert not set(shown(first)) & set(shown(last))

    def test_pager_keeps_what_was_asked(self, few: Doors) -> None:
        clerk = few.clerk("gansu")
        url = "?list=registered&office_code=623022&sort=-due_on&size=3&search=卓尼"
        page = clerk.get(f"/admin/domain/{url}").get_data(as_text=True)
        following = links(page)["下一页"]
        for part in ("list=registered", "office_code=623022", "sort=-due_on", "size=3", "search="):
            assert part in following

    def test_pager_says_that_nothing_is_there(self, few: Doors) -> None:
        clerk = few.clerk("zhuoni")
        page = told(clerk.get("/admin/domain/?search=没有这样的名称"))
        assert "没有符合条件的记录" in page
        far = clerk.get("/admin/domain/?page=999")
        assert far.status_code == 200


class TestCount:
    def test_count_past_the_end_is_that_of_all(self, few: Doors) -> None:
        client, header = few.app.test_client(), few.bearer("zhuoni")
        first, far = (
            client.get(f"/api/domain?{query}", headers=header).json for query in ("", "page=999")
        )
        assert far["rows"] == []
        assert far["count"] == first["count"] > 0

    def test_count_past_the_cap_says_more(
        self, few: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in ("query", "page"):
            monkeypatch.setattr(f"admin_app.grid.listing.{module}.COUNT_CAP", 5)
        monkeypatch.setattr("admin_app.api.lists.COUNT_CAP", 5)
        page = told(few.clerk("zhuoni").get("/admin/domain/"))
        assert "共 5+ 条" in page
        answer = few.app.test_client().get("/api/domain", headers=few.bearer("zhuoni"))
        assert (answer.json["count"], answer.json["is_capped"]) == (5, True)

    def test_count_at_the_cap_is_exact(self, few: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
        with few.world.session("zhuoni") as session:
            listed = Domain.state != DomainState.REJECTED
            number = session.query(Domain).where(listed).count()
        for module in ("query", "page"):
            monkeypatch.setattr(f"admin_app.grid.listing.{module}.COUNT_CAP", number)
        assert f"共 {number} 条" in told(few.clerk("zhuoni").get("/admin/domain/"))

    def test_count_past_the_cap_refuses_an_unindexed_sort(
        self, few: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("admin_app.grid.listing.query.COUNT_CAP", 5)
        page = few.clerk("zhuoni").get("/admin/domain/?sort=state")
        assert page.status_code == 200
        assert "超过 5 条，不能按此列排序" in page.get_data(as_text=True)
        narrowed = few.clerk("zhuoni").get("/admin/domain/?sort=state&list=history")
        assert narrowed.status_code == 200
