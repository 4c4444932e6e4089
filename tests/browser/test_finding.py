"""The finder and the keys of a list, by a clerk who leaves the mouse alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn


class TestTheFinder:
    def test_the_finder_leads_from_initials_to_the_unit_in_three_keystrokes(
        self, sign_in: SignIn
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.page.wait_for_load_state()
        keys = clerk.page.keyboard
        keys.press("Control+K")
        keys.type("znxjyj")
        expect(clerk.page.locator("#found b").first).to_have_text("卓尼县教育局")
        keys.press("Enter")
        clerk.sees_title("卓尼县教育局")

    def test_the_finder_is_walked_by_arrows_and_closed_by_escape(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.page.wait_for_load_state()
        panel, keys = clerk.page.locator("#find"), clerk.page.keyboard
        keys.press("Control+K")
        keys.type("教育局")
        expect(panel.locator("#found a").nth(1)).to_be_visible()
        keys.press("ArrowDown")
        keys.press("ArrowDown")
        expect(panel.locator("#found a").nth(1)).to_be_focused()
        keys.press("Escape")
        expect(panel).to_be_hidden()

    def test_the_finder_opens_as_a_page_without_a_script(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        clerk.page.get_by_role("banner").get_by_role("link", name="查找").click()
        clerk.sees_title("查找")
        clerk.fill("关键字", "卓尼县教育局")
        clerk.press("查找")
        found = clerk.page.get_by_role("main").get_by_role("link", name="卓尼县教育局 1162")
        assert "/admin/unit/details/" in str(found.get_attribute("href"))


class TestTheKeysOfAList:
    def test_tick_a_span_and_go_on_to_the_action(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.page.wait_for_load_state()
        keys = clerk.page.keyboard
        for key in ("j", "x", "j", "j", "Shift+X"):
            keys.press(key)
        clerk.sees("已选 3 条")
        keys.press(".")
        expect(clerk.page.get_by_role("button", name="续费", exact=True)).to_be_focused()

    def test_open_the_row_they_stand_on(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("用户管理", "申报单位列表")
        clerk.page.wait_for_load_state()
        name = clerk.page.locator("tbody tr").nth(1).locator("th a").inner_text()
        for key in ("j", "j", "Enter"):
            clerk.page.keyboard.press(key)
        clerk.sees_title(name)

    def test_the_keys_of_a_list_are_told_and_can_be_switched_off(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.page.wait_for_load_state()
        clerk.page.keyboard.press("?")
        told = clerk.page.get_by_role("dialog", name="键盘操作")
        expect(told).to_be_visible()
        told.get_by_label("停用单个字母的快捷键").check()
        clerk.page.keyboard.press("Escape")
        clerk.page.keyboard.press("j")
        clerk.page.keyboard.press("x")
        expect(clerk.page.locator("tbody input:checked")).to_have_count(0)

    def test_submit_a_form_by_control_enter(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        keys = clerk.page.keyboard
        clerk.page.goto("/admin/domain/?search=卓尼县柳林小学")
        for key in ("j", "x", ".", "Enter"):
            keys.press(key)
        clerk.sees_title("续费")
        clerk.page.wait_for_load_state()
        keys.press("Control+A")
        keys.type("2")
        keys.press("Control+Enter")
        clerk.sees("业务单")
