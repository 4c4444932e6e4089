"""销毁: returned sheets end at the registry."""

from __future__ import annotations

from actions.core.refusal import Common
from actions.invoices.destroy_lot import DESTROY_LOT, DestroyLotInput
from models.invoices.stock import LotState, MoveKind
from tests.support.world.cast import World
from tests.support.world.leaving_lots import give_back, is_sound, lot_of, moves, refusal


class TestDestroy:
    def test_destroy_ends_what_was_returned(self, world: World) -> None:
        part = give_back(world, "zhuoni-signed", "zhuoni", 10).rows[0].row_id
        given = DestroyLotInput("中编销〔2026〕1号")
        world.perform(DESTROY_LOT, "conac-finance", [part], given)
        lot = lot_of(world, part)

        assert (lot.state, lot.returned) == (LotState.DESTROYED, 10)
        assert lot.document_no == "中编销〔2026〕1号"
        assert moves(world, part)[-1] == (MoveKind.DESTROY, 10, "中编销〔2026〕1号")
        assert is_sound(world)

    def test_destroy_is_of_returned_sheets_alone(self, world: World) -> None:
        found = refusal(
            world, DESTROY_LOT, "conac-finance", [world.id("zhuoni-signed")], DestroyLotInput("1")
        )
        assert found.code is Common.WRONG_STATE

    def test_only_the_registry_destroys_a_lot(self, world: World) -> None:
        part = give_back(world, "zhuoni-signed", "zhuoni", 10).rows[0].row_id
        for by in ("zhuoni", "gansu"):
            found = refusal(world, DESTROY_LOT, by, [part], DestroyLotInput("1"))
            assert found.code is Common.FORBIDDEN
