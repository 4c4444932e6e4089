"""The page 名称预检: reached from the menu and from 报送域名, and leading back to it filled in."""

from __future__ import annotations

import html
import re

import pytest

from actions.domains.submit import SUBMIT_DOMAIN
from tests.support.database.database_digest import digest
from tests.support.pages.doors import Doors, told

URL = "/admin/name_check/"


def asked(doors: Doors, who: str, **query: object) -> str:
    answer = doors.clerk(who).get(URL, query_string=query)
    assert answer.status_code == 200
    return told(answer)


class TestNameCheckPage:
    def test_name_check_page_stands_in_the_menu_of_those_who_file(
        self, sqlite_doors: Doors
    ) -> None:
        for who, is_there in (("zhuoni", True), ("unit-a", True), ("conac", False)):
            page = sqlite_doors.clerk(who).get("/admin/").get_data(as_text=True)
            assert (f'href="{URL}"' in page) is is_there
        assert sqlite_doors.clerk("conac").get(URL).status_code == 403

    def test_name_check_page_judges_a_registrants_own_name(self, doors: Doors) -> None:
        said = asked(doors, "unit-a", label="卓尼县教师发展中心", tld="政务")
        assert "✓ “卓尼县教师发展中心.政务”没有人报送或注册。" in said
        assert "✕" not in said
        assert re.search(r"9 / 20", said)
        assert re.search(r"\d+ / 63", said)

    def test_name_check_page_tells_what_is_wrong_and_what_to_do(self, doors: Doors) -> None:
        said = asked(doors, "unit-a", label="卓尼縣教育局--", tld="公益")
        assert "✕ 名称有连续的横线" in said or "✕ 名称以横线结尾" in said
        assert "✕ 统一社会信用代码类别 11 不能申请 .公益。可以申请的后缀：.政务 .政务.cn" in said
        taken = asked(doors, "unit-a", label="卓尼县教育局", tld="政务")
        assert "✕ “卓尼县教育局.政务”已被报送或注册" in taken

    def test_name_check_page_finds_another_units_variant(self, doors: Doors) -> None:
        said = asked(doors, "unit-a", label="臨潭縣教育局", tld="政务")
        assert "✕ 其他单位已有“臨潭縣教育局.政务”的繁简体或异体名称" in said

    def test_an_office_finds_the_unit_by_its_words(self, doors: Doors) -> None:
        said = asked(doors, "zhuoni", unit="柳林", label="卓尼县柳林学校", tld="公益")
        assert "卓尼县柳林小学可以报送域名" in said
        several = asked(doors, "zhuoni", unit="卓尼县", label="卓尼县柳林学校")
        assert "请选择单位" in several
        assert "没有找到单位“临潭”" in asked(doors, "zhuoni", unit="临潭")

    def test_a_strangers_unit_is_not_found(self, sqlite_doors: Doors) -> None:
        stranger = sqlite_doors.world.id("unit-s")
        page = sqlite_doors.clerk("zhuoni").get(URL, query_string={"unit_id": stranger})
        absent = sqlite_doors.clerk("zhuoni").get(URL, query_string={"unit_id": 987654})
        assert told(page) == told(absent)
        own = sqlite_doors.clerk("unit-a").get(URL, query_string={"unit_id": stranger})
        assert "卓尼县教育局" in told(own)
        assert "蓝田" not in told(own)

    def test_name_check_page_offers_names_that_would_do(self, sqlite_doors: Doors) -> None:
        said = asked(sqlite_doors, "unit-b")
        assert "可以使用的名称" in said
        assert "卓尼县柳林小学 全称" in said

    def test_name_check_page_leads_on_to_the_filing_with_the_fields_filled_in(
        self, doors: Doors
    ) -> None:
        world, clerk = doors.world, doors.clerk("unit-a")
        before = digest(world.engine)
        query = {"label": "卓尼县教育局办公室", "tld": "政务"}
        page = clerk.get(URL, query_string=query).get_data(as_text=True)
        (href,) = re.findall(r'href="(/admin/unit/action/[^"]*)"', page)
        plan = clerk.get(html.unescape(href))
        assert 'value="卓尼县教育局办公室"' in plan.get_data(as_text=True)
        assert "可以办理" in told(plan)
        assert digest(world.engine) == before
        given = {
            "names": [
                {"label": "卓尼县教育局办公室", "tld": "政务", "basis": "full_name", "years": "2"}
            ]
        }
        done = doors.confirm(SUBMIT_DOMAIN, "unit-a", plan, given, entity="unit")
        assert done.status_code == 303

    def test_name_check_page_is_reached_from_the_filing(self, sqlite_doors: Doors) -> None:
        unit = sqlite_doors.world.id("unit-a")
        plan = sqlite_doors.plan(SUBMIT_DOMAIN, "zhuoni", [unit])
        assert f'href="{URL}?unit_id={unit}"' in plan.get_data(as_text=True)

    @pytest.mark.parametrize("label", ["<script>alert(1)</script>", "\u202e", "a" * 5000, "'--"])
    def test_name_check_page_bears_hostile_text(self, sqlite_doors: Doors, label: str) -> None:
        page = sqlite_doors.clerk("unit-a").get(URL, query_string={"label": label, "tld": "x"})
        assert page.status_code == 200
        assert "<script>alert" not in page.get_data(as_text=True)

    @pytest.mark.parametrize("key", ["x", "-1", "9" * 30])
    def test_a_key_that_is_none_is_not_found(self, sqlite_doors: Doors, key: str) -> None:
        page = sqlite_doors.clerk("zhuoni").get(URL, query_string={"unit_id": key})
        assert page.status_code == 404
