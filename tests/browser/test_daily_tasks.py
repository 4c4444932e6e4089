"""The ten tasks of tests/daily_tasks.py, done in the program and counted as they are done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from models.billing.order import OrderState
from models.domains.domain import DomainState
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import LotState
from models.offices.office import Office
from models.units.unit import Unit
from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn
from tests.browser.journeys import charge
from tests.daily_tasks import BY_KEY
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker


@dataclass
class Hands:
    """A clerk whose clicks and keys are counted; a typed letter is a key, so is each of a chord."""

    clerk: Clerk
    clicks: int = 0
    keys: int = 0

    @property
    def page(self) -> Page:
        return self.clerk.page

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def press(self, name: str) -> None:
        """A button."""
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """A link of the page."""
        self.click(self.page.get_by_role("main").get_by_role("link", name=name, exact=True))

    def choose(self, label: str, option: str) -> None:
        """A choice of a select: one click opens it, one takes the choice."""
        self.clerk.choose(label, option)
        self.clicks += 2

    def menu(self, name: str) -> None:
        main = self.page.get_by_role("navigation", name="主菜单")
        self.click(main.get_by_role("link", name=name, exact=True))
        self.clerk.sees_title(name)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def key(self, chord: str) -> None:
        self.page.keyboard.press(chord)
        self.keys += len(chord.split("+"))

    def done(self, key: str) -> None:
        """The count is what is told of the task."""
        task = BY_KEY[key]
        assert (self.clicks, self.keys) == (task.clicks, task.keys)


def maker_of(session: object, world: World, office: str) -> Maker:
    row = session.get_one(Office, world.id(office))  # type: ignore[attr-defined]
    return Maker(session, row, NOW)  # type: ignore[arg-type]


def hands(sign_in: SignIn, username: str) -> Hands:
    clerk = sign_in(username)
    clerk.page.wait_for_load_state()
    return Hands(clerk)


@pytest.fixture
def school(sqlite_world: World) -> str:
    """A unit with five orders of 200 yuan."""
    with sqlite_world.writing() as session:
        maker = maker_of(session, sqlite_world, "office-zhuoni")
        unit = maker.unit("卓尼县藏族中学")
        for number in range(5):
            maker.order(maker.domain(f"卓尼藏中{number}", unit))
    return "卓尼县藏族中学"


class TestTenTasks:
    def test_renew_300_names(self, sign_in: SignIn, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            maker = maker_of(session, sqlite_world, "office-zhuoni")
            unit = session.get_one(Unit, sqlite_world.id("unit-b"))
            for number in range(300):
                maker.domain(f"柳林{number:03}", unit, expires_on=TODAY + dt.timedelta(days=60))
        does = hands(sign_in, "zhuoni")
        does.menu("域名查询")
        does.follow("90 天内")
        does.click(does.page.locator(".every"))
        does.press("续费")
        does.clerk.sees_title("续费")
        does.page.wait_for_load_state()
        does.key("Control+A")
        does.type("2")
        does.key("Enter")
        does.click(does.page.get_by_role("button", name="剔除该"))
        does.press("提交续费申请")
        does.clerk.sees("业务单")
        does.done("renew")

    def test_charge_a_unit(self, sign_in: SignIn, school: str) -> None:
        does = hands(sign_in, "zhuoni")
        does.menu("申报单位管理/缴费")
        does.click(does.page.get_by_role("main").get_by_role("link").filter(has_text=school).first)
        does.clerk.sees("详细信息")
        does.press("收费")
        does.clerk.sees("缴费信息")
        does.page.wait_for_load_state()
        does.type("1000")
        does.key("Tab")
        does.type("5")
        does.key("Control+Enter")
        does.clerk.sees("业务单")
        does.done("charge")

    def test_sign_and_split_a_lot(self, sign_in: SignIn, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            kind = session.get_one(InvoiceType, sqlite_world.id("type-fixed"))
            maker_of(session, sqlite_world, "office-gansu").lot(
                kind, "00015001", 100, LotState.IN_TRANSIT, lot_no="LOT-NEW"
            )
        does = hands(sign_in, "gansu")
        does.menu("预开发票管理")
        does.click(does.clerk.row("LOT-NEW").get_by_role("checkbox"))
        does.press("签收")
        does.press("确认签收")
        does.follow("继续办理")
        does.click(does.clerk.row("LOT-NEW").get_by_role("checkbox"))
        does.press("拆分")
        does.clerk.sees_title("拆分")
        does.page.wait_for_load_state()
        does.type("zhuoni")
        does.key("Tab")
        does.type("60")
        does.press("增加")
        expect(does.page.get_by_label("用户账户", exact=True)).to_have_count(2)
        does.page.wait_for_load_state()
        does.type("lintan")
        does.key("Tab")
        does.type("40")
        does.key("Control+Enter")
        does.clerk.sees("业务单")
        does.done("split")

    def test_find_a_unit(self, sign_in: SignIn) -> None:
        does = hands(sign_in, "zhuoni")
        does.key("Control+K")
        does.type("znxjyj")
        expect(does.page.locator("#found b").first).to_have_text("卓尼县教育局")
        does.key("Enter")
        does.clerk.sees_title("卓尼县教育局")
        does.done("find")

    def test_file_for_the_bookkeeper(self, sign_in: SignIn) -> None:
        charge(sign_in("zhuoni-cashier"), "卓尼县柳林小学", "400", "2")
        does = hands(sign_in, "zhuoni")
        does.menu("用户缴费查询")
        does.follow("本月")
        does.clerk.sees("卓尼县柳林小学")
        does.click(does.page.locator("summary", has_text="导出"))
        with does.page.expect_download() as file:
            does.press("导出 CSV")
        assert file.value.suggested_filename.endswith(".csv")
        does.done("file")

    def test_review_twenty_names(self, sign_in: SignIn, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            maker = maker_of(session, sqlite_world, "office-zhuoni")
            unit = session.get_one(Unit, sqlite_world.id("unit-b"))
            for number in range(19):
                maker.domain(f"待审{number:02}", unit, DomainState.SUBMITTED)
        does = hands(sign_in, "zhuoni")
        does.menu("待审核域名")
        does.click(does.page.get_by_label("全选本页"))
        does.press("编办审核通过")
        # Names made of no unit's own are to be read.
        does.click(does.page.get_by_label("我已核对上述提醒"))
        does.press("审核通过")
        does.clerk.sees("业务单")
        expect(does.clerk.row("卓尼县柳林小学")).to_have_count(19)
        does.done("review")

    def test_reconcile_a_week(self, sign_in: SignIn, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            maker = maker_of(session, sqlite_world, "office-zhuoni")
            order = maker.order(state=OrderState.CHARGED)
            payment = maker.payment(order, received_on=TODAY - dt.timedelta(days=7))
            maker.payment_line(order, payment)
            lacking = payment.payment_no
        does = hands(sign_in, "zhuoni")
        does.menu("三方对账")
        does.clerk.sees("不一致")
        does.click(does.page.locator("a.differs").first)
        does.clerk.sees(lacking)
        does.done("reconcile")

    def test_void_a_sheet(self, sign_in: SignIn, school: str) -> None:
        charge(sign_in("zhuoni-cashier"), school, "1000", "5")
        does = hands(sign_in, "zhuoni")
        does.menu("用户发票管理")
        does.click(does.clerk.row("00013003").get_by_role("checkbox"))
        does.press("作废")
        does.clerk.sees_title("作废")
        does.page.wait_for_load_state()
        does.type("写错")
        does.click(does.page.get_by_label("同时重新开具"))
        does.click(does.page.get_by_label("我已核对上述提醒"))
        does.press("确认作废")
        does.clerk.sees("业务单")
        does.done("void")

    def test_ten_tasks_see_why_a_name_is_not_settled(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        charge(sign_in("zhuoni-cashier"), "卓尼县柳林小学", "400", "2")
        does = hands(sign_in, "zhuoni")
        does.menu("待缴费域名")
        expect(does.clerk.row("柳林小学")).to_contain_text("待汇款")
        does.done("why")

    def test_hand_over_a_desk(self, sign_in: SignIn) -> None:
        does = hands(sign_in, "zhuoni")
        does.menu("岗位交接单")
        does.click(does.clerk.row("卓尼出纳").get_by_role("link"))
        does.choose("接收人", "卓尼管理员（zhuoni）")
        does.press("登记交接")
        does.clerk.sees_title("登记交接")
        does.press("确认登记")
        does.clerk.sees("业务单")
        does.done("handover")
