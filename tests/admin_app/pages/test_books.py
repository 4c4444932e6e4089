"""三方对账 and 对账单 as pages: each number leads to its rows, each file is written down."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.submit import REMIT, RemitInput
from models.offices.office import Office
from models.values.calendar import week_key
from models.workspace.notification import FileRecord
from tests.support.cast import NOW, TODAY
from tests.support.doors import Doors, told
from tests.support.money_factories import Maker

WEEK = week_key(TODAY)


@pytest.fixture
def charged(sqlite_doors: Doors) -> Doors:
    """B paid 400 yuan and was given no sheet."""
    world = sqlite_doors.world
    given = ChargeInput(40_000, 0, deferred_reason="发票用完")
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], given)
    return sqlite_doors


class TestTheThreeWayPage:
    def test_marks_what_differs_and_leads_to_it(self, charged: Doors) -> None:
        clerk = charged.clerk("zhuoni")
        page = clerk.get("/admin/reconciliation/").get_data(as_text=True)
        assert WEEK in page
        # Money of this week can still be sent on; its sheet was due at once.
        assert page.count('class="figure differs"') == 1
        assert "1 处不一致" in told(clerk.get("/admin/reconciliation/"))
        url = re.search(r'class="figure differs" href="([^"]+invoiced)"', page)
        assert url is not None
        rows = told(clerk.get(url[1].replace("&amp;", "&")))
        assert "卓尼县柳林小学" in rows
        assert "待补开票：发票用完" in rows

    def test_calls_money_late_when_its_week_is_over(self, sqlite_doors: Doors) -> None:
        world = sqlite_doors.world
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            maker.payment(received_on=TODAY - dt.timedelta(days=7))
        page = sqlite_doors.clerk("zhuoni").get("/admin/reconciliation/").get_data(as_text=True)
        assert page.count('class="figure differs"') == 2
        assert "differing=remitted" in page

    def test_lets_the_province_walk_down(self, charged: Doors) -> None:
        clerk = charged.clerk("gansu")
        page = clerk.get("/admin/reconciliation/").get_data(as_text=True)
        assert "under=623000" in page
        below = told(clerk.get("/admin/reconciliation/?under=623000"))
        assert "卓尼县" in below
        assert "¥400.00" in below

    @pytest.mark.parametrize("query", ["under=610122", "under=999999", "until=2026-W60", "until=x"])
    def test_knows_no_office_or_week_out_of_sight(self, charged: Doors, query: str) -> None:
        clerk = charged.clerk("zhuoni")
        assert clerk.get(f"/admin/reconciliation/?{query}").status_code == 404

    def test_is_nothing_for_registrants(self, charged: Doors) -> None:
        assert charged.clerk("unit-a").get("/admin/reconciliation/").status_code == 403


class TestTheStatements:
    def test_of_the_account_shows_before_and_after(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("lantian").get("/admin/statement/"))
        assert "期初余额 ¥0.00" in re.sub(r"\s+", " ", page)
        assert "充值" in page
        assert "¥200.00" in page

    def test_of_the_account_is_a_file_that_is_written_down(self, sqlite_doors: Doors) -> None:
        answer = sqlite_doors.clerk("lantian").post("/admin/statement/export/")
        rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        assert [row[3:] for row in rows] == [
            ["收入", "支出", "余额"],
            ["", "", "0.00"],
            ["200.00", "", "200.00"],
            ["", "", "200.00"],
        ]
        with sqlite_doors.world.session() as session:
            record = session.scalars(select(FileRecord)).one()
            assert (record.by, record.office_code) == ("蓝田管理员", "610122")

    def test_of_a_unit_is_its_own(self, charged: Doors) -> None:
        clerk, world = charged.clerk("unit-b"), charged.world
        page = clerk.get("/admin/statement/", follow_redirects=True)
        assert "¥400.00" in told(page)
        foreign = clerk.get(f"/admin/statement/unit/?unit={world.id('unit-a')}")
        assert foreign.status_code == 404

    def test_of_a_foreign_office_is_none(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("lintan")
        assert clerk.get("/admin/statement/?office=623022").status_code == 404
        assert clerk.post("/admin/statement/export/?office=623022").status_code == 404

    @pytest.mark.parametrize("query", ["from=gestern", "from=2026-06-02&to=2026-06-01"])
    def test_wants_days_in_order(self, sqlite_doors: Doors, query: str) -> None:
        assert sqlite_doors.clerk("zhuoni").get(f"/admin/statement/?{query}").status_code == 400


class TestQ5:
    """Q5: from 用户缴费查询 and 汇款单列表 down to each unit's payment, and its invoices."""

    @pytest.fixture
    def sent(self, doors: Doors) -> Doors:
        world, order = doors.world, [doors.world.id("b-order")]
        world.perform(CHARGE, "zhuoni", order, ChargeInput(40_000, 2))
        world.perform(REMIT, "zhuoni", order, RemitInput("BANK-1"))
        return doors

    def test_each_payment_names_its_remittance(self, sent: Doors) -> None:
        page = told(sent.clerk("zhuoni").get("/admin/payment/"))
        assert re.search(r"卓尼县柳林小学.*H623022-20260610-000001", page, re.DOTALL)

    def test_the_remittance_shows_unit_payment_and_order(self, sent: Doors) -> None:
        clerk = sent.clerk("zhuoni")
        page = clerk.get("/admin/remittance/").get_data(as_text=True)
        found = re.search(r'href="details/\?id=(\d+)', page)
        assert found is not None
        record = told(clerk.get(f"/admin/remittance/details/?id={found[1]}"))
        assert "卓尼县柳林小学" in record
        assert "S623022-20260610-000001" in record
        assert "柳林小学.公益" in record
        lines = told(clerk.get(f"/admin/remittance_line/?remittance_id={found[1]}"))
        assert "共 1 条" in lines

    def test_the_payment_shows_its_orders_and_sheets(self, sent: Doors) -> None:
        clerk = sent.clerk("zhuoni")
        page = clerk.get("/admin/payment/").get_data(as_text=True)
        found = re.search(r'href="details/\?id=(\d+)', page)
        assert found is not None
        record = told(clerk.get(f"/admin/payment/details/?id={found[1]}"))
        assert "柳林小学.公益" in record
        assert "00013001" in record
        assert "00013002" in record

    def test_the_files_hold_them_too(self, sent: Doors) -> None:
        clerk = sent.clerk("zhuoni")
        answer = clerk.post("/admin/remittance_line/export/", {"scope": "all", "columns": "all"})
        text = answer.get_data().decode("utf-8-sig")
        assert "卓尼县柳林小学" in text
        assert "柳林小学.公益" in text
