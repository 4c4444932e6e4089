"""退回: unused sheets go back with their numbers."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refusal
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput, ReturnLotNote, ReturnLotRefusal
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.plan import plan
from models.invoices.stock import LotState, MoveKind
from models.invoices.stock_balance import next_numbers, stock_of
from tests.support.world.cast import World
from tests.support.world.leaving_lots import give_back, is_sound, lot_of, moves, refusal

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


class TestReturn:
    def test_return_of_an_untouched_lot_takes_it_whole(self, world: World) -> None:
        give_back(world, "zhuoni-signed", "zhuoni")
        lot = lot_of(world, world.id("zhuoni-signed"))

        assert (lot.state, lot.available, lot.returned) == (LotState.RETURNED, 0, 60)
        assert moves(world, lot.id) == [(MoveKind.RETURN, 60, "EMS9")]
        assert is_sound(world)

    def test_return_of_some_takes_the_last_numbers_as_a_lot_of_their_own(
        self, world: World
    ) -> None:
        outcome = give_back(world, "zhuoni-signed", "zhuoni", 10)
        part = lot_of(world, outcome.rows[0].row_id)
        lot = lot_of(world, world.id("zhuoni-signed"))

        assert (part.number_from, part.number_to) == ("00013051", "00013060")
        assert (part.state, part.returned, part.parent_id) == (LotState.RETURNED, 10, lot.id)
        assert (lot.state, lot.available, lot.split, lot.cut) == (LotState.SIGNED, 50, 10, 10)
        assert is_sound(world)

    def test_return_leaves_the_next_number_as_it_was(self, world: World) -> None:
        give_back(world, "zhuoni-signed", "zhuoni", 10)
        assert str(next_numbers(lot_of(world, world.id("zhuoni-signed")), 3)) == "00013001–00013003"

        ids = [world.id(name) for name in A_ORDERS]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
        again = give_back(world, "zhuoni-signed", "zhuoni", 5)

        assert again.rows[0].facts["number_from"] == "00013046"
        assert str(next_numbers(lot_of(world, world.id("zhuoni-signed")), 1)) == "00013006"
        assert is_sound(world)

    def test_return_of_all_that_is_left_exhausts_a_lot_that_was_used(self, world: World) -> None:
        world.perform(
            CHARGE, "zhuoni", [world.id(name) for name in A_ORDERS], ChargeInput(100_000, 5)
        )
        outcome = give_back(world, "zhuoni-signed", "zhuoni")

        assert outcome.totals["sheets"] == 55
        assert lot_of(world, world.id("zhuoni-signed")).state is LotState.EXHAUSTED
        with world.session("zhuoni") as session:
            assert stock_of(session, "623022").sheets == 0
        assert is_sound(world)

    def test_before_a_split_leaves_the_split_its_low_numbers(self, world: World) -> None:
        give_back(world, "gansu-signed", "gansu", 50)
        lines = SplitInput((SplitLine("zhuoni", 60),))
        split = world.perform(SPLIT, "gansu", [world.id("gansu-signed")], lines)

        assert split.rows[0].facts["number_from"] == "00012001"
        assert split.totals["available"] == 40
        assert is_sound(world)

    def test_return_shows_the_numbers_and_what_stays(self, world: World) -> None:
        with world.session("zhuoni") as session:
            shown = plan(
                session,
                RETURN_LOT,
                [world.id("zhuoni-signed")],
                ReturnLotInput("停用", 10),
                world.caller("zhuoni"),
            ).preview

        numbers, left = shown.side_effects
        assert numbers.code is ReturnLotNote.NUMBERS
        assert numbers.facts["numbers"] == "00013051–00013060"
        assert left.facts["count"] == 50

    def test_return_refuses_more_than_there_is(self, world: World) -> None:
        ids, given = [world.id("zhuoni-signed")], ReturnLotInput("停用", 61)
        assert refusal(world, RETURN_LOT, "zhuoni", ids, given) == Refusal(
            ReturnLotRefusal.OVER_AVAILABLE, {"asked": 61, "available": 60}
        )

    def test_return_refuses_a_part_of_several_lots_at_once(self, world: World) -> None:
        world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())
        ids = [world.id("zhuoni-signed"), world.id("zhuoni-transit")]
        given = ReturnLotInput("停用", 1)
        code = refusal(world, RETURN_LOT, "zhuoni", ids, given).code
        assert code is ReturnLotRefusal.ONE_AT_A_TIME

    @pytest.mark.parametrize(
        ("by", "code"),
        [
            ("lintan", Common.NOT_FOUND),
            ("lantian", Common.NOT_FOUND),
            ("gansu", Common.NOT_OWN_OFFICE),
            ("zhuoni-cashier", Common.FORBIDDEN),
            ("conac-finance", Common.FORBIDDEN),
        ],
    )
    def test_only_the_holder_returns_a_lot(self, world: World, by: str, code: Common) -> None:
        ids = [world.id("zhuoni-signed")]
        assert refusal(world, RETURN_LOT, by, ids, ReturnLotInput("停用")).code is code

    def test_return_refuses_a_lot_not_yet_signed(self, world: World) -> None:
        ids = [world.id("zhuoni-transit")]
        found = refusal(world, RETURN_LOT, "zhuoni", ids, ReturnLotInput("停用"))
        assert found.code is Common.WRONG_STATE
