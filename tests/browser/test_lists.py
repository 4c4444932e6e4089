"""The tools above a list, at a real browser without scripts: columns and closeness of rows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, SignIn, in_each_look
from tests.browser.test_workbench import findings


class TestColumns:
    def test_columns_are_chosen_in_a_panel(self, sign_in: SignIn) -> None:
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


class TestSorting:
    def test_sorting_by_several_columns_is_chosen_in_a_panel(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        clerk.menu("域名管理", "域名查询")
        page = clerk.page
        page.locator(".drop summary").get_by_text("排序", exact=True).click()
        page.get_by_label("先按").select_option(label="状态，降序")
        page.get_by_label("再按").select_option(label="到期时间，升序")
        clerk.press("排序")
        first = page.get_by_role("columnheader", name="状态")
        expect(first).to_have_attribute("aria-sort", "descending")
        expect(first).to_contain_text("1")
        expect(page.get_by_role("columnheader", name="到期时间")).to_contain_text("2")
        page.get_by_role("link", name="到期时间").click()
        expect(page.locator(".rank")).to_have_count(0)

    def test_sorting_goes_on_by_shift_and_a_click(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.page.get_by_role("link", name="状态", exact=True).click(modifiers=["Shift"])
        expect(clerk.page.get_by_role("columnheader", name="状态")).to_contain_text("2")
        assert clerk.page.url.endswith("sort=due_on%2Cstate")


class TestSummingUp:
    @in_each_look
    def test_summing_up_is_read_by_everyone(
        self, sign_in: SignIn, size: dict[str, int], look: str
    ) -> None:
        clerk = sign_in("gansu", viewport=size, color_scheme=look)
        for where in ("order/?group=state", "order/?group=office_code", "domain/?sort=state,id"):
            clerk.page.goto(f"/admin/{where}")
            assert findings(clerk.page) == [], where
            width = "document.documentElement.scrollWidth <= window.innerWidth"
            assert clerk.page.evaluate(width), where

    def test_summing_up_leads_down_from_the_list_and_back_to_rows(self, sign_in: SignIn) -> None:
        clerk = sign_in("gansu", java_script_enabled=False)
        clerk.page.goto("/admin/order/")
        clerk.page.locator(".drop summary").get_by_text("汇总", exact=True).click()
        ways = clerk.page.get_by_role("navigation", name="分组汇总")
        ways.get_by_role("link", name="状态", exact=True).click()
        line = clerk.page.get_by_role("row", name="待收费")
        count = line.get_by_role("link").nth(1).inner_text()
        line.get_by_role("link", name="待收费").click()
        clerk.sees(f"共 {count} 条")


class TestPaste:
    def test_paste_goes_on_to_an_action_on_exactly_these(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        clerk.menu("域名管理", "域名查询")
        clerk.page.locator("summary", has_text="批量查找").click()
        clerk.page.locator("#paste").fill("卓尼县教育局。政务\n没有这个.政务")
        clerk.press("查找这些")
        clerk.sees("找到 1 条，未找到 1 条。")
        expect(clerk.page.get_by_label("未找到 1 条")).to_have_value("没有这个.政务")
        clerk.press("续费")
        expect(clerk.row("卓尼县教育局.政务")).to_have_count(1)


class TestConditions:
    @pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
    def test_conditions_take_several_choices_and_leave_one_by_one(
        self, sign_in: SignIn, has_script: bool
    ) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=has_script)
        clerk.menu("域名管理", "域名查询")
        page = clerk.page
        field = page.get_by_role("group", name="审核状态", exact=True)
        field.locator("summary").focus()
        page.keyboard.press("Enter")
        counts = field.locator(".facet", has_text="条")
        if has_script:
            expect(counts.first).to_be_visible()
        else:
            expect(counts).to_have_count(0)
        for option in ("待审核", "注册成功"):
            field.locator("label", has_text=option).get_by_role("checkbox").check()
        field.get_by_role("button", name="应用").click()
        expect(field.locator("summary")).to_have_text("2 项")
        page.get_by_label("满足其一").check()
        clerk.press("查询")
        expect(page.get_by_label("满足其一")).to_be_checked()
        page.get_by_role("link", name="去掉条件“审核状态：待审核 或 注册成功”").click()
        expect(page.get_by_role("list", name="已用条件")).to_have_count(0)
        expect(field.locator("summary")).to_have_text("不限")

    @in_each_look
    def test_conditions_are_read_by_everyone(
        self, sign_in: SignIn, size: dict[str, int], look: str
    ) -> None:
        clerk = sign_in("zhuoni", viewport=size, color_scheme=look)
        clerk.page.goto("/admin/domain/?state=submitted&state=registered&match=any")
        if size is NARROW:
            clerk.page.locator(".query-toggle").click()
        clerk.page.locator("#f-state").click()
        expect(clerk.page.locator(".facet").first).not_to_be_empty()
        assert findings(clerk.page) == []
