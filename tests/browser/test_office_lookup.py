"""An office that is typed, by a clerk at the keyboard and by one without scripts."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, SignIn
from tests.support.world.cast import World
from tests.support.world.many_offices import SUFFIX, add_offices

REGISTER = "/admin/unit/action/?action=register_unit"
CHOSEN = f"623104 新村一五县{SUFFIX}"
_GRAVE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.nodes[0].html}`);
}"""


@pytest.fixture(autouse=True)
def _offices(sqlite_world: World) -> None:
    add_offices(sqlite_world)


def type_office(page: Page, words: str) -> None:
    field = page.get_by_role("combobox", name="同级编办（不填为本编办）")
    field.click()
    page.keyboard.type(words)


class TestTheKeys:
    def test_walk_take_and_close(self, sign_in: SignIn) -> None:
        page = sign_in("gansu").page
        page.goto(REGISTER)
        type_office(page, "新村一")
        field, options = (
            page.locator("[name=office_code]"),
            page.get_by_role("listbox").get_by_role("option"),
        )
        expect(options).to_have_count(10)
        expect(field).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(field).to_have_attribute("aria-expanded", "false")
        expect(field).to_have_value("新村一")
        page.keyboard.press("ArrowDown")
        expect(options).to_have_count(10)
        for key in ("ArrowUp", "ArrowDown", *["ArrowDown"] * 4):
            page.keyboard.press(key)
        marked = page.locator("[role=option][aria-selected=true]")
        expect(marked).to_have_text(CHOSEN)
        expect(field).to_have_attribute("aria-activedescendant", str(marked.get_attribute("id")))
        page.keyboard.press("Enter")
        expect(field).to_have_value(CHOSEN)
        expect(field).to_be_focused()
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_have_text("登记单位")

    def test_narrow_a_list_to_the_office_that_was_taken(self, sign_in: SignIn) -> None:
        clerk = sign_in("gansu")
        clerk.page.goto("/admin/unit/")
        field = clerk.page.locator("[name=office_code]")
        field.click()
        clerk.page.keyboard.type("xcywx")
        expect(clerk.page.get_by_role("listbox").get_by_role("option")).to_have_text([CHOSEN])
        for key in ("ArrowDown", "Enter", "Enter"):
            clerk.page.keyboard.press(key)
        expect(clerk.page).to_have_url(re.compile("office_code=623104"))
        clerk.sees("所属编办：新村一五县")

    def test_the_keys_are_not_needed_by_a_hand_on_the_screen(self, sign_in: SignIn) -> None:
        page = sign_in("gansu", viewport=NARROW).page
        page.goto(REGISTER)
        type_office(page, "623104")
        page.get_by_role("listbox").get_by_role("option", name=CHOSEN).click()
        expect(page.locator("[name=office_code]")).to_have_value(CHOSEN)


@pytest.mark.parametrize("viewport", [None, NARROW])
def test_axe_finds_nothing_grave_in_the_open_list(
    sign_in: SignIn, viewport: dict[str, int] | None
) -> None:
    page = sign_in("gansu", **({"viewport": viewport} if viewport else {})).page
    page.goto(REGISTER)
    page.evaluate(f"{AXE_SCRIPT};0")
    type_office(page, "新村")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(20)
    expect(page.get_by_role("status").first).to_contain_text("只列出前 20 个")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(_GRAVE) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_without_a_script_one_of_those_listed_is_pressed(sign_in: SignIn) -> None:
    clerk = sign_in("gansu", java_script_enabled=False)
    clerk.page.goto(REGISTER)
    clerk.fill("同级编办（不填为本编办）", "新村一")
    clerk.press("重新核对")
    clerk.sees("与“新村一”相符的编办有 10 个。请在下面选择。")
    clerk.press(CHOSEN)
    expect(clerk.page.locator("[name=office_code]")).to_have_value(CHOSEN)
