"""The list of invoices asks for numbers from one to another."""

from __future__ import annotations

from actions.billing.charge import CHARGE, ChargeInput
from tests.support.pages.invoice_pages import SignIn
from tests.support.world.cast import World


class TestInvoiceList:
    def test_invoice_list_asks_for_numbers_from_one_to_another(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        ids = [sqlite_world.id(f"a-order-renew-{n}") for n in (1, 2, 3)]
        sqlite_world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3))
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice/?number_from=13002&number_to=00013003").text
        assert "00013002" in page
        assert "00013003" in page
        assert ">00013001<" not in page
        for query in ("invoice/?number_from=1x", "payment/?invoice_deferred_reason=maybe"):
            assert "这一项没有采用" in clerk.get(f"/admin/{query}").text
