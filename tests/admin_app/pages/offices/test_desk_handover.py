"""岗位交接单: stock, charges and reviews of who leaves."""

from __future__ import annotations

import re

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.offices.hand_over import HAND_OVER
from tests.support.pages.doors import Doors, End, told


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
            HAND_OVER, "zhuoni", [world.id("user:zhuoni-cashier")], {"taker": "zhuoni"}
        )
        ((name, facts),) = told_back.rows
        assert (name, facts["taker"], facts["sheets"]) == ("卓尼出纳", "卓尼管理员 (zhuoni)", 60)
        assert told_back.kept is not None
        assert told_back.kept[0] == "hand_over"

    def test_handover_sheet_offers_the_people_of_the_office_as_takers(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, key = sqlite_doors.clerk("zhuoni"), sqlite_doors.world.id("user:zhuoni-cashier")
        page = clerk.get(f"/admin/desk_handover/sheet/?id={key}").text
        offered = re.findall(r'<option value="([^"]+)">', page)
        assert "zhuoni" in offered
        assert not {"zhuoni-cashier", "lintan", "gansu", "unit-a"} & set(offered)

    @pytest.mark.parametrize("taker", ["lintan", "gansu", "unit-a", "没有这个人"])
    def test_handover_to_nobody_of_the_office_is_refused_in_the_same_words(
        self, sqlite_doors: Doors, taker: str
    ) -> None:
        rows = [sqlite_doors.world.id("user:zhuoni-cashier")]
        refused = sqlite_doors.call(HAND_OVER, "gansu", rows, {"taker": taker})
        assert refused.end is End.REFUSED
        assert f"交接人的编办没有在用的用户“{taker}”" in refused.said

    @pytest.mark.parametrize("taker", ["卓尼管理员", "ZHUONI"])
    def test_handover_finds_the_taker_by_name_or_account(
        self, sqlite_doors: Doors, taker: str
    ) -> None:
        rows = [sqlite_doors.world.id("user:zhuoni-cashier")]
        done = sqlite_doors.call(HAND_OVER, "zhuoni", rows, {"taker": taker})
        assert done.end is End.DONE, done.said

    def test_handover_to_oneself_is_refused_however_it_is_typed(self, sqlite_doors: Doors) -> None:
        rows = [sqlite_doors.world.id("user:zhuoni-cashier")]
        for taker in ("zhuoni-cashier", "ZHUONI-CASHIER", "卓尼出纳"):
            refused = sqlite_doors.call(HAND_OVER, "zhuoni", rows, {"taker": taker})
            assert "交接人和接收人都是" in refused.said

    def test_handover_sheet_of_somebody_out_of_sight_is_of_nobody(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni"), sqlite_doors.world
        for query in (f"id={world.id('user:lintan')}", "office=623021", "id=x", ""):
            assert clerk.get(f"/admin/desk_handover/sheet/?{query}").status_code == 404

    def test_handover_sheet_is_no_registrants(self, sqlite_doors: Doors) -> None:
        assert sqlite_doors.clerk("unit-a").get("/admin/desk_handover/").status_code == 403
