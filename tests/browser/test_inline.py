"""A cell of a list edited where it stands, by keys and by the mouse."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn


class TestACell:
    def test_is_opened_by_a_key_saved_by_enter_and_left_by_escape(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("用户管理", "申报单位列表")
        clerk.page.wait_for_load_state()
        keys = clerk.page.keyboard
        keys.press("j")
        keys.press("e")
        field = clerk.page.locator(".cell-form input[name=value]")
        expect(field).to_be_focused()
        keys.type("李会计")
        keys.press("Enter")
        expect(clerk.page.locator("tbody tr").first).to_contain_text("李会计")
        expect(field).to_have_count(0)
        clerk.page.locator("tbody tr").nth(1).locator("[data-cell]").last.click()
        expect(field).to_be_focused()
        keys.press("Escape")
        expect(field).to_have_count(0)

    def test_leads_to_the_form_without_a_script(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        clerk.page.goto("/admin/unit/")
        clerk.page.locator(".pencil").first.click()
        expect(clerk.page.get_by_label("联系人")).to_be_visible()
