"""发票交接单: the numbers that a unit got."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from models.invoices.invoice import Invoice
from tests.support.pages.invoice_pages import SignIn, text_of
from tests.support.world.cast import World


class TestHandover:
    @pytest.fixture
    def paid(self, sqlite_world: World) -> int:
        world = sqlite_world
        ids = [world.id(f"a-order-renew-{n}") for n in (1, 2, 3)]
        outcome = world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3))
        return int(outcome.totals["payment_id"])

    def test_handover_lists_the_numbers_a_unit_got(
        self, sqlite_world: World, sqlite_clerk: SignIn, paid: int
    ) -> None:
        clerk = sqlite_clerk("zhuoni-cashier")
        record = clerk.get(f"/admin/payment/details/?id={paid}").text
        assert f"/admin/handover/?id={paid}" in record
        said = text_of(clerk.get(f"/admin/handover/?id={paid}"))
        assert "00013001–00013003" in said
        assert "卓尼县教育局" in said
        assert "陆佰元整" in said
        assert "领取人（签字）" in said

    def test_handover_tells_what_was_void_and_what_is_owed(
        self, sqlite_world: World, sqlite_clerk: SignIn, paid: int
    ) -> None:
        with sqlite_world.session() as session:
            sheet = session.scalars(select(Invoice.id).where(Invoice.number == "00013002")).one()
        given = VoidInvoiceInput("写错", reissue=False)
        sqlite_world.perform(VOID_INVOICE, "zhuoni", [sheet], given)
        clerk = sqlite_clerk("zhuoni")
        said = text_of(clerk.get(f"/admin/handover/?id={paid}"))
        assert "还有 ¥200.00 待补开发票" in said
        assert "00013001 " in said
        assert "00013003 " in said
        assert "00013002 作废" in said
        assert "待补开票的收费" in text_of(clerk.get("/admin/"))
        owed = clerk.get("/admin/payment/?invoice_deferred_reason=yes")
        assert "卓尼县教育局" in owed.text
        assert "卓尼县教育局" not in clerk.get("/admin/payment/?invoice_deferred_reason=no").text

    @pytest.mark.parametrize(
        ("username", "status"), [("unit-a", 200), ("unit-b", 404), ("lintan", 404), ("gansu", 200)]
    )
    def test_handover_is_for_the_unit_and_its_office(
        self, sqlite_clerk: SignIn, paid: int, username: str, status: int
    ) -> None:
        page = sqlite_clerk(username).get(f"/admin/handover/?id={paid}")
        assert page.status_code == status
