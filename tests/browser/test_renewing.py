"""续-002: names found by 到期时间, ticked, renewed; and what must not happen twice."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from models.billing.order import Order, OrderState
from models.core.journal import JournalEntry
from models.offices.office import Office
from models.units.unit import Unit
from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn
from tests.browser.journeys import find_due, renew
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker


def orders_of(world: World, name: str) -> list[Order]:
    with world.session() as session:
        found = session.scalars(select(Order).where(Order.domain_id == world.id(name)))
        return list(found)


def renewals(world: World) -> int:
    """How many renewals were written down."""
    runs = select(func.count()).select_from(JournalEntry).where(JournalEntry.action == "renew")
    with world.session() as session:
        return session.scalar(runs) or 0


@pytest.fixture
def school(sqlite_world: World) -> list[str]:
    """Two pages of names that end on days of their own, from the 60th day on."""
    names = [f"柳林分校{number:02}" for number in range(1, 23)]
    with sqlite_world.writing() as session:
        unit = session.get_one(Unit, sqlite_world.id("unit-b"))
        office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
        maker = Maker(session, office, NOW)
        for number, name in enumerate(names):
            maker.domain(name, unit, expires_on=TODAY + dt.timedelta(days=60 + number))
    return names


class TestRenewing:
    def test_the_interval_of_expiry_and_its_presets_narrow_the_list(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        find_due(clerk, "2026-07-10", "2026-07-31")
        expect(clerk.row("卓尼县教育局.政务")).to_have_count(1)
        expect(clerk.row("卓尼县柳林小学.公益")).to_have_count(1)
        expect(clerk.row("柳林小学.公益").filter(has_text="2026-07-05")).to_have_count(0)
        clerk.follow("30 天内")
        expect(clerk.row("卓尼县柳林小学.公益")).to_have_count(0)
        expect(clerk.row("卓尼县教育督导.政务")).to_have_count(1)

    def test_renewing_ticks_of_two_pages_become_one_renewal(
        self, sign_in: SignIn, sqlite_world: World, school: list[str]
    ) -> None:
        clerk = sign_in("zhuoni")
        find_due(clerk, "2026-08-09", "2026-12-31")
        clerk.page.get_by_role("navigation", name="分页").get_by_role(
            "link", name="20", exact=True
        ).click()
        clerk.tick(school[0], school[1])
        clerk.follow("下一页")
        clerk.sees("已选 2 条")
        clerk.tick(school[20])
        clerk.sees("已选 3 条")
        clerk.press("续费")
        clerk.fill("续费年限（年）", "2")
        clerk.press("重新计算")
        expect(clerk.page.locator(".totals")).to_contain_text("¥1,200.00")
        clerk.sees("壹仟贰佰元整")
        clerk.confirm("提交续费申请")
        for name in (school[0], school[1], school[20]):
            clerk.sees(name)
        clerk.follow("继续办理")
        expect(clerk.page.locator("[data-ticked]")).to_be_hidden()

    def test_a_refused_row_says_why_and_can_be_unticked(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.tick("卓尼县教育局.政务", "卓尼县招生办.政务")
        clerk.press("续费")
        clerk.fill("续费年限（年）", "3")
        clerk.press("重新计算")
        expect(clerk.row("卓尼县招生办.政务")).to_contain_text("才可续费")
        expect(clerk.page.get_by_role("button", name="提交续费申请")).to_be_disabled()
        clerk.press("剔除该 1 条后继续")
        expect(clerk.page.get_by_label("续费年限（年）")).to_have_value("3")
        expect(clerk.row("卓尼县招生办.政务")).to_have_count(0)
        clerk.confirm("提交续费申请")
        (order,) = orders_of(sqlite_world, "a-due")
        assert (order.term_years, order.amount_fen, order.state) == (3, 60_000, OrderState.PAYABLE)
        assert orders_of(sqlite_world, "a-far") == []

    def test_the_receipt_prints_without_menus_and_with_lines_to_sign(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        renew(clerk, "卓尼县教育局.政务")
        clerk.page.emulate_media(media="print")
        expect(clerk.page.get_by_text("经办人（签字）")).to_be_visible()
        expect(clerk.page.get_by_text("卓尼县教育局.政务")).to_be_visible()
        for gone in (".top", ".side", ".paper-tools"):
            expect(clerk.page.locator(gone).first).to_be_hidden()

    def test_a_new_order_stands_on_the_page_of_its_name(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        renew(clerk, "卓尼县教育局.政务")
        clerk.follow("继续办理")
        clerk.follow("卓尼县教育局.政务")
        # Among its orders; its history tells of the same run below.
        expect(clerk.row("待收费").filter(has_text="¥400.00").first).to_be_visible()


class TestConfirmingTwice:
    def test_a_double_click_makes_one_receipt(self, sign_in: SignIn, sqlite_world: World) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.tick("卓尼县教育局.政务")
        clerk.press("续费")
        clerk.page.get_by_role("button", name="提交续费申请").dblclick()
        clerk.sees("业务单")
        assert len(orders_of(sqlite_world, "a-due")) == 1
        assert renewals(sqlite_world) == 1

    def test_going_back_leads_to_the_same_receipt(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        number = renew(clerk, "卓尼县教育局.政务")
        clerk.page.go_back()
        clerk.sees("业务单")
        assert clerk.receipt_no() == number
        assert len(orders_of(sqlite_world, "a-due")) == 1

    def test_a_plan_left_open_and_confirmed_again_shows_the_same_receipt(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.tick("卓尼县教育局.政务")
        clerk.press("续费")
        clerk.sees_title("续费")
        clerk.page.wait_for_load_state()
        with clerk.page.context.expect_page() as opened:
            clerk.page.evaluate("open(location.href)")
        other = Clerk(opened.value)
        number = clerk.confirm("提交续费申请")
        assert other.confirm("提交续费申请") == number
        assert len(orders_of(sqlite_world, "a-due")) == 1

    def test_a_receipt_that_is_refreshed_stays_and_nothing_is_done_again(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        number = renew(clerk, "卓尼县教育局.政务")
        clerk.page.reload()
        clerk.sees("业务单")
        assert clerk.receipt_no() == number
        assert renewals(sqlite_world) == 1

    def test_confirming_twice_of_two_browsers_one_wins_and_the_other_reads_why(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        first, second = sign_in("zhuoni"), sign_in("zhuoni-cashier")
        for clerk in (first, second):
            clerk.menu("域名管理", "域名查询")
            clerk.tick("卓尼县教育局.政务")
            clerk.press("续费")
        first.confirm("提交续费申请")
        second.press("提交续费申请")
        second.sees("已有未完成的续费")
        assert len(orders_of(sqlite_world, "a-due")) == 1


class TestLeavingAPlan:
    def test_a_plan_left_with_years_typed_keeps_the_ticks_and_does_nothing(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.page.on("dialog", lambda dialog: dialog.accept())
        clerk.menu("域名管理", "域名查询")
        clerk.tick("卓尼县教育局.政务")
        clerk.press("续费")
        clerk.fill("续费年限（年）", "3")
        expect(clerk.page.locator(".totals")).to_contain_text("¥600.00")
        clerk.page.go_back()
        clerk.sees_title("域名查询")
        clerk.sees("已选 1 条")
        expect(clerk.row("卓尼县教育局.政务").get_by_role("checkbox")).to_be_checked()
        assert renewals(sqlite_world) == 0

    def test_years_out_of_bounds_stay_as_typed_and_are_explained(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        clerk.menu("域名管理", "域名查询")
        clerk.tick("卓尼县教育局.政务")
        clerk.press("续费")
        years = clerk.page.get_by_label("续费年限（年）")
        years.evaluate("field => field.form.noValidate = true")
        years.fill("99")
        clerk.press("提交续费申请")
        expect(years).to_have_value("99")
        expect(years).to_have_attribute("aria-invalid", "true")
        assert renewals(sqlite_world) == 0

    def test_a_second_login_in_the_browser_does_not_confirm_the_first_one_s_plan(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "域名查询")
        clerk.tick("卓尼县教育局.政务")
        clerk.press("续费")
        clerk.fill("续费年限（年）", "3")
        expect(clerk.page.locator(".totals")).to_contain_text("¥600.00")
        other = Clerk(clerk.page.context.new_page())
        other.page.goto("/admin/")
        other.sign_out()
        other.sign_in_by_page("lintan")
        clerk.press("提交续费申请")
        said = clerk.page.locator("body")
        expect(said).to_contain_text("填写的内容没有办理。现在登录的是“临潭管理员”")
        assert renewals(sqlite_world) == 0
