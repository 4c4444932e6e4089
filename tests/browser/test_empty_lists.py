"""An empty list says why, and leads to where the guide goes from there."""

from __future__ import annotations

from tests.browser.conftest import SignIn


class TestAnEmptyList:
    def test_an_empty_list_leads_to_the_step_before(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("财务管理", "汇款单列表")
        clerk.sees("还没有汇款单")
        clerk.follow("待缴费域名")
        clerk.sees("没有等待汇款的域名")
        clerk.follow("申报单位管理/缴费")
        clerk.sees_title("申报单位管理/缴费")

    def test_an_empty_list_offers_to_clear_conditions_that_nothing_meets(
        self, sign_in: SignIn
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.fill("关键字", "没有这个名称")
        clerk.press("查询")
        clerk.sees("没有符合条件的记录")
        clerk.follow("清除条件")
        clerk.sees("卓尼县教育局.政务")
