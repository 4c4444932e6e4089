"""续-003, 新-005, 新-006: money from the unit to the office to CONAC, on both engines."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn
from tests.browser.journeys import charge, find_due, open_charge, pick, remit, renew, top_up

SISTER_UNIT = "临潭县教育局"


class TestMoney:
    def test_five_orders_travel_from_the_unit_to_the_registry(
        self, sign_in_on_each: SignIn
    ) -> None:
        clerk = sign_in_on_each("zhuoni")
        find_due(clerk, "2026-07-10", "2026-07-10")
        renew(clerk, "卓尼县教育局.政务", years="1")
        count_twice(clerk)
        finds_it_again(clerk)
        remit(clerk, "BANK-0001")
        finance = sign_in_on_each("conac-finance")
        top_up(finance, "卓尼县", "1300", "BANK-0001", "多汇一百元")
        clerk.menu("域名管理", "域名查询")
        assert clerk.balance() == "¥100.00"
        expect(clerk.row("卓尼县教育基金.政务")).to_contain_text("注册成功")
        expect(clerk.row("卓尼县教育局.政务")).to_contain_text("2027-07-10")


class TestReceipt:
    def test_a_charge_leads_to_its_papers_and_to_the_next_unit(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        open_charge(clerk, "卓尼县教育局")
        clerk.fill("收费金额（元）", "1000")
        clerk.fill("开具发票数量", "5")
        number = clerk.confirm("确认收费")
        expect(clerk.page.locator(".paper-status")).to_contain_text(
            "已办理完成：4 条，合计 ¥1,000.00"
        )
        for said in ("卓尼县教育局", "收费方式", "00013001–00013005", "待缴费域名"):
            clerk.sees(said)
        receipt = clerk.page.url
        for paper in ("收费收据", "发票交接单"):
            clerk.follow(paper)
            clerk.sees_title(paper)
            clerk.sees("卓尼县教育局")
            clerk.page.goto(receipt)
        clerk.page.goto(f"/admin/find/?q={number.lower()}")
        clerk.page.get_by_role("main").get_by_role("link", name=number).click()
        clerk.sees_title("收费 · 业务单")
        clerk.page.goto(receipt)
        clerk.page.get_by_role("link", name="下一个待收费单位：").click()
        clerk.sees_title("申报单位管理/缴费")
        clerk.sees("确认收费")


def count_twice(clerk: Clerk) -> None:
    """A wrong amount is refused in words; the right one takes six sheets."""
    open_charge(clerk, "卓尼县教育局")
    expect(clerk.row("填写后核对")).to_have_count(5)
    clerk.fill("收费金额（元）", "999")
    clerk.fill("开具发票数量", "6")
    clerk.press("确认收费")
    clerk.sees("填写的收费金额 ¥999.00 与应缴合计 ¥1,200.00 不一致")
    assert clerk.stock() == "60 张 / ¥12,000.00"
    clerk.fill("收费金额（元）", "1200")
    clerk.press("重新计算")
    clerk.sees("从批次 LOT-zhuoni-signed 开具发票 6 张")
    clerk.confirm("确认收费")
    assert clerk.stock() == "54 张 / ¥10,800.00"


def finds_it_again(clerk: Clerk) -> None:
    """The orders wait for the week's transfer; money and sheets stand in their lists."""
    clerk.menu("域名管理", "待缴费域名")
    clerk.sees("编办已向注册单位收费、尚未汇给 CONAC 的域名")
    expect(clerk.boxes()).to_have_count(5)
    clerk.menu("财务管理", "用户缴费查询")
    expect(clerk.row("卓尼县教育局")).to_contain_text("¥1,200.00")
    clerk.menu("财务管理", "用户发票管理")
    expect(clerk.row("00013006")).to_contain_text("卓尼县教育局")
    expect(clerk.boxes()).to_have_count(6)


class TestCharging:
    def test_a_unit_with_nothing_to_pay_says_so(self, sign_in: SignIn) -> None:
        clerk = sign_in("lintan")
        clerk.menu("用户管理", "申报单位管理/缴费")
        pick(clerk, "临潭县人民医院")
        expect(clerk.page.get_by_role("button", name="收费", exact=True)).to_have_count(0)
        clerk.page.get_by_text("暂不能办理").click()
        clerk.sees("这个单位没有待收费的域名")

    def test_the_page_of_a_unit_leads_to_the_charge(self, sign_in: SignIn) -> None:
        clerk = sign_in("lintan")
        clerk.menu("用户管理", "申报单位列表")
        clerk.follow(SISTER_UNIT)
        clerk.press("收费")
        clerk.sees_title("收费")
        clerk.fill("收费金额（元）", "200")
        clerk.fill("开具发票数量", "1")
        clerk.confirm("确认收费")

    def test_charging_of_two_cashiers_one_takes_the_money_and_the_other_reads_why(
        self, sign_in: SignIn
    ) -> None:
        first, second = sign_in("lintan"), sign_in("lintan-cashier")
        for clerk in (first, second):
            open_charge(clerk, SISTER_UNIT)
            clerk.fill("收费金额（元）", "200")
            clerk.fill("开具发票数量", "1")
            # Else the second reads it before they press, since their page reckons by itself.
            clerk.press("重新计算")
            expect(clerk.page.locator(".sheets")).to_be_visible()
        first.confirm("确认收费")
        second.press("确认收费")
        expect(second.page.get_by_role("main")).not_to_contain_text("业务单")
        assert second.stock() == "39 张 / ¥7,800.00"

    def test_a_charge_leaves_by_the_same_words_for_the_sister_county(self, sign_in: SignIn) -> None:
        clerk = sign_in("lintan")
        charge(clerk, SISTER_UNIT, "200", "1")
        clerk.menu("域名管理", "待缴费域名")
        expect(clerk.boxes()).to_have_count(1)
