"""What a clerk does by mistake while taking money: the page says what is, and keeps what was typed.

The same mistakes in 续费 are tried in test_renewing, in 收费 by two cashiers in test_charging.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from models.billing.payment import Payment
from tests.browser.clerk import Clerk
from tests.browser.conftest import Doors, serving
from tests.browser.journeys import open_charge
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import PASSWORD, World

UNIT = "卓尼县教育局"
DUE, TYPED = "1000", {"收费金额（元）": "1000", "开具发票数量": "5", "凭证号": "记-0610"}


def payments(world: World) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(Payment)) or 0


def begin(clerk: Clerk, **typed: str) -> None:
    """Opens the charge of the unit and types what was counted; `typed` instead of it."""
    open_charge(clerk, UNIT)
    for label, value in {**TYPED, **typed}.items():
        clerk.fill(label, value)


def begin_rightly(clerk: Clerk) -> None:
    """The right sum, which the page has reckoned with."""
    begin(clerk)
    with clerk.page.expect_navigation():
        clerk.press("重新计算")
    expect(clerk.page.locator(".sheets")).to_be_visible()
    expect(clerk.page.get_by_role("button", name="确认收费")).to_be_enabled()


def keeps(clerk: Clerk, **typed: str) -> None:
    """The form stands as it was typed."""
    for label, value in {**TYPED, **typed}.items():
        expect(clerk.page.get_by_label(label, exact=True)).to_have_value(value)


def wrong_amount(clerk: Clerk) -> None:
    wrong = {"收费金额（元）": "999"}
    begin(clerk, **wrong)
    clerk.press("确认收费")
    clerk.sees("填写的收费金额 ¥999.00 与应缴合计 ¥1,000.00 不一致")
    keeps(clerk, **wrong)


def refresh(clerk: Clerk) -> None:
    """The refused form opens anew with what was typed; the browser asks nothing."""
    clerk.page.reload()
    keeps(clerk, **{"收费金额（元）": "999"})


def quit_in_the_middle(clerk: Clerk) -> None:
    """The plan is left for another page, which asks first; nothing was charged."""
    clerk.menu("域名管理", "待缴费域名")
    expect(clerk.boxes()).to_have_count(0)


def session_ended(clerk: Clerk, hands: MovableClock) -> None:
    """The confirmation comes too late: after signing in the form stands as it was typed."""
    begin_rightly(clerk)
    page = clerk.page
    hands.turn(minutes=31)
    clerk.press("确认收费")
    expect(page.locator("body")).to_contain_text("登录已过期，刚才提交的内容没有办理。")
    page.get_by_label("用户账户").fill("zhuoni")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("body")).to_contain_text("填写的内容还在")
    clerk.press("回到填写的页面")
    keeps(clerk)


def two_logins(clerk: Clerk) -> None:
    """Somebody else signs in in another tab; the plan is not confirmed as theirs."""
    begin_rightly(clerk)
    other = Clerk(clerk.page.context.new_page())
    other.page.goto("/admin/")
    other.sign_out()
    other.sign_in_by_page("zhuoni-cashier")
    clerk.press("确认收费")
    said = clerk.page.locator("body")
    expect(said).to_contain_text("填写的内容没有办理。现在登录的是“卓尼出纳”")
    clerk.press("回到填写的页面")
    keeps(clerk)
    other.page.close()


def double_click(clerk: Clerk) -> str:
    clerk.page.get_by_role("button", name="确认收费").dblclick()
    clerk.sees("已办理完成：4 条，合计 ¥1,000.00")
    return clerk.receipt_no()


def back(clerk: Clerk, number: str) -> None:
    """The browser's way back from the receipt does not offer the money to be taken again."""
    clerk.page.go_back()
    clerk.page.wait_for_load_state()
    expect(clerk.page.get_by_role("button", name="确认收费")).to_have_count(0)
    clerk.page.go_forward()
    clerk.sees("已办理完成：4 条，合计 ¥1,000.00")
    assert clerk.receipt_no() == number


def two_tabs(clerk: Clerk, late: Clerk) -> None:
    """The other tab, opened before, reads what the unit has paid meanwhile."""
    late.press("确认收费")
    expect(late.page.get_by_role("main")).not_to_contain_text("已办理完成：4 条")
    keeps(late)


@pytest.fixture
def hands() -> MovableClock:
    return MovableClock()


@pytest.fixture
def clerk(sqlite_world: World, doors: Doors, hands: MovableClock) -> Iterator[Clerk]:
    with serving(sqlite_world.engine, clock=hands) as address:
        yield doors.open(address).sign_in("zhuoni")


class TestTakingMoney:
    def test_mistakes_say_what_is_and_lose_nothing_that_was_typed(
        self, clerk: Clerk, sqlite_world: World, hands: MovableClock
    ) -> None:
        clerk.page.on("dialog", lambda dialog: dialog.accept())
        before = payments(sqlite_world)
        wrong_amount(clerk)
        refresh(clerk)
        quit_in_the_middle(clerk)
        session_ended(clerk, hands)
        two_logins(clerk)
        assert payments(sqlite_world) == before
        late = Clerk(clerk.page.context.new_page())
        late.page.goto("/admin/")
        # Else it would be told of the payment while it reckons.
        begin_rightly(late)
        number = double_click(clerk)
        back(clerk, number)
        two_tabs(clerk, late)
        assert payments(sqlite_world) == before + 1
