"""What is typed, by an input method or by hand, is neither taken early nor lost unasked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import Doors, SignIn

#: An Enter that takes a candidate of an input method: browsers mark it as part of the composition.
_CANDIDATE_TAKEN = """field => field.dispatchEvent(new KeyboardEvent("keydown", {
  key: "Enter", ctrlKey: false, isComposing: true, bubbles: true, cancelable: true,
}))"""


def list_of_units(sign_in: SignIn) -> Clerk:
    clerk = sign_in("zhuoni")
    clerk.menu("用户管理", "申报单位列表")
    clerk.page.wait_for_load_state()
    return clerk


def test_enter_that_takes_a_candidate_does_not_save_an_inline_cell(sign_in: SignIn) -> None:
    page = list_of_units(sign_in).page
    page.keyboard.press("j")
    page.keyboard.press("e")
    field = page.locator(".cell-form input[name=value]")
    field.fill("李会计")
    field.evaluate(_CANDIDATE_TAKEN)
    page.wait_for_timeout(300)
    expect(field).to_have_value("李会计")
    page.keyboard.press("Enter")
    expect(field).to_have_count(0)


def test_enter_that_takes_a_candidate_does_not_follow_the_finder(sign_in: SignIn) -> None:
    page = list_of_units(sign_in).page
    page.keyboard.press("Control+K")
    page.keyboard.type("教育局")
    expect(page.locator("#found a").first).to_be_visible()
    followed: list[str] = []
    page.on("request", lambda asked: asked.is_navigation_request() and followed.append(asked.url))
    page.locator("#find :focus").evaluate(_CANDIDATE_TAKEN)
    page.wait_for_timeout(300)
    assert followed == []
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert len(followed) == 1


def test_every_button_works_right_after_an_export(sign_in: SignIn) -> None:
    clerk = list_of_units(sign_in)
    page = clerk.page
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator("details.drop summary").get_by_text("导出", exact=True).click()
    for name in ("导出 CSV", "导出 Excel", "导出 CSV"):
        with page.expect_download(timeout=4000):
            page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="修改").or_(page.locator(".verbs button")).first.click()
    page.wait_for_url(lambda url: not url.endswith("/admin/unit/"), timeout=4000)


def typed_note(page: Page) -> None:
    """Opens the first unit and begins to change its contact."""
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="修改").first.click()
    page.get_by_label("联系人").fill("王会计")


@pytest.mark.parametrize("leaves", [True, False], ids=["leaves", "stays"])
def test_a_changed_form_asks_before_it_is_left(sign_in: SignIn, *, leaves: bool) -> None:
    page = list_of_units(sign_in).page
    typed_note(page)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if leaves:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    page.get_by_role("link", name="工作台").first.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    if not leaves:
        expect(page.get_by_label("联系人")).to_have_value("王会计")


def test_a_form_that_is_sent_or_untouched_does_not_ask(sign_in: SignIn) -> None:
    page = list_of_units(sign_in).page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    typed_note(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="工作台").first.click()
    page.wait_for_load_state()
    assert asked == []


def test_an_inline_cell_is_opened_by_a_key_saved_by_enter_and_left_by_escape(
    sign_in: SignIn,
) -> None:
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


def test_a_pencil_leads_to_the_form_without_a_script(sign_in: SignIn) -> None:
    clerk = sign_in("zhuoni", java_script_enabled=False)
    clerk.page.goto("/admin/unit/")
    clerk.page.locator(".pencil").first.click()
    expect(clerk.page.get_by_label("联系人")).to_be_visible()


def test_a_cell_that_cannot_be_saved_keeps_what_was_typed(sign_in: SignIn, doors: Doors) -> None:
    page = list_of_units(sign_in).page
    page.keyboard.press("j")
    page.keyboard.press("e")
    field = page.locator(".cell-form input[name=value]")
    field.fill("李会计")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    expect(page.locator(".cell-form [role=alert]")).to_be_visible()
    expect(field).to_have_value("李会计")
    with page.expect_response("**/cell/**"):
        page.keyboard.press("Enter")
    expect(page.locator(".cell-form [role=alert]")).to_have_count(1)
    assert {fault[:4] for fault in doors.faults} == {"400:"}
    doors.faults.clear()
