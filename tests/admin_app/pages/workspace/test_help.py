"""帮助: every way in it is open to whoever is shown it."""

from __future__ import annotations

import html
import re

import pytest

from actions.permissions import CATALOG
from admin_app.grid import register_grid
from admin_app.labels.help.beyond_the_guide import MORE
from admin_app.labels.help.guide import ABOUT, NEW, QUESTIONS, RENEWAL
from admin_app.pages import PAGES
from admin_app.views import GRIDS
from tests.laws.pages.test_every_screen_opens import LOGINS
from tests.support.pages.doors import Doors, told
from tests.support.pages.readers import each_reader


class TestHelp:
    @each_reader(LOGINS)
    def test_help_leads_only_to_pages_that_open(self, sqlite_doors: Doors, username: str) -> None:
        clerk = sqlite_doors.clerk(username)
        page = clerk.get("/admin/help/").get_data(as_text=True).partition("<main")[2]
        ways = {html.unescape(url) for url in re.findall(r'href="(/[^"#]+)"', page)}
        assert len(ways) > 3
        for url in ways:
            assert clerk.get(url, follow_redirects=True).status_code == 200, url

    def test_help_says_who_may_where_the_reader_may_not(self, sqlite_doors: Doors) -> None:
        said = told(sqlite_doors.clerk("unit-a").get("/admin/help/"))
        assert re.search(r"用户账户管理 （由[^）]*县编办管理员[^）]*办理）", said)
        assert "账户余额明细 （由编办工作人员办理）" in said
        assert re.search(r"预开发票申请 （由省编办管理员、[^）]*办理）", said)

    def test_help_answers_the_eight_questions_and_both_workflows(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/help/").get_data(as_text=True)
        wanted = [f"q{n}" for n in range(1, 9)]
        wanted += [f"new-00{n}" for n in range(1, 8)] + [f"renew-00{n}" for n in range(1, 6)]
        assert [topic.key for topic in (*QUESTIONS, *NEW, *RENEWAL)] == wanted
        assert re.findall(r'<article [^>]*id="([^"]+)"', page) == [
            *wanted,
            *(topic.key for topic in MORE),
        ]

    def test_help_is_complete_in_english(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        clerk.get("/locale/en")
        page = told(clerk.get("/admin/help/"))
        assert "How do I renew" in page
        assert re.findall(r"[\u4e00-\u9fff]", page) == []


class TestTheLinkToHelp:
    @pytest.mark.parametrize(
        ("url", "anchor"),
        [
            ("/admin/payment_mode/", "q1"),
            ("/admin/request/", "q2"),
            ("/admin/lot/", "q3"),
            ("/admin/unit/", "q4"),
            ("/admin/invoice/", "q5"),
            ("/admin/domain/", "q6"),
            ("/admin/order/?list=awaiting_remittance", "q8"),
            ("/admin/domain/?list=to_review", "new-004"),
        ],
    )
    def test_the_link_to_help_jumps_to_the_question(
        self, sqlite_doors: Doors, url: str, anchor: str
    ) -> None:
        page = sqlite_doors.clerk("zhuoni").get(url).get_data(as_text=True)
        assert f'href="/admin/help/#{anchor}"' in page

    @each_reader(LOGINS)
    def test_the_link_to_help_of_every_entry_of_the_menu_leads_to_an_answer(
        self, sqlite_doors: Doors, username: str
    ) -> None:
        clerk = sqlite_doors.clerk(username)
        desk = clerk.get("/admin/").get_data(as_text=True)
        answers = set(re.findall(r'<article [^>]*id="([^"]+)"', clerk.get("/admin/help/").text))
        menu = desk.partition('id="menu"')[2].partition("</nav>")[0]
        entries = {html.unescape(url) for url in re.findall(r'href="(/[^"#]+)"', menu)}
        assert len(entries) > 3
        for url in entries:
            page = clerk.get(url, follow_redirects=True).get_data(as_text=True)
            found = re.search(r'href="/admin/help/#([^"]+)"', page)
            assert found is not None, url
            assert found[1] in answers, url

    def test_the_link_to_help_stands_on_a_plan_too(self, sqlite_doors: Doors) -> None:
        url = f"/admin/domain/action/?action=renew&ids={sqlite_doors.world.id('a-due')}"
        page = sqlite_doors.clerk("zhuoni").get(url).get_data(as_text=True)
        assert 'href="/admin/help/#q6"' in page

    def test_the_link_to_help_names_no_list_that_is_not_there(self) -> None:
        topics = {topic.key for topic in (*QUESTIONS, *NEW, *RENEWAL, *MORE)}
        for (entity, named), key in ABOUT.items():
            assert key in topics
            assert entity in {*GRIDS, *PAGES, "admin", register_grid.ENTITY}
            assert named is None or named in GRIDS[entity].named_lists
        assert CATALOG
