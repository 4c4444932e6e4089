"""The frame: who is signed in, what they have, and where they may go."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

import pytest
from flask import Flask, session

from admin_app.i18n import preferences
from admin_app.labels.menu import MAIN, TOP
from admin_app.pages import PAGES
from admin_app.views import GRIDS
from tests.support.pages.clerk import Clerk


@pytest.fixture
def shown(sqlite_clerk: Callable[[str], Clerk]) -> Callable[[str], str]:
    return lambda username: sqlite_clerk(username).get("/admin/").get_data(as_text=True)


class TestBalances:
    def test_an_office_sees_its_money_and_its_sheets(self, shown: Callable[[str], str]) -> None:
        page = shown("zhuoni")
        assert "账户余额<b>¥" in page
        assert "60 张 / ¥12,000.00" in page

    def test_a_unit_sees_neither(self, shown: Callable[[str], str]) -> None:
        page = shown("unit-a")
        assert "账户余额" not in page
        assert "发票余额" not in page

    def test_sheets_in_transit_do_not_count(self, shown: Callable[[str], str]) -> None:
        assert "0 张" in shown("lantian") or "张 /" in shown("lantian")


class TestMenu:
    def test_menu_carries_the_words_of_the_guide(self, shown: Callable[[str], str]) -> None:
        page = shown("zhuoni")
        for word in (
            "单位信息",
            "域名管理",
            "待审核域名",
            "域名查询",
            "待缴费域名",
            "域名历史查询",
            "用户管理",
            "申报单位管理/缴费",
            "缴费方式设置",
            "财务管理",
            "预开发票申请",
            "预开发票管理",
            "用户缴费查询",
            "用户发票管理",
        ):
            assert word in page, word

    def test_menu_hides_what_a_role_may_not_read(self, shown: Callable[[str], str]) -> None:
        assert "用户账户管理" in shown("zhuoni")
        assert "用户账户管理" not in shown("unit-a")
        assert "预开发票管理" not in shown("unit-a")

    def test_every_entry_leads_to_a_list_there_is(self, sqlite_app: Flask) -> None:
        entries = (*TOP, *(entry for _label, _icon, group in MAIN for entry in group))
        for entry in entries:
            if entry.entity in PAGES:
                assert f"{entry.entity}.index" in sqlite_app.view_functions
                continue
            grid = GRIDS[entry.entity]
            assert entry.named is None or entry.named in grid.named_lists
            assert f"{entry.entity}.index_view" in sqlite_app.view_functions

    @pytest.mark.parametrize(
        ("url", "label"),
        [
            ("/admin/domain/?list=to_review", "待审核域名"),
            ("/admin/domain/", "域名查询"),
            ("/admin/domain/?list=registered", "域名查询"),
            ("/admin/", "工作台"),
        ],
    )
    def test_menu_marks_where_one_is(
        self, sqlite_clerk: Callable[[str], Clerk], url: str, label: str
    ) -> None:
        page = sqlite_clerk("zhuoni").get(url).get_data(as_text=True)
        side = page[page.index('class="side"') : page.index("</nav>", page.index('class="side"'))]
        assert side.count("aria-current") == 1
        assert f'aria-current="page">{label}<' in side


class TestDesk:
    def test_desk_shows_what_waits_for_the_county(self, shown: Callable[[str], str]) -> None:
        page = shown("zhuoni")
        assert "即将到期的域名" in page
        assert "待收费" in page
        assert "待 CONAC 审核的域名" not in page

    def test_desk_shows_the_registry_its_own(self, shown: Callable[[str], str]) -> None:
        page = shown("conac")
        assert "待 CONAC 审核的域名" in page
        assert "待收费" not in page

    def test_links_lead_to_as_many_rows(self, sqlite_clerk: Callable[[str], Clerk]) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        page = zhuoni.get("/admin/").get_data(as_text=True)
        row = re.search(
            r'scope="row"[^>]*><a href="([^"]+)">.*?>(\d+)<',
            page[page.index("<tbody>") :],
            re.DOTALL,
        )
        assert row is not None
        url, count = row.groups()
        listed = zhuoni.get(url.replace("&amp;", "&")).get_data(as_text=True)
        assert f"共 {count} 条" in listed


class Tongue(StrEnum):
    """Three languages."""

    CHINESE = "zh_CN"
    ENGLISH = "en"
    TIBETAN = "bo"

    @property
    def html_lang(self) -> str:
        return self.value.replace("_", "-")


class TestLanguages:
    def test_the_frame_leads_to_the_other_language(self, shown: Callable[[str], str]) -> None:
        page = shown("zhuoni")
        assert '<a href="/locale/en?next=/admin/" lang="en">' in page
        assert "/locale/zh_CN" not in page

    def test_the_frame_leads_to_every_other_language_by_its_own_name(
        self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(preferences, "Language", Tongue)
        with sqlite_app.test_request_context():
            session["locale"] = "bo"
            links = preferences.language_links("/admin/")

        assert links == (
            ("/locale/zh_CN?next=/admin/", "zh-CN", "中文"),
            ("/locale/en?next=/admin/", "en", "English"),
        )
