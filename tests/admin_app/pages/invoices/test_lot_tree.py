"""发票流向 and 库存卡 as pages: every sheet is somewhere."""

from __future__ import annotations

import re

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from tests.support.pages.invoice_pages import SignIn, text_of
from tests.support.world.cast import World


def family(world: World) -> dict[str, int]:
    """甘肃's lot split to two counties, one of which signed, issued, returned and lost some."""
    lines = SplitInput((SplitLine("zhuoni", 60), SplitLine("lintan", 40)))
    split = world.perform(SPLIT, "gansu", [world.id("gansu-signed")], lines)
    zhuoni, lintan = (row.row_id for row in split.rows)
    world.perform(RETURN_LOT, "zhuoni", [world.id("zhuoni-signed")], ReturnLotInput("停用"))
    world.perform(SIGN_FOR, "zhuoni", [zhuoni], Nothing())
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    world.perform(RETURN_LOT, "zhuoni", [zhuoni], ReturnLotInput("多余", 10))
    world.perform(LOSE_LOT, "zhuoni", [zhuoni], LoseLotInput("1号", "丢失", 1))
    return {"zhuoni": zhuoni, "lintan": lintan, "root": world.id("gansu-signed")}


class TestPedigree:
    def test_pedigree_proves_that_every_sheet_is_somewhere(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        for entry in ("root", "zhuoni", "lintan"):
            page = sqlite_clerk("gansu").get(f"/admin/pedigree/?id={lots[entry]}")
            said = text_of(page)
            proof = "待签收 40 + 可用 97 + 已开具 2 + 作废 0 + 已退回 10 + 遗失 1 = 150 = 150"
            assert proof in said
            assert "号码没有重叠和缺号" in said
            assert page.text.count('class="branch"') == 1 + 1 + 2 * 2

    def test_pedigree_tells_who_holds_what(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        lots = family(sqlite_world)
        said = text_of(sqlite_clerk("gansu").get(f"/admin/pedigree/?id={lots['root']}"))
        held = said.partition("谁手里还有几张")[2]
        assert re.search(r"甘肃\S* 50 0", held)
        assert re.search(r"卓尼县\S* 47 0", held)
        assert re.search(r"临潭县\S* 0 40", held)

    def test_pedigree_shows_a_county_its_own_branch_alone(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get(f"/admin/pedigree/?id={lots['zhuoni']}")
        said = text_of(page)
        assert "上级批次由上级编办管理" in said
        assert "= 60 = 60" in said
        assert "LOT-gansu-signed" not in page.text
        assert "150" not in said
        assert clerk.get(f"/admin/pedigree/?id={lots['root']}").status_code == 404
        assert clerk.get(f"/admin/pedigree/?id={lots['lintan']}").status_code == 404
        assert clerk.get(f"/admin/pedigree/card/?id={lots['lintan']}").status_code == 404

    def test_pedigree_without_a_lot_lists_the_families_in_sight(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        page = sqlite_clerk("zhuoni").get("/admin/pedigree/").text
        assert f"/admin/pedigree/?id={lots['zhuoni']}" in page
        assert "LOT-gansu-signed" not in page
        assert sqlite_clerk("zhuoni").get("/admin/pedigree/?id=x").status_code == 404

    def test_pedigree_is_reached_from_the_lot(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lot = sqlite_world.id("zhuoni-signed")
        page = sqlite_clerk("zhuoni").get(f"/admin/lot/details/?id={lot}").text
        assert f"/admin/pedigree/?id={lot}" in page
        assert f"/admin/pedigree/card/?id={lot}" in page

    def test_pedigree_is_not_for_registrants(self, sqlite_clerk: SignIn) -> None:
        assert sqlite_clerk("unit-a").get("/admin/pedigree/").status_code == 403


class TestStockCard:
    def test_stock_card_tells_every_move_with_what_was_left(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        said = text_of(sqlite_clerk("zhuoni").get(f"/admin/pedigree/card/?id={lots['zhuoni']}"))
        assert "现有 47 张" in said
        for line in (
            "拆入 60 不变 0",
            "签收 60 +60 60",
            "开具 2 -2 58",
            "拆出 10 -10 48",
            "拆出 1 -1 47",
        ):
            assert line in said, line

    def test_stock_card_of_a_parcel_lost_on_its_way_never_had_any(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lot = sqlite_world.id("zhuoni-transit")
        sqlite_world.perform(LOSE_LOT, "zhuoni", [lot], LoseLotInput("1号", "丢失"))
        said = text_of(sqlite_clerk("zhuoni").get(f"/admin/pedigree/card/?id={lot}"))
        assert "遗失 10 不变 0 1号" in said
