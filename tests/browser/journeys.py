"""The guide's journeys, step by step in its own words; tests run them in every kind of browser."""

from __future__ import annotations

from tests.browser.clerk import Clerk


def find_due(clerk: Clerk, first: str, last: str) -> None:
    """续-002: 域名管理 › 域名查询, the interval of 到期时间, 查询."""
    clerk.menu("域名管理", "域名查询")
    clerk.fill("到期时间 从", first)
    clerk.fill("到期时间 到", last)
    clerk.press("查询")
    clerk.row("域名").first.wait_for()


def renew(clerk: Clerk, *names: str, years: str = "2") -> str:
    """续-002: ticks names in the list in sight, 续费, years, 提交续费申请; the receipt's number."""
    clerk.tick(*names)
    clerk.press("续费")
    clerk.fill("续费年限（年）", years)
    return clerk.confirm("提交续费申请")


def open_charge(clerk: Clerk, unit: str) -> None:
    """续-003, Q4: 用户管理 › 申报单位管理/缴费, the unit, 收费 in its 详细信息."""
    clerk.menu("用户管理", "申报单位管理/缴费")
    pick(clerk, unit)
    clerk.press("收费")
    clerk.sees("缴费信息")


def pick(clerk: Clerk, unit: str) -> None:
    """Chooses a unit on the left of 申报单位管理/缴费."""
    clerk.page.get_by_role("main").get_by_role("link").filter(has_text=unit).first.click()
    clerk.sees("详细信息")


def charge(clerk: Clerk, unit: str, amount: str, sheets: str) -> str:
    """续-003, Q4: 收费, amount and sheets as counted, 确认收费; the receipt's number."""
    open_charge(clerk, unit)
    clerk.fill("收费金额（元）", amount)
    clerk.fill("开具发票数量", sheets)
    return clerk.confirm("确认收费")


def remit(clerk: Clerk, bank_ref: str) -> str:
    """新-005: everything in 待缴费域名 goes to CONAC with one transfer."""
    clerk.menu("域名管理", "待缴费域名")
    for box in clerk.boxes().all():
        box.check()
    clerk.press("汇款")
    clerk.fill("银行流水号", bank_ref)
    return clerk.confirm("提交汇款单")


def top_up(
    finance: Clerk,
    office: str,
    amount: str,
    bank_ref: str,
    reason: str = "",
    *,
    is_short: bool = False,
) -> str:
    """新-006: CONAC finds the transfer and puts it to the office's account."""
    finance.menu("财务管理", "汇款单列表")
    finance.row(office).filter(has_text="已汇款").get_by_role("checkbox").check()
    finance.press("充值")
    finance.fill("到账金额（元）", amount)
    finance.fill("银行流水号", bank_ref)
    if reason or is_short:
        finance.press("重新计算")
        finance.answer(reason)
    return finance.confirm("确认充值")


def sign_for(clerk: Clerk, words: str) -> str:
    """新-003: 财务管理 › 预开发票管理, the lot that arrived, 签收."""
    clerk.menu("财务管理", "预开发票管理")
    clerk.row(words).get_by_role("checkbox").check()
    clerk.press("签收")
    return clerk.confirm("确认签收")


def split(clerk: Clerk, lot: str, *shares: tuple[str, str]) -> str:
    """Q3: ticks the lot, 拆分, 增加 a line for each receiver (用户账户, 发票数量), 提交."""
    clerk.menu("财务管理", "预开发票管理")
    clerk.tick(lot)
    clerk.press("拆分")
    for number, (account, sheets) in enumerate(shares, start=1):
        if number > 1:
            clerk.press("增加")
        clerk.fill_line(number, "用户账户", account)
        clerk.fill_line(number, "发票数量", sheets)
    return clerk.confirm("提交")
