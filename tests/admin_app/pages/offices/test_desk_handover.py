"""岗位交接单: stock, charges and reviews of who leaves."""

from __future__ import annotations

from actions.billing.charge import CHARGE, ChargeInput
from actions.offices.hand_over import HAND_OVER
from tests.support.pages.doors import Doors, told


class TestHandoverSheet:
    def test_handover_sheet_lists_stock_charges_and_reviews(self, doors: Doors) -> None:
        world = doors.world
        ids = [world.id("a-order-register")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        clerk, key = doors.clerk("zhuoni"), world.id("user:zhuoni")
        said = told(clerk.get(f"/admin/desk_handover/sheet/?id={key}"))
        for words in (
            "00013003",
            "00013060",
            "58",
            "已收费、未汇款 · ¥400.00",
            "卓尼县电教馆.政务",
        ):
            assert words in said
        assert "LOT-zhuoni-transit" in said
        assert "接收人（签字）" in said
        cashier = world.id("user:zhuoni-cashier")
        assert "未汇款 · ¥0.00" in told(clerk.get(f"/admin/desk_handover/sheet/?id={cashier}"))
        assert "未汇款 · ¥400.00" in told(clerk.get("/admin/desk_handover/sheet/?office=623022"))

    def test_handover_sheet_is_written_down_with_its_figures(self, doors: Doors) -> None:
        world = doors.world
        told_back = doors.call(
            HAND_OVER, "zhuoni", [world.id("user:zhuoni-cashier")], {"taker": "马会计"}
        )
        ((name, facts),) = told_back.rows
        assert (name, facts["taker"], facts["sheets"]) == ("卓尼出纳", "马会计", 60)
        assert told_back.kept is not None
        assert told_back.kept[0] == "hand_over"

    def test_handover_sheet_of_somebody_out_of_sight_is_of_nobody(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni"), sqlite_doors.world
        for query in (f"id={world.id('user:lintan')}", "office=623021", "id=x", ""):
            assert clerk.get(f"/admin/desk_handover/sheet/?{query}").status_code == 404

    def test_handover_sheet_is_no_registrants(self, sqlite_doors: Doors) -> None:
        assert sqlite_doors.clerk("unit-a").get("/admin/desk_handover/").status_code == 403
