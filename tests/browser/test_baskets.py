"""Ticks that stay, and what is done in the background while one does something else."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from admin_app.jobs.schedule import carry_on_run
from tests.admin_app.jobs.test_batch_run import due_names
from tests.browser.clerk import Clerk
from tests.browser.conftest import NARROW, SignIn
from tests.browser.journeys import find_due
from tests.browser.test_planning import findings
from tests.support.world.cast import CLOCK, World

TICKED = "[data-ticked] span"


def tick_two(clerk: Clerk) -> None:
    """Ticks two names, and waits until the server has them."""
    find_due(clerk, "2026-07-10", "2026-07-31")
    with clerk.page.expect_response(lambda told: "/ticks/" in told.url and told.request.post_data):
        clerk.tick("卓尼县教育局.政务", "卓尼县柳林小学.公益")


class TestTicks:
    def test_ticks_stay_over_filters_and_signing_in_anew(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        tick_two(clerk)
        find_due(clerk, "2026-07-10", "2026-07-12")
        clerk.sees("已选 2 条 （另外 1 条在其他页）")
        clerk.sign_out()
        again = sign_in("zhuoni")
        again.menu("域名管理", "域名查询")
        again.sees("已选 2 条")

    def test_ticks_are_seen_as_a_list_and_cleared(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", viewport=NARROW)
        clerk.page.goto("/admin/domain/?due_on_from=2026-07-10&due_on_to=2026-07-31")
        clerk.boxes().first.check()
        clerk.sees("已选 1 条")
        with clerk.page.expect_navigation():
            clerk.follow("查看已选")
        expect(clerk.boxes()).to_have_count(1)
        assert findings(clerk.page) == []
        clerk.press("清除")
        expect(clerk.page.locator(TICKED)).to_be_hidden()

    def test_ticks_are_those_in_sight_where_no_script_runs(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        find_due(clerk, "2026-07-10", "2026-07-31")
        clerk.tick("卓尼县教育局.政务")
        clerk.press("续费")
        expect(clerk.row("卓尼县教育局.政务")).to_have_count(1)
        expect(clerk.row("卓尼县柳林小学.公益")).to_have_count(0)


class TestTheBackground:
    def test_the_background_goes_on_while_the_clerk_is_elsewhere(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        due_names(sqlite_world, 501)
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.page.goto("/admin/domain/?search=到期名称&list=registered")
        clerk.page.get_by_label(re.compile("选中全部符合条件的")).check()
        clerk.press("续费")
        clerk.fill("续费年限（年）", "2")
        clerk.press("重新核对")
        clerk.press("提交续费申请")
        clerk.sees("已办 0 / 501，未办理 0")
        run_id = int(clerk.page.url.partition("id=")[2])
        clerk.menu("财务管理", "预开发票管理")
        expect(clerk.page.locator(".purse-runs")).to_contain_text("后台办理中")
        clerk.page.locator(".purse-runs").click()
        clerk.sees("排队中")
        assert findings(clerk.page) == []
        assert carry_on_run(sqlite_world.engine, run_id, CLOCK)
        clerk.sees("已办 501 / 501，未办理 0")
        clerk.sees("已完成")
        expect(clerk.page.locator(".purse-runs")).to_contain_text("后台办理已结束")
