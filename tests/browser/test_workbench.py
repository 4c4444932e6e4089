"""工作台 at a browser: the chart is painted from its table, which stands there without it too."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, SignIn, in_each_look

#: How many of a canvas' points have any colour.
_PAINTED = """() => {
  const canvas = document.querySelector(".chart canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, at) => at % 4 === 3 && value > 0).length;
}"""
_IS_WIDER = "document.documentElement.scrollWidth > window.innerWidth"


def findings(page: Page) -> list[str]:
    """What axe holds against the page, with the places."""
    return [
        f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:3]]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def expect_painted(page: Page) -> None:
    expect(page.locator(".chart canvas")).to_be_visible()
    page.wait_for_function(f"({_PAINTED})() > 1000")


class TestTheChart:
    @pytest.mark.parametrize(
        ("username", "size", "look"),
        [
            ("zhuoni", WIDE, "dark"),
            ("zhuoni", NARROW, "light"),
            ("gansu", NARROW, "dark"),
            ("conac", WIDE, "light"),
        ],
        ids=["county-dark", "county-390", "province-390-dark", "registry"],
    )
    def test_the_chart_is_painted_and_read_by_everyone(
        self, sign_in: SignIn, username: str, size: dict[str, int], look: Any
    ) -> None:
        page = sign_in(username, viewport=size, color_scheme=look).page
        expect_painted(page)
        expect(page.get_by_role("img", name="未来十二个月到期")).to_be_visible()
        assert findings(page) == []
        assert not page.evaluate(_IS_WIDER)

    def test_the_chart_stands_still_for_those_who_ask(self, sign_in: SignIn) -> None:
        page = sign_in("zhuoni", reduced_motion="reduce").page
        expect_painted(page)
        first = page.evaluate(_PAINTED)
        page.wait_for_timeout(300)
        assert page.evaluate(_PAINTED) == first

    def test_the_chart_leads_from_a_bar_to_its_names(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", reduced_motion="reduce")
        expect_painted(clerk.page)
        clerk.page.locator(".chart").scroll_into_view_if_needed()
        box = clerk.page.locator(".chart canvas").bounding_box()
        assert box is not None
        # June is the highest bar and the first, somewhere right of the numbers of the axis.
        for right in range(24, 120, 12):
            clerk.page.mouse.click(box["x"] + right, box["y"] + box["height"] * 0.7)
            clerk.page.wait_for_timeout(300)
            if "due_on_from" in clerk.page.url:
                break
        clerk.sees_title("注册成功")
        assert "due_on_from=2026-06-01" in clerk.page.url
        assert "due_on_to=2026-06-30" in clerk.page.url


class TestWithoutScripts:
    def test_the_table_says_it_all(self, sign_in: SignIn) -> None:
        page = sign_in("zhuoni", java_script_enabled=False).page
        expect(page.locator(".chart")).to_be_hidden()
        table = page.get_by_role("table", name="到期与费用预测")
        expect(table.get_by_role("row")).to_have_count(13)
        table.get_by_role("link", name="2026-06 到期域名 4").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("注册成功")

    def test_a_province_opens_it_as_a_page(self, sign_in: SignIn) -> None:
        clerk = sign_in("gansu", java_script_enabled=False)
        clerk.follow("打开到期与费用预测")
        clerk.sees_title("到期与费用预测")
        expect(clerk.page.get_by_role("table").get_by_role("row")).to_have_count(13)


class TestTheFirstStep:
    def test_the_first_step_leads_on(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.follow("从这里开始：待审核域名（1）")
        clerk.sees("卓尼县电教馆")


class TestThePlacesBelow:
    @in_each_look
    def test_the_places_below_stand_beside_each_other_and_lead_down(
        self, sign_in: SignIn, size: dict[str, int], look: Any
    ) -> None:
        clerk = sign_in("gansu", viewport=size, color_scheme=look)
        clerk.follow("辖区一览")
        expect_painted(clerk.page)
        assert findings(clerk.page) == []
        assert not clerk.page.evaluate(_IS_WIDER)
        clerk.follow("甘南藏族自治州")
        clerk.sees("卓尼县")
        clerk.follow("卓尼县 在用域名 11")
        clerk.sees_title("注册成功")
