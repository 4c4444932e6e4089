"""The reference scenario (domain.md 4.6) by clerks at real browsers, to the number in sight.

Each row starts where the one before it ended, so they are walked in one test. What a program or a
job does (rows 9 and 11) is told in tests/journeys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from models.billing.payment import Payment
from models.invoices.stock import InvoiceLot
from tests.browser.clerk import Clerk
from tests.browser.conftest import Doors, serving
from tests.browser.journeys import charge, open_charge, sign_for, split, top_up
from tests.journeys.test_reference_scenario import COUNTY, REASON, set_out
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import World

KEPT, LOST = "卓尼县藏医院", "卓尼藏医"
A, B = "卓尼县教育局", "卓尼县柳林小学"
#: A name of A that was approved before and is not paid for today.
NOT_TODAY = "卓尼县教育基金.政务"
#: What A pays for: three renewals; the new name is the fourth.
RENEWED = ("卓尼县教育督导", "卓尼县学籍管理", "卓尼县考试中心")
B_NAME = "柳林小学.公益"


class People(NamedTuple):
    """Who sits at a browser, signed in."""

    province: Clerk
    county: Clerk
    cashier: Clerk
    sister: Clerk
    unit: Clerk
    finance: Clerk
    reviewer: Clerk


@pytest.fixture
def hands() -> MovableClock:
    return MovableClock()


@pytest.fixture
def people(sqlite_world: World, doors: Doors, hands: MovableClock) -> Iterator[People]:
    set_out(sqlite_world)
    names = ("gansu", "zhuoni", "zhuoni-cashier", "lintan", "unit-a")
    with serving(sqlite_world.engine, clock=hands) as address:
        offices = [doors.open(address).sign_in(name) for name in names]
        registry = [doors.open(address).sign_in(name) for name in ("conac-finance", "conac-review")]
        yield People(*offices, *registry)


def row_1_the_cap(people: People) -> None:
    """新-003, Q2: 151 sheets of 200 yuan are refused, 150 are exactly 30,000 yuan."""
    clerk = people.province
    clerk.menu("财务管理", "预开发票申请")
    clerk.choose("发票类型", "定额发票-200元")
    clerk.fill("发票数量", "151")
    clerk.press("发票申请")
    clerk.sees("¥30,200.00")
    clerk.sees("超过每次最高额度 ¥30,000.00")
    clerk.fill("发票数量", "150")
    clerk.press("重新计算")
    clerk.confirm("发票申请")
    clerk.sees("¥30,000.00")


def row_2_signing(people: People) -> None:
    """新-003: sheets count once they are signed for, and are signed for once."""
    finance, clerk = people.finance, people.province
    finance.menu("财务管理", "发票申请查询")
    finance.tick("甘肃省")
    finance.press("批准申请")
    finance.confirm("确认批准")
    finance.follow("继续办理")
    finance.tick("甘肃省")
    finance.press("邮寄发票")
    finance.fill("发票代码", "6200260001")
    finance.fill("起始号码", "00012001")
    finance.confirm("确认邮寄")
    clerk.menu("财务管理", "预开发票管理")
    expect(root(clerk)).to_contain_text("00012150")
    assert clerk.stock() == "0 张"
    sign_for(clerk, "P620000")
    assert clerk.stock() == "150 张 / ¥30,000.00"
    clerk.menu("财务管理", "预开发票管理")
    root(clerk).get_by_role("checkbox").check()
    clerk.press("签收")
    clerk.sees("当前状态是“已签收”，不能办理此项业务")
    assert clerk.stock() == "150 张 / ¥30,000.00"


def row_3_splitting(people: People) -> None:
    """Q3: 60 to 卓尼, 40 to 临潭, 50 stay; 51 more are refused."""
    clerk = people.province
    lot = root_no(clerk)
    split(clerk, lot, ("zhuoni", "60"), ("lintan", "40"))
    assert clerk.stock() == "50 张 / ¥10,000.00"
    split_again(clerk, lot)
    assert clerk.stock() == "50 张 / ¥10,000.00"
    people.sister.menu("财务管理", "预开发票管理")
    expect(people.sister.row("00012061")).to_contain_text("00012100")
    people.county.menu("财务管理", "预开发票管理")
    expect(people.county.row("00012001")).to_contain_text("00012060")
    sign_for(people.county, "00012001")
    assert people.county.stock() == "60 张 / ¥12,000.00"


def split_again(clerk: Clerk, lot: str) -> None:
    clerk.menu("财务管理", "预开发票管理")
    clerk.tick(lot)
    clerk.press("拆分")
    clerk.fill_line(1, "用户账户", "zhuoni")
    clerk.fill_line(1, "发票数量", "51")
    clerk.press("提交")
    clerk.sees("拆分数量合计 51 张，超过该批次可用的 50 张")


def row_4_review(people: People) -> None:
    """新-004: A files two names; 卓尼 passes both, CONAC one; the other is history."""
    file_names(people.unit)
    clerk, reviewer = people.county, people.reviewer
    clerk.menu("域名管理", "待审核域名")
    clerk.tick(KEPT, LOST)
    clerk.press("编办审核通过")
    clerk.answer()
    clerk.confirm("审核通过")
    waiting_for_the_registry(reviewer)
    reviewer.tick(KEPT)
    reviewer.press("CONAC审核通过")
    reviewer.answer()
    reviewer.confirm("审核通过")
    waiting_for_the_registry(reviewer)
    reviewer.tick(LOST)
    reviewer.press("审核不通过")
    reviewer.page.get_by_role("main").get_by_role("checkbox").first.check()
    reviewer.confirm("确认不通过")
    clerk.menu("域名管理", "域名查询")
    expect(clerk.row(f"{KEPT}.公益")).to_contain_text("CONAC审核通过")
    clerk.menu("域名管理", "域名历史查询")
    expect(clerk.row(LOST)).to_contain_text("审核未通过")
    expect(clerk.row(KEPT)).to_have_count(0)


def waiting_for_the_registry(reviewer: Clerk) -> None:
    reviewer.menu("域名管理", "域名查询")
    reviewer.narrow("审核状态", "编办审核通过")
    reviewer.press("查询")


def file_names(unit: Clerk) -> None:
    unit.menu("域名管理", "域名查询")
    unit.follow("报送域名")
    unit.fill_line(1, "名称", KEPT)
    unit.press("增加")
    unit.fill_line(2, "名称", LOST)
    for number in (0, 1):
        suffix = unit.page.get_by_role("main").get_by_label("后缀", exact=True).nth(number)
        suffix.select_option("公益")
    # Neither name is made from the unit's own.
    unit.fill("名称说明（名称与单位名称不同时填写）", REASON)
    unit.press("重新核对")
    unit.confirm("提交报送")


def row_5_charging_a(people: People) -> None:
    """新-005, Q4: 999 yuan are refused; 1,000 with 5 sheets make one payment of four orders."""
    clerk = people.cashier
    open_charge(clerk, A)
    clerk.row(NOT_TODAY).get_by_role("checkbox").uncheck()
    clerk.fill("收费金额（元）", "999")
    clerk.fill("开具发票数量", "5")
    clerk.press("确认收费")
    clerk.sees("填写的收费金额 ¥999.00 与应缴合计 ¥1,000.00 不一致")
    assert clerk.stock() == "60 张 / ¥12,000.00"
    clerk.fill("收费金额（元）", "1000")
    clerk.confirm("确认收费")
    assert clerk.stock() == "55 张 / ¥11,000.00"
    clerk.menu("财务管理", "用户缴费查询")
    expect(clerk.row(A)).to_have_count(1)
    expect(clerk.row(A)).to_contain_text("¥1,000.00")
    clerk.menu("域名管理", "待缴费域名")
    for name in (*RENEWED, KEPT):
        expect(clerk.row(name)).to_have_count(1)
    expect(clerk.row(A)).to_have_count(4)


def row_6_charging_b(people: People) -> None:
    """新-005, Q8: B's 400 yuan take 2 sheets; the week's transfer is 1,400 yuan of 5 orders."""
    charge(people.cashier, B, "400", "2")
    assert people.cashier.stock() == "53 张 / ¥10,600.00"
    clerk = people.county
    clerk.menu("财务管理", "周汇款")
    clerk.press("生成汇款单")
    clerk.confirm("生成汇款单")
    clerk.menu("财务管理", "周汇款")
    draft = clerk.page.locator("section.card").filter(has_text="汇款附言")
    expect(draft).to_contain_text("¥1,400.00")
    expect(draft).to_contain_text("壹仟肆佰元整")
    expect(draft.locator("dd").nth(1)).to_have_text("5")
    clerk.press("汇款")
    clerk.fill("银行流水号", "NB-1")
    clerk.confirm("提交汇款单")
    clerk.menu("域名管理", "待缴费域名")
    expect(clerk.boxes()).to_have_count(0)


def row_7_a_short_receipt(people: People) -> None:
    """新-006: 1,200 yuan settle A's four orders the same day; B waits: 余额 200 < 400."""
    top_up(people.finance, "卓尼县", "1200", "NB-1", is_short=True)
    clerk = people.county
    clerk.menu("财务管理", "消费试算")
    assert clerk.balance() == "¥200.00"
    waiting = clerk.page.get_by_role("table").get_by_role("row").filter(has_text=B)
    expect(waiting).to_contain_text("¥400.00")
    expect(waiting).to_contain_text("账户余额不足")
    expect(clerk.page.get_by_role("table").get_by_role("row").filter(has_text=A)).to_have_count(0)
    clerk.menu("域名管理", "域名查询")
    expect(clerk.row(f"{KEPT}.公益")).to_contain_text("注册成功")


