"""More than 500 rows: ticked at once, planned as a whole, confirmed, and told what came of it."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select

from admin_app.jobs.schedule import carry_on_run
from models.jobs.job_run import JobRun
from tests.admin_app.jobs.test_batch_run import due_names
from tests.browser.conftest import SignIn
from tests.support.world.cast import CLOCK, World


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
