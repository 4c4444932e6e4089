"""域名查询 and 域名历史查询 as the guide tells of them (新-007 with 注①②③, 续-002)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.core.adverse_review import ReviewReasons
from actions.domains.reject import REJECT
from actions.domains.withdraw import WITHDRAW, WithdrawInput
from models.domains.domain import DomainState
from models.domains.review import ReviewReason
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World

URL = "/admin/domain/"
GONE = ("rejected", "withdrawn", "lapsed", "deleted")


def names(doors: Doors, query: str = "", who: str = "zhuoni") -> set[str]:
    """The names a list shows, without their ends."""
    page = doors.clerk(who).get(f"{URL}?size=200&{query}").get_data(as_text=True)
    return set(re.findall(r"details/\?id=\d+\">([^.<]+)\.", page))


def offered(doors: Doors, query: str = "") -> dict[str, str]:
    """What the filter 审核状态 offers: values with their words."""
    page = doors.clerk("zhuoni").get(f"{URL}?{query}").get_data(as_text=True)
    boxes = r'<input type="checkbox" name="state" value="(\w+)"[^>]*> (\S+) '
    return dict(re.findall(boxes, page))


class TestNew007:
    """新-007: 可在“域名查询”菜单中查看域名状态; 注①②③: 审核状态, 域名历史查询."""

    def test_new007_names_approved_by_the_office_are_found_by_its_word(
        self, sqlite_doors: Doors
    ) -> None:
        assert offered(sqlite_doors)["office_approved"] == "编办审核通过"
        assert names(sqlite_doors, "state=office_approved") == {"卓尼县教育工会"}

    def test_new007_names_approved_by_the_registry_are_found_by_its_word(
        self, sqlite_doors: Doors
    ) -> None:
        assert offered(sqlite_doors)["registry_approved"] == "CONAC审核通过"
        assert names(sqlite_doors, "state=registry_approved") == {"卓尼县教育基金"}

    def test_refused_names_stand_in_the_history_alone(self, doors: Doors) -> None:
        assert names(doors, "list=history") == {"教育"}
        assert "教育" not in names(doors)

    @pytest.mark.parametrize("who", ["conac", "gansu", "gannan", "zhuoni-viewer", "unit-a"])
    def test_so_they_do_for_everybody(self, sqlite_doors: Doors, who: str) -> None:
        assert "教育" not in names(sqlite_doors, who=who)
        assert "教育" in names(sqlite_doors, "list=history", who)

    def test_a_name_goes_there_when_it_is_refused(self, doors: Doors, world: World) -> None:
        given = ReviewReasons((ReviewReason.NAME_NOT_OF_UNIT,))
        assert "卓尼县电教馆" in names(doors)
        world.perform(REJECT, "zhuoni", [world.id("a-submitted")], given)
        assert "卓尼县电教馆" not in names(doors)
        assert names(doors, "list=history") == {"教育", "卓尼县电教馆"}

    def test_and_when_it_is_withdrawn(self, sqlite_doors: Doors, sqlite_world: World) -> None:
        given = WithdrawInput("重复报送")
        sqlite_world.perform(WITHDRAW, "unit-a", [sqlite_world.id("a-approved")], given)
        assert "卓尼县教育基金" in names(sqlite_doors, "list=history")
        assert "卓尼县教育基金" not in names(sqlite_doors)

    def test_each_list_offers_the_words_its_names_can_have(self, sqlite_doors: Doors) -> None:
        assert not set(offered(sqlite_doors)) & set(GONE)
        assert list(offered(sqlite_doors, "list=history")) == list(GONE)

    def test_whoever_asks_for_refused_names_is_in_the_history(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("zhuoni").get(f"{URL}?state=rejected"))
        assert page.startswith("域名历史查询")
        assert names(sqlite_doors, "state=rejected") == {"教育"}

    def test_searching_does_not_bring_them_back(self, doors: Doors) -> None:
        assert "教育" not in names(doors, "search=教育")
        assert names(doors, "list=history&search=教育") == {"教育"}

    def test_the_unit_keeps_them_apart_too(self, sqlite_doors: Doors, sqlite_world: World) -> None:
        unit = sqlite_world.id("unit-a")
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/unit/details/?id={unit}")
        assert f"/admin/domain/?list=history&amp;unit_id={unit}" in page.get_data(as_text=True)
        assert names(sqlite_doors, f"list=history&unit_id={unit}") == {"教育"}

    def test_files_and_programs_are_told_the_same(self, doors: Doors) -> None:
        file = doors.clerk("zhuoni").post(f"{URL}export/", {"scope": "all"}).get_data(as_text=True)
        assert ("审核未通过" in file, "注册成功" in file) == (False, True)
        answer = doors.app.test_client().get("/api/domain", headers=doors.bearer("zhuoni")).json
        assert answer is not None
        states = {row["state"] for row in answer["rows"]}
        assert DomainState.REGISTERED in states
        assert not states & set(GONE)


def presets(doors: Doors) -> dict[str, str]:
    page = doors.clerk("zhuoni").get(URL).get_data(as_text=True)
    (links,) = re.findall(r'<div class="presets">(.*?)</div>', page)
    return {word: url for url, word in re.findall(r'href="([^"]*)">([^<]*)<', links)}


class TestRenewal002:
    """续-002: 填写“到期时间”区间, 查询到期域名, 勾选, 续费."""

    def test_an_interval_finds_what_ends_in_it(self, doors: Doors) -> None:
        found = names(doors, "due_on_from=2026-07-10&due_on_to=2026-07-25")
        assert found == {"卓尼县教育局", "卓尼县柳林小学"}

    def test_the_usual_intervals_stand_beside_it(self, sqlite_doors: Doors) -> None:
        found = {
            word: re.findall(r"due_on_(from|to)=([\d-]+)", url)
            for word, url in presets(sqlite_doors).items()
        }
        today = ("from", "2026-06-10")
        assert found == {
            "本月": [("from", "2026-06-01"), ("to", "2026-06-30")],
            "30 天内": [today, ("to", "2026-07-10")],
            "60 天内": [today, ("to", "2026-08-09")],
            "90 天内": [today, ("to", "2026-09-08")],
            "本季": [("from", "2026-04-01"), ("to", "2026-06-30")],
            "已过期": [("to", "2026-06-10")],
        }

    def test_a_preset_opens_its_names(self, sqlite_doors: Doors) -> None:
        url = presets(sqlite_doors)["30 天内"].replace("&amp;", "&").removeprefix("./?")
        assert {"卓尼县教育局", "卓尼教育督导"} & names(sqlite_doors, url)
        assert "卓尼教育" not in names(sqlite_doors, url)

    def test_the_quarter_of_december_ends_with_the_year(
        self, sqlite_doors: Doors, hands: Any
    ) -> None:
        hands.turn(days=190)
        assert "due_on_from=2026-10-01&amp;due_on_to=2026-12-31" in presets(sqlite_doors)["本季"]
