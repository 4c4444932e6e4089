"""The tools above a list, at a real browser without scripts: columns and closeness of rows."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn


class TestColumns:
    def test_are_chosen_in_a_panel(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        clerk.menu("域名管理", "域名查询")
        page = clerk.page
        expect(page.get_by_role("columnheader", name="用途")).to_have_count(0)
        page.locator(".drop summary").get_by_text("列", exact=True).click()
        page.get_by_label("显示列“用途”").check()
        page.get_by_label("显示列“注册单位”").uncheck()
        clerk.press("应用")
        expect(page.get_by_role("columnheader", name="用途")).to_have_count(1)
        expect(page.get_by_role("columnheader", name="注册单位")).to_have_count(0)
        page.get_by_role("link", name="紧凑", exact=True).click()
        expect(page.locator("table.is-compact")).to_have_count(1)
        expect(page.get_by_role("columnheader", name="用途")).to_have_count(1)


class TestPaste:
    def test_goes_on_to_an_action_on_exactly_these(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        clerk.menu("域名管理", "域名查询")
        clerk.page.locator("summary", has_text="粘贴查找").click()
        clerk.page.locator("#paste").fill("卓尼县教育局。政务\n没有这个.政务")
        clerk.press("查找这些")
        clerk.sees("找到 1 条，未找到 1 条。")
        expect(clerk.page.get_by_label("未找到 1 条")).to_have_value("没有这个.政务")
        clerk.press("续费")
        expect(clerk.row("卓尼县教育局.政务")).to_have_count(1)
