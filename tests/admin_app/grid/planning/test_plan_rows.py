"""A plan shows what each row is, so that what it asks to be checked can be checked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.cancel_order import CANCEL_ORDER
from actions.billing.charge import CHARGE
from actions.core.action import Action
from actions.domains.hold import HOLD
from actions.domains.renew import RENEW
from actions.invoices.issue import ISSUE_INVOICES
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT
from actions.offices.hand_over import HAND_OVER
from actions.units.suspend import SUSPEND_UNIT
from models.billing.payment import Payment
from models.invoices.stock import InvoiceLot
from models.units.unit import Unit
from tests.support.pages.doors import Doors, End, told
from tests.support.world.planned import ids


def headings(doors: Doors, action: Action[Any, Any, Any], username: str, *names: str) -> list[str]:
    page = doors.plan(action, username, ids(doors, *names))
    rows = page.get_data(as_text=True).partition('id="judged"')[2]
    found = re.findall(r"<th scope=.?col[^>]*>([^<]+)", rows)
    return [heading.strip() for heading in found]


@pytest.mark.parametrize(
    ("action", "username", "row", "expected"),
    [
        (SIGN_FOR, "zhuoni", "zhuoni-transit", {"发票类型", "号码", "发票数量", "可用张数"}),
        (SPLIT, "gansu", "gansu-signed", {"发票类型", "号码", "可用张数"}),
        (SUSPEND_UNIT, "zhuoni", "unit-a", {"统一社会信用代码", "单位类型"}),
        (CANCEL_ORDER, "zhuoni", "a-order-renew-1", {"域名", "注册单位", "年限", "金额"}),
        (RENEW, "zhuoni", "a-due", {"注册单位", "现到期时间", "续费后到期时间"}),
    ],
    ids=lambda value: value.key if isinstance(value, Action) else None,
)
def test_plan_heads_a_column_for_each_fact_of_its_rows(
    sqlite_doors: Doors, action: Action[Any, Any, Any], username: str, row: str, expected: set[str]
) -> None:
    found = headings(sqlite_doors, action, username, row)
    assert expected <= set(found)
    assert len(found) == len(set(found)), "a fact stands there once"


def test_sign_for_shows_the_numbers_to_be_counted(sqlite_doors: Doors) -> None:
    (lot_id,) = ids(sqlite_doors, "zhuoni-transit")
    with sqlite_doors.world.session("zhuoni") as session:
        lot = session.get_one(InvoiceLot, lot_id)
        first, last = lot.number_from, lot.number_to
    text = told(sqlite_doors.plan(SIGN_FOR, "zhuoni", [lot_id]))
    assert first is not None
    assert first in text
    assert last is not None
    assert last in text


def test_office_is_named_only_to_who_is_not_of_it(sqlite_doors: Doors) -> None:
    assert "编办" not in headings(sqlite_doors, SUSPEND_UNIT, "zhuoni", "unit-a")
    assert "编办" in headings(sqlite_doors, SUSPEND_UNIT, "gansu", "unit-a")


def test_refused_row_shows_its_facts_too(sqlite_doors: Doors) -> None:
    (unit_id,) = ids(sqlite_doors, "unit-a")
    with sqlite_doors.world.session("zhuoni") as session:
        unit_name = session.get_one(Unit, unit_id).name
    page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-held"))
    (row,) = re.findall(r"<tr class=refused>(.*)", page.get_data(as_text=True))
    assert unit_name in row


def test_plan_of_the_api_answers_the_facts_of_each_row(sqlite_doors: Doors) -> None:
    (lot_id,) = ids(sqlite_doors, "zhuoni-transit")
    body = {"ids": [lot_id], "input": {}}
    header = sqlite_doors.bearer("zhuoni")
    client = sqlite_doors.app.test_client()
    answer = client.post("/api/actions/sign_for/plan", json=body, headers=header)
    (verdict,) = answer.get_json()["verdicts"]
    assert {"invoice_type", "numbers", "sheets", "available"} <= verdict["facts"].keys()


def test_domain_name_stands_on_one_line(sqlite_doors: Doors) -> None:
    page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-due")).get_data(as_text=True)
    assert re.search(r"<th scope=row>卓尼县教育局\.政务", page)


def test_name_that_waits_for_deletion_is_not_shown_as_registered(sqlite_doors: Doors) -> None:
    page = told(sqlite_doors.plan(HOLD, "conac", ids(sqlite_doors, "a-pending-deletion")))
    assert "待删除" in page
    assert "注册成功" not in page


def test_counts_and_amounts_stand_to_the_right(sqlite_doors: Doors) -> None:
    page = sqlite_doors.plan(SIGN_FOR, "zhuoni", ids(sqlite_doors, "zhuoni-transit"))
    figures = re.findall(r'<th scope=.?col.? class="n">([^<]+)', page.get_data(as_text=True))
    assert [heading.strip() for heading in figures] == ["发票数量", "可用张数", "票面金额"]


def test_a_row_with_more_facts_than_fit_has_a_line_for_each(sqlite_doors: Doors) -> None:
    page = sqlite_doors.plan(HAND_OVER, "gansu", ids(sqlite_doors, "user:zhuoni-cashier"))
    page = sqlite_doors.confirm(HAND_OVER, "gansu", page, {"taker": "zhuoni"}, press="recalculate")
    rows = page.get_data(as_text=True).partition('id="judged"')[2]
    assert "<table" not in rows
    for fact in ("用户账户", "发票数量", "已收费未汇款金额", "核对结果"):
        assert f"<dt>{fact}<dd" in rows


def test_nothing_is_called_reckoned_where_rows_are_only_counted(sqlite_doors: Doors) -> None:
    page = told(sqlite_doors.plan(HOLD, "conac", ids(sqlite_doors, "a-due")))
    assert "重新核对" in page
    assert "重新计算" not in page


def test_nothing_is_added_up_where_every_row_is_refused(sqlite_doors: Doors) -> None:
    for names, has_totals in ((("a-held",), False), (("a-held", "a-due"), True)):
        page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, *names))
        page = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "2"}, press="recalculate")
        assert ('<dl class="totals">' in page.get_data(as_text=True)) is has_totals


def test_type_of_the_sheets_is_chosen_from_those_in_use(sqlite_doors: Doors) -> None:
    given = {"amount_fen": "200.00", "invoice_count": "0", "deferred_reason": "发票用完"}
    done = sqlite_doors.call(CHARGE, "zhuoni", ids(sqlite_doors, "a-order-renew-1"), given)
    assert done.end is End.DONE, done.said
    with sqlite_doors.world.session() as session:
        payment_id = session.scalars(select(Payment.id).order_by(Payment.id.desc())).first()
    page = sqlite_doors.plan(ISSUE_INVOICES, "zhuoni", [payment_id or 0])
    assert re.search(r'<select[^>]* name="invoice_type"', page.get_data(as_text=True))