def row_8_the_rest(people: People) -> None:
    """新-006: the same bank line is a duplicate; a new one of 200 yuan settles B."""
    finance, clerk = people.finance, people.county
    finance.menu("财务管理", "汇款单列表")
    finance.row("卓尼县").filter(has_text="¥1,400.00").get_by_role("checkbox").check()
    finance.press("充值")
    finance.fill("到账金额（元）", "200")
    finance.fill("银行流水号", "NB-1")
    finance.press("确认充值")
    finance.sees("不能重复充值")
    finance.fill("银行流水号", "NB-2")
    finance.press("重新计算")
    finance.confirm("确认充值")
    clerk.menu("财务管理", "消费试算")
    clerk.sees("没有等待消费的缴费")
    assert clerk.balance() == "¥0.00"


def row_10_a_spoilt_sheet(people: People) -> None:
    """作废 and re-issue: available 52, issued 7, void 1; the root is 50 and 100 split."""
    clerk = people.county
    clerk.menu("财务管理", "用户发票管理")
    clerk.tick("00012001")
    clerk.press("作废")
    clerk.fill("作废原因", "打印错位")
    clerk.confirm("确认作废")
    assert clerk.stock() == "52 张 / ¥10,400.00"
    figures(clerk, "00012060", {"发票数量": "60", "可用": "52", "已开具": "7", "作废": "1"})
    whole = {"发票数量": "150", "可用": "50", "已拆分": "100"}
    figures(people.province, root_no(people.province), whole)


