"""The workbench of the registry: what came back."""

from __future__ import annotations

from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from tests.support.pages.invoice_pages import SignIn, text_of
from tests.support.world.cast import World


class TestDesk:
    def test_the_registry_sees_what_came_back(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lot = [sqlite_world.id("zhuoni-signed")]
        sqlite_world.perform(RETURN_LOT, "zhuoni", lot, ReturnLotInput("停用"))
        clerk = sqlite_clerk("conac-finance")
        assert "退回待销毁的发票" in text_of(clerk.get("/admin/"))
        assert "LOT-zhuoni-signed" in clerk.get("/admin/lot/?list=returned").text
