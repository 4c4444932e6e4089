"""续-002 by the registrant itself: its first page, a renewal from it, and what it owes then."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn


class TestUnitPortal:
    def test_a_unit_renews_from_its_first_page(self, sign_in: SignIn) -> None:
        """续-002 我的域名: tick, 年限, 续费, 提交续费申请."""
        unit = sign_in("unit-b")
        page = unit.page
        page.goto("/admin/")
        expect(page.get_by_role("heading", name="我的域名")).to_be_visible()
        page.get_by_role("checkbox", name="选择 卓尼县柳林小学.公益").check()
        page.get_by_label("续费年限").select_option("3")
        page.get_by_role("main").get_by_role("button", name="续费").click()
        expect(page.get_by_text("¥600.00").first).to_be_visible()
        page.get_by_role("button", name="提交续费申请").click()
        expect(page.get_by_text("业务单").first).to_be_visible()
        page.goto("/admin/")
        expect(page.get_by_role("heading", name="应缴费用")).to_contain_text("¥1,000.00")

    def test_help_opens_at_the_question(self, sign_in: SignIn) -> None:
        unit = sign_in("unit-b")
        unit.page.goto("/admin/domain/")
        unit.page.get_by_role("banner").get_by_role("link", name="帮助").click()
        expect(unit.page.locator("#q6")).to_be_in_viewport()
