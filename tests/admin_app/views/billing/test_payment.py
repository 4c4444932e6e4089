"""From a payment to its remittance and back (guide Q5)."""

from __future__ import annotations

import re

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.submit import REMIT, RemitInput
from tests.support.pages.doors import Doors, told


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
