"""The plan page as fields change: the server reckons again by itself, and tells what moved."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect
from sqlalchemy import select

from admin_app.jobs.schedule import carry_on_run
from models.domains.domain import Domain
from models.jobs.job_run import JobRun
from tests.admin_app.jobs.test_batch_run import due_names
from tests.browser.clerk import Clerk
from tests.browser.conftest import NARROW, SignIn
from tests.browser.journeys import find_due
from tests.browser.test_accessibility import look
from tests.support.world.cast import CLOCK, World


def findings(page: Page) -> list[str]:
    """What axe and the frame have against the page."""
    page.evaluate(AXE_SCRIPT)
    return look(page)


def planned(clerk: Clerk, *names: str) -> None:
    find_due(clerk, "2026-07-10", "2028-12-31")
    clerk.tick(*names)
    clerk.press("续费")
    clerk.sees_title("续费")


class TestTheSum:
    def test_the_sum_follows_the_years_without_a_press(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        planned(clerk, "卓尼县教育局.政务", "卓尼县柳林小学.公益")
        field = clerk.page.get_by_label("续费年限（年）")
        field.fill("3")
        expect(clerk.page.locator(".totals")).to_contain_text("¥1,200.00")
        clerk.sees("壹仟贰佰元整")
        expect(field).to_be_focused()
        field.fill("2")
        expect(clerk.page.locator(".totals")).to_contain_text("¥800.00")
        clerk.confirm("提交续费申请")
        clerk.sees("捌佰元整")

    def test_the_sum_is_reckoned_by_a_button_where_no_script_runs(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        planned(clerk, "卓尼县教育局.政务")
        clerk.fill("续费年限（年）", "3")
        clerk.press("重新计算")
        expect(clerk.page.locator(".totals")).to_contain_text("¥600.00")


class TestRowsThatCannotGo:
    def test_rows_that_cannot_go_stand_first_are_left_out_by_one_click_and_gone_on_with_later(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni", viewport=NARROW)
        ids = "&".join(f"ids={sqlite_world.id(name)}" for name in ("a-due", "a-far"))
        clerk.page.goto(f"/admin/domain/action/?action=renew&{ids}")
        clerk.fill("续费年限（年）", "2")
        clerk.sees("有 1 条不能办理")
        expect(clerk.page.locator("main tbody tr").first).to_contain_text("卓尼县招生办.政务")
        clerk.press("剔除该 1 条后继续")
        clerk.sees("已剔除 1 条")
        clerk.confirm("提交续费申请")
        clerk.sees("还有 1 条未处理")
        assert findings(clerk.page) == []
        clerk.press("继续办理这 1 条")
        clerk.sees_title("续费")
        expect(clerk.row("卓尼县招生办.政务")).to_have_count(1)


class TestDrift:
    def test_drift_is_shown_and_confirmed_anew(self, sign_in: SignIn, sqlite_world: World) -> None:
        clerk = sign_in("zhuoni")
        planned(clerk, "卓尼县教育局.政务")
        clerk.fill("续费年限（年）", "2")
        expect(clerk.page.locator(".totals")).to_contain_text("¥400.00")
        with sqlite_world.writing() as session:
            session.get_one(Domain, sqlite_world.id("a-due")).purpose = "门户网站"
        clerk.press("提交续费申请")
        clerk.sees("什么都没有办理")
        expect(clerk.row("门户网站")).to_contain_text("卓尼县教育局.政务")
        assert findings(clerk.page) == []
        clerk.confirm("提交续费申请")


def test_all_that_match_are_planned_confirmed_and_done(
    sign_in: SignIn, sqlite_world: World
) -> None:
    due_names(sqlite_world, 510)
    clerk = sign_in("zhuoni")
    page = clerk.page
    page.goto("/admin/domain/?list=registered")
    page.get_by_label("选中全部符合条件的").check()
    clerk.press("续费")
    clerk.sees("不能办理的原因")
    clerk.sees("大写")
    with page.expect_download() as file:
        page.get_by_role("link", name="CSV").click()
    assert "到期名称509" in file.value.path().read_text(encoding="utf-8-sig")
    clerk.press("提交续费申请")
    clerk.sees("请勾选“跳过不能办理的记录”")
    page.get_by_label("跳过不能办理的").check()
    clerk.press("提交续费申请")
    clerk.sees("未办理 0")
    with sqlite_world.session() as session:
        run_id = session.scalars(select(JobRun.id).where(JobRun.is_check.is_(False))).one()
    carry_on_run(sqlite_world.engine, run_id, CLOCK)
    clerk.sees("本次后台任务已结束")
    page.reload()
    clerk.sees("未办理的原因")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.get_by_role("button", name="勾选未办理的")).to_be_visible()
    page.get_by_role("button", name="勾选未办理的").click()
    clerk.sees("已选")