def figures(clerk: Clerk, lot: str, expected: dict[str, str]) -> None:
    """What the page of a lot says of its sheets."""
    clerk.menu("财务管理", "预开发票管理")
    clerk.row(lot).get_by_role("rowheader").get_by_role("link").click()
    for label, figure in expected.items():
        fact = clerk.page.locator(".fact").filter(has=clerk.page.get_by_text(label, exact=True))
        expect(fact.locator("dd")).to_have_text(figure)


def root(clerk: Clerk) -> Locator:
    """The row of lot L1, told from the cast's lot of the same numbers by its office."""
    return clerk.row("P620000").filter(has_text="00012150")


def root_no(clerk: Clerk) -> str:
    clerk.menu("财务管理", "预开发票管理")
    return root(clerk).get_by_role("rowheader").inner_text()


def row_12_the_sister_county(people: People, world: World) -> None:
    """临潭's clerk finds nothing of 卓尼's by its address, though 卓尼's does."""
    with world.session() as session:
        payment, lot = (
            session.scalars(
                select(model.id).where(model.office_code == COUNTY).order_by(model.id.desc())
            ).first()
            for model in (Payment, InvoiceLot)
        )
    unit = world.id("unit-a")
    for entity, row_id in (("unit", unit), ("payment", payment), ("lot", lot)):
        path = f"/admin/{entity}/details/?id={row_id}"
        for clerk, status in ((people.county, 200), (people.sister, 404)):
            answer = clerk.page.goto(path)
            assert answer is not None
            assert (path, answer.status) == (path, status)
    people.sister.page.goto("/admin/payment/")
    expect(people.sister.row(A)).to_have_count(0)


class TestTheReferenceScenarioInABrowser:
    @pytest.mark.slow
    @pytest.mark.timeout(400)
    def test_the_reference_scenario_in_a_browser_to_the_number(
        self, people: People, hands: MovableClock, sqlite_world: World
    ) -> None:
        for row in (
            row_1_the_cap,
            row_2_signing,
            row_3_splitting,
            row_4_review,
            row_5_charging_a,
            row_6_charging_b,
            row_7_a_short_receipt,
            row_8_the_rest,
            row_10_a_spoilt_sheet,
        ):
            # What is charged first is settled first, so no two rows fall on one moment.
            hands.turn(minutes=1)
            row(people)
        row_12_the_sister_county(people, sqlite_world)
