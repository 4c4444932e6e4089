"""A county opens a register from a template, enters a row and moves it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn


def test_register_is_opened_filled_in_moved_and_unseen_beside(sign_in: SignIn) -> None:
    clerk = sign_in("zhuoni")
    clerk.menu("自定义", "自定义台账")
    clerk.follow("新建台账")
    clerk.fill("台账代码", "training")
    clerk.choose("样板", "培训登记")
    clerk.confirm("确认新建")
    clerk.page.goto("/admin/register/training/")
    clerk.sees_title("培训登记")
    clerk.page.get_by_role("link", name="新增", exact=True).first.click()
    clerk.fill("标题", "域名业务培训")
    clerk.fill("讲师", "王老师")
    clerk.press("保存")
    clerk.sees("王老师")
    clerk.page.goto("/admin/register/training/")
    clerk.boxes().first.check()
    clerk.press("流转")
    clerk.choose("流转到", "已举办")
    clerk.confirm("确认流转")
    clerk.page.goto("/admin/register/training/")
    expect(clerk.page.get_by_role("main")).to_contain_text("已举办")
    sister = sign_in("lintan")
    sister.menu("自定义", "自定义台账")
    expect(sister.page.get_by_role("main")).not_to_contain_text("培训登记")
