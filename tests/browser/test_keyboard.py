"""A renewal from sign-in to receipt by the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import Doors
from tests.support.world.cast import PASSWORD

_FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  const label = one.getAttribute("aria-label") || one.labels?.[0]?.innerText;
  return (label || one.innerText || "").trim();
}"""
#: More stops than the contents of any page have before their work.
_MOST_STOPS = 100


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until something of that name is focused, and sees that the focus shows."""
    for _stop in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED).startswith(name):
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) != "none", f"no outline on {name}"
            return
    raise AssertionError(f"Tab never reaches {name}")


def skip_menu(page: Page) -> None:
    """Takes the first stop of the page, which leads past the menu."""
    tab_to(page, "跳到主要内容")
    page.keyboard.press("Enter")


def sign_in(page: Page) -> None:
    page.goto("/login")
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type("zhuoni")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


class TestTheKeyboard:
    def test_the_keyboard_is_enough_to_renew(self, address: str, doors: Doors) -> None:
        clerk: Clerk = doors.open(address)
        page, keys = clerk.page, clerk.page.keyboard
        sign_in(page)
        clerk.sees_title("工作台")
        tab_to(page, "域名查询")
        keys.press("Enter")
        clerk.sees_title("域名查询")
        page.wait_for_load_state()
        keys.press("/")
        keys.type("卓尼县教育局")
        keys.press("Enter")
        expect(clerk.boxes()).to_have_count(1)
        skip_menu(page)
        tab_to(page, "选择 卓尼县教育局.政务")
        keys.press("Space")
        clerk.sees("已选 1 条")
        for _stop in range(_MOST_STOPS):
            keys.press("Shift+Tab")
            if page.evaluate(_FOCUSED) == "续费":
                break
        keys.press("Enter")
        clerk.sees_title("续费")
        assert page.evaluate(_FOCUSED).startswith("续费年限")
        keys.press("Control+A")
        keys.type("2")
        tab_to(page, "提交续费申请")
        keys.press("Enter")
        clerk.sees("业务单")

    def test_the_keyboard_skips_to_the_contents_first(self, address: str, doors: Doors) -> None:
        clerk = doors.open(address).sign_in("zhuoni")
        clerk.page.keyboard.press("Tab")
        assert clerk.page.evaluate(_FOCUSED) == "跳到主要内容"
        clerk.page.keyboard.press("Enter")
        assert clerk.page.evaluate("document.activeElement.id") == "main"

    def test_the_keyboard_reaches_why_something_cannot_be_done(
        self, address: str, doors: Doors
    ) -> None:
        clerk = doors.open(address).sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.follow("卓尼县教育局.政务")
        skip_menu(clerk.page)
        tab_to(clerk.page, "暂不能办理")
        clerk.page.keyboard.press("Enter")
        clerk.sees("审核不通过")
        clerk.page.keyboard.press("Escape")
        expect(clerk.page.get_by_text("审核不通过", exact=True)).to_be_hidden()
