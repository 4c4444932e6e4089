"""The guide's own words, one row a step: the menus lead where it says, and the buttons are there.

Each row is (step, who, main menu, entry, what must be in sight). Nothing is reached by address:
an entry is found in the menu of the desk by its words, under its main menu.
"""

from __future__ import annotations

import html
import re

import pytest

from actions.domains.renew import RENEW
from tests.support.pages.doors import Doors, told

#: 上方菜单 has no main menu above it.
ABOVE = "上方菜单"

#: domain.md 1.2 and 1.3: menus, and the buttons and fields on what they lead to.
MENUS = (
    ("新-002", "zhuoni", ABOVE, "单位信息", ("卓尼县", "修改")),
    ("新-002, Q1", "zhuoni", "用户管理", "缴费方式设置", ("缴费方式",)),
    ("新-003, Q2", "zhuoni", "财务管理", "预开发票申请", ("发票申请",)),
    ("新-003, Q3", "zhuoni", "财务管理", "预开发票管理", ("签收",)),
    ("Q3", "gansu", "财务管理", "预开发票管理", ("拆分", "签收")),
    ("新-004", "zhuoni", "域名管理", "待审核域名", ("编办审核通过", "审核不通过", "退回修改")),
    ("新-004", "conac-review", "域名管理", "域名查询", ("CONAC审核通过",)),
    ("新-005, 续-003, Q4", "zhuoni", "用户管理", "申报单位管理/缴费", ("卓尼县教育局", "收费")),
    ("新-005, 续-003", "zhuoni", "域名管理", "待缴费域名", ("尚未汇给 CONAC", "汇款")),
    ("新-007, 续-002, 续-005", "zhuoni", "域名管理", "域名查询", ("到期时间", "查询", "续费")),
    ("新-007", "zhuoni", "域名管理", "网络红页", ("网络红页",)),
    ("注①", "zhuoni", "域名管理", "域名查询", ("编办审核通过",)),
    ("注②", "zhuoni", "域名管理", "域名查询", ("CONAC审核通过",)),
    ("注③", "zhuoni", "域名管理", "域名历史查询", ("审核未通过",)),
    ("续-002", "unit-a", "域名管理", "域名查询", ("续费",)),
    ("Q5", "zhuoni", "财务管理", "用户缴费查询", ("收费",)),
    ("Q5", "zhuoni", "财务管理", "汇款单列表", ("汇款单",)),
    ("Q5", "zhuoni", "财务管理", "用户发票管理", ("发票",)),
    ("Q6", "zhuoni", "域名管理", "域名查询", ("到期时间", "续费")),
    ("Q8", "conac-finance", "财务管理", "汇款单列表", ("充值",)),
)


def link_of(page: str, group: str, entry: str) -> str:
    """The address under an entry of a main menu, or of the upper one."""
    named = r"上方菜单" if group == ABOVE else r"主菜单"
    menu = re.search(rf'<nav[^>]*aria-label="{named}".*?</nav>', page, re.DOTALL)
    assert menu is not None, group
    part = menu[0]
    if group != ABOVE:
        groups = re.findall(r"<details.*?</details>", part, re.DOTALL)
        (part,) = [found for found in groups if group in found.partition("</summary>")[0]]
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', part, re.DOTALL)
    words = {re.sub(r"<[^>]*>", "", text).strip(): html.unescape(url) for url, text in links}
    assert entry in words, (entry, sorted(words))
    return words[entry]


@pytest.mark.parametrize(
    ("step", "who", "group", "entry", "sights"),
    MENUS,
    ids=[f"{step}-{entry}" for step, _, _, entry, _ in MENUS],
)
class TestMenus:
    def test_menus_lead_by_the_guides_words_to_what_it_names(
        self,
        sqlite_doors: Doors,
        step: str,
        who: str,
        group: str,
        entry: str,
        sights: tuple[str, ...],
    ) -> None:
        clerk = sqlite_doors.clerk(who)
        desk = clerk.get("/admin/").get_data(as_text=True)
        page = clerk.get(link_of(desk, group, entry), follow_redirects=True)
        assert page.status_code == 200, step
        said = told(page)
        assert [words for words in sights if words not in said] == [], step


class TestTheHeader:
    def test_the_header_says_the_balance_on_every_page(self, sqlite_doors: Doors) -> None:
        """新-006, 续-004, Q8: 账户余额, top right."""
        clerk = sqlite_doors.clerk("zhuoni")
        for path in ("/admin/", "/admin/domain/", "/admin/lot/", "/admin/payment/"):
            top = clerk.get(path).get_data(as_text=True).partition("<main")[0]
            assert "账户余额" in top


class TestNumbers:
    """domain.md 1.4: the few figures of the guide, where a clerk reads them."""

    def test_thirty_thousand_yuan_stand_on_the_form_of_an_application(
        self, sqlite_doors: Doors
    ) -> None:
        """Q2: 每次申请发票的最高额度为3万元."""
        clerk = sqlite_doors.clerk("zhuoni")
        desk = clerk.get("/admin/").get_data(as_text=True)
        page = clerk.get(link_of(desk, "财务管理", "预开发票申请"), follow_redirects=True)
        assert "30,000" in told(page)

    def test_two_years_are_proposed_for_a_renewal(self, sqlite_doors: Doors) -> None:
        """Q6: 注册年限定为2年以上."""
        due = [sqlite_doors.world.id("a-due")]
        page = sqlite_doors.plan(RENEW, "zhuoni", due).get_data(as_text=True)
        (field,) = re.findall(r'<input[^>]*name="years"[^>]*>', page)
        assert 'value="2"' in field
