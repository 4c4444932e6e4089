"""Each step of the guide: its plan and its receipt name whom it is about, numbers, sum, next step.

The steps are walked in one journey, since each starts where the one before it ended;
docs/testing.md says which step is tried where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from models.offices.office import Office
from tests.browser.clerk import Clerk
from tests.browser.conftest import Doors, serving
from tests.browser.journeys import find_due, open_charge
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

OFFICE = "卓尼县机构编制委员会办公室"
UNIT, NAME, DUE = "卓尼县教育局", "卓尼县电教馆.政务", "卓尼县教育局.政务"
SENT, USED = "00950001–00950010", "00013001–00013009"
SUM, IN_WORDS = "¥1,800.00", "壹仟捌佰元整"
GO_ON = "继续办理"


class People(NamedTuple):
    """Who sits at a browser, signed in."""

    clerk: Clerk
    province: Clerk
    finance: Clerk
    reviewer: Clerk


@pytest.fixture
def hands() -> MovableClock:
    return MovableClock()


@pytest.fixture
def people(sqlite_world: World, doors: Doors, hands: MovableClock) -> Iterator[People]:
    with sqlite_world.writing() as session:
        office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
        Maker(session, office, NOW).mailing_address(is_default=True)
    names = ("zhuoni", "gansu", "conac-finance", "conac-review")
    with serving(sqlite_world.engine, clock=hands) as address:
        yield People(*(doors.open(address).sign_in(name) for name in names))


def agree(clerk: Clerk, button: str, *said: str, receipt: tuple[str, ...], onward: str) -> None:
    """Plan and receipt both say what is `said`, the receipt more, and where one goes on."""
    for words in said:
        clerk.sees(words)
    clerk.confirm(button)
    for words in (*said, *receipt, "已办理完成"):
        clerk.sees(words)
    expect(clerk.page.get_by_role("main").get_by_role("link", name=onward)).to_be_visible()


def new_002_own_particulars(people: People) -> None:
    """新-002, Q1: 单位信息, and 缴费方式设置 by 修改."""
    clerk = people.clerk
    clerk.top_menu("单位信息")
    clerk.sees(OFFICE)
    clerk.menu("用户管理", "缴费方式设置")
    clerk.choose("缴费方式", "财政统一支付")
    clerk.page.get_by_label("接受现金").check()
    clerk.fill("缴费说明", "周一至周五，县政府二楼")
    clerk.press("修改")
    expect(clerk.page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    expect(clerk.page.get_by_label("缴费说明")).to_have_value("周一至周五，县政府二楼")


def new_003_asking(people: People) -> None:
    """新-003, Q2: 预开发票申请; CONAC grants and sends; the county counts and signs."""
    clerk, finance = people.clerk, people.finance
    clerk.menu("财务管理", "预开发票申请")
    clerk.choose("发票类型", "定额发票-200元")
    clerk.fill("发票数量", "10")
    clerk.press("计算")
    clerk.sees("目前发票余额 60 张")
    # The sheets on their way.
    clerk.answer()
    said = ("定额发票-200元", "¥2,000.00")
    asked = (OFFICE, "F623022-")
    agree(clerk, "发票申请", *said, receipt=asked, onward="下一步：发票申请查询")
    finance.menu("财务管理", "发票申请查询")
    finance.tick("卓尼县")
    finance.press("批准申请")
    agree(finance, "确认批准", OFFICE, *said, receipt=("F623022-",), onward=GO_ON)
    finance.follow(GO_ON)
    finance.tick("卓尼县")
    finance.press("邮寄发票")
    finance.fill("发票代码", "6200269999")
    finance.fill("起始号码", "00950001")
    finance.press("重新计算")
    agree(finance, "确认邮寄", OFFICE, SENT, receipt=("6200269999",), onward=GO_ON)


def new_003_signing(people: People) -> None:
    """新-003: 签收, and the balance of sheets that is shown after it."""
    clerk = people.clerk
    clerk.menu("财务管理", "预开发票管理")
    clerk.row("00950001").get_by_role("checkbox").check()
    clerk.press("签收")
    clerk.sees("发票余额由 60 张变为 70 张")
    said = ("定额发票-200元", "6200269999", SENT)
    agree(clerk, "确认签收", *said, receipt=(OFFICE, "签收人（签字）"), onward=GO_ON)
    assert clerk.stock() == "70 张 / ¥14,000.00"


def new_004_reviews(people: People) -> None:
    """新-004, ①: 待审核域名, then CONAC among 编办审核通过."""
    clerk, reviewer = people.clerk, people.reviewer
    clerk.menu("域名管理", "待审核域名")
    clerk.tick(NAME)
    clerk.press("编办审核通过")
    clerk.sees("1 个域名转由 CONAC 审核")
    clerk.answer()
    agree(clerk, "审核通过", UNIT, NAME, receipt=("统一社会信用代码",), onward=GO_ON)
    reviewer.menu("域名管理", "域名查询")
    reviewer.narrow("审核状态", "编办审核通过")
    reviewer.press("查询")
    reviewer.tick(NAME)
    reviewer.press("CONAC审核通过")
    reviewer.sees("前缴费")
    reviewer.answer()
    said = (UNIT, NAME, OFFICE, "¥400.00")
    agree(reviewer, "审核通过", *said, receipt=("D000000-",), onward="下一步：待审核域名")


def renewal_002(people: People) -> None:
    """续-002, Q6: names found by 到期时间, ticked, renewed for two years."""
    clerk = people.clerk
    find_due(clerk, "2026-07-10", "2026-07-10")
    clerk.tick(DUE)
    clerk.press("续费")
    clerk.fill("续费年限（年）", "2")
    expect(clerk.page.locator(".totals")).to_contain_text("¥400.00")
    said = (UNIT, DUE, "2026-07-10", "2028-07-10", "¥400.00", "肆佰元整")
    onward = "下一步：申报单位管理/缴费"
    agree(clerk, "提交续费申请", *said, receipt=("D623022-",), onward=onward)


def new_005_charging(people: People) -> None:
    """新-005, 续-003, Q4, Q5: 收费 with the sheets, then found in both lists of 财务管理."""
    clerk = people.clerk
    open_charge(clerk, UNIT)
    clerk.fill("收费金额（元）", "1800")
    clerk.fill("开具发票数量", "9")
    clerk.press("重新计算")
    clerk.sees("从批次 LOT-zhuoni-signed 开具发票 9 张")
    said = (UNIT, NAME, SUM, IN_WORDS)
    agree(clerk, "确认收费", *said, receipt=(USED, "收费收据"), onward="下一步：待缴费域名")
    clerk.menu("财务管理", "用户缴费查询")
    expect(clerk.row(UNIT)).to_contain_text(SUM)
    clerk.menu("财务管理", "用户发票管理")
    expect(clerk.row("00013009")).to_contain_text(UNIT)


def new_005_remitting(people: People) -> None:
    """新-005, Q8: what was collected goes to CONAC with one transfer."""
    clerk = people.clerk
    clerk.menu("域名管理", "待缴费域名")
    for box in clerk.boxes().all():
        box.check()
    clerk.press("汇款")
    clerk.fill("银行流水号", "BANK-9")
    clerk.sees("2026年第24周（6月8日—6月14日）")
    said = (UNIT, NAME, SUM, IN_WORDS)
    sent = ("BANK-9", "H623022-", "打印汇款单")
    agree(clerk, "提交汇款单", *said, receipt=sent, onward="下一步：汇款单列表")


def new_006_top_up(people: People) -> None:
    """新-006, 续-004: CONAC credits the office; the balance stands in the header, spent at once."""
    finance, clerk = people.finance, people.clerk
    finance.menu("财务管理", "汇款单列表")
    finance.row("卓尼县").filter(has_text="已汇款").get_by_role("checkbox").check()
    finance.press("充值")
    finance.fill("到账金额（元）", "1800")
    finance.fill("银行流水号", "BANK-9")
    finance.press("重新计算")
    finance.sees(f"编办账户余额由 ¥0.00 变为 {SUM}")
    said = (OFFICE, UNIT, SUM, IN_WORDS, "BANK-9")
    agree(finance, "确认充值", *said, receipt=("H623022-",), onward="下一步：银行流水")
    clerk.menu("域名管理", "域名查询")
    assert clerk.balance() == "¥0.00"


def new_007_the_name(people: People) -> None:
    """新-007, 续-005: 域名查询 has its state; then its 网络红页."""
    clerk = people.clerk
    expect(clerk.row(NAME)).to_contain_text("注册成功")
    expect(clerk.row(DUE)).to_contain_text("2028-07-10")
    clerk.tick(NAME)
    clerk.press("编辑网络红页")
    clerk.fill("单位简介", "主管全县教育工作。")
    agree(clerk, "保存", UNIT, NAME, receipt=("主管全县教育工作。",), onward=GO_ON)


def question_3_splitting(people: People) -> None:
    """Q3: the province splits a lot for a county."""
    clerk = people.province
    clerk.menu("财务管理", "预开发票管理")
    clerk.tick("LOT-gansu-signed")
    clerk.press("拆分")
    clerk.fill_line(1, "用户账户", "zhuoni")
    clerk.fill_line(1, "发票数量", "60")
    clerk.press("重新计算")
    clerk.sees("拆分后该批次还剩 90 张")
    said = (OFFICE, "60", "00012001", "00012060")
    agree(clerk, "提交", *said, receipt=("接收编办签收（盖章）",), onward=GO_ON)


STEPS = (
    new_002_own_particulars,
    new_003_asking,
    new_003_signing,
    new_004_reviews,
    renewal_002,
    new_005_charging,
    new_005_remitting,
    new_006_top_up,
    new_007_the_name,
    question_3_splitting,
)


class TestTheGuide:
    @pytest.mark.timeout(300)
    def test_plan_and_receipt_of_each_step_name_unit_numbers_sum_and_the_next_step(
        self, people: People, hands: MovableClock
    ) -> None:
        for step in STEPS:
            hands.turn(minutes=1)
            step(people)
