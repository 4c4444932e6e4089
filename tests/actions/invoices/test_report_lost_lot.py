"""遗失: lost sheets leave the stock with their numbers."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.refusal import Common
from actions.core.result import Outcome
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput, LoseLotRefusal
from models.invoices.stock import LotState, MoveKind
from models.invoices.stock_balance import next_numbers
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.leaving_lots import is_sound, lot_of, moves, refusal
from tests.support.world.money_factories import Maker


def lose(world: World, lot: str, by: str, **given: Any) -> Outcome:
    return world.perform(
        LOSE_LOT, by, [world.id(lot)], LoseLotInput("卓编报〔2026〕3号", "邮包丢失", **given)
    )


class TestLose:
    def test_lose_of_a_parcel_takes_it_whole(self, world: World) -> None:
        lose(world, "zhuoni-transit", "zhuoni")
        lot = lot_of(world, world.id("zhuoni-transit"))

        assert (lot.state, lot.lost, lot.available) == (LotState.LOST, 10, 0)
        assert lot.document_no == "卓编报〔2026〕3号"
        assert moves(world, lot.id) == [(MoveKind.LOST, 10, "卓编报〔2026〕3号")]
        assert is_sound(world)

    def test_lose_of_a_parcel_may_be_told_by_the_registry(self, world: World) -> None:
        lose(world, "zhuoni-transit", "conac-finance")
        assert lot_of(world, world.id("zhuoni-transit")).state is LotState.LOST

    def test_lose_of_part_of_a_parcel_is_refused(self, world: World) -> None:
        given = LoseLotInput("1号", "丢失", 3)
        found = refusal(world, LOSE_LOT, "zhuoni", [world.id("zhuoni-transit")], given)
        assert found.code is LoseLotRefusal.WHOLE_PARCEL

    def test_lose_of_the_last_sheets_leaves_the_others(self, world: World) -> None:
        outcome = lose(world, "zhuoni-signed", "zhuoni", quantity=2)
        assert outcome.rows[0].facts["number_from"] == "00013059"
        lot = lot_of(world, world.id("zhuoni-signed"))
        assert (lot.available, lot.cut) == (58, 2)
        assert is_sound(world)

    def test_lose_of_the_next_sheets_goes_on_after_them(self, world: World) -> None:
        lose(world, "zhuoni-signed", "zhuoni", quantity=2, number_from="00013001")
        lot = lot_of(world, world.id("zhuoni-signed"))
        assert (lot.available, lot.cut, str(next_numbers(lot, 1))) == (58, 0, "00013003")
        assert is_sound(world)

    def test_lose_of_everything_on_hand_loses_the_lot(self, world: World) -> None:
        lose(world, "zhuoni-signed", "zhuoni")
        assert lot_of(world, world.id("zhuoni-signed")).state is LotState.LOST
        assert is_sound(world)

    @pytest.mark.parametrize(
        ("number_from", "code"),
        [
            ("00013030", LoseLotRefusal.IN_BETWEEN),
            ("00013060", LoseLotRefusal.NOT_ON_HAND),
            ("00012999", LoseLotRefusal.NOT_ON_HAND),
            ("13001", LoseLotRefusal.NUMBER_FAULTY),
            ("x", LoseLotRefusal.NUMBER_FAULTY),
        ],
    )
    def test_lose_refuses_numbers_that_are_not_at_an_end(
        self, world: World, number_from: str, code: LoseLotRefusal
    ) -> None:
        given = LoseLotInput("1号", "丢失", 2, number_from)
        ids = [world.id("zhuoni-signed")]
        assert refusal(world, LOSE_LOT, "zhuoni", ids, given).code is code

    def test_lose_refuses_more_than_there_is(self, world: World) -> None:
        given = LoseLotInput("1号", "丢失", 61)
        found = refusal(world, LOSE_LOT, "zhuoni", [world.id("zhuoni-signed")], given)
        assert found.code is LoseLotRefusal.OVER_AVAILABLE

    def test_lose_of_counted_sheets_asks_for_no_number(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            counted = maker.lot(first=None, quantity=8).id
        given = LoseLotInput("1号", "丢失", 3)
        world.perform(LOSE_LOT, "zhuoni", [counted], given)
        assert lot_of(world, counted).available == 5
        found = refusal(
            world, LOSE_LOT, "zhuoni", [counted], LoseLotInput("1号", "丢失", 1, "00000001")
        )
        assert found.code is LoseLotRefusal.NUMBER_FAULTY

    def test_lose_is_not_for_a_stranger_or_a_cashier(self, world: World) -> None:
        ids, given = [world.id("zhuoni-signed")], LoseLotInput("1号", "丢失")
        assert refusal(world, LOSE_LOT, "lintan", ids, given).code is Common.NOT_FOUND
        assert refusal(world, LOSE_LOT, "zhuoni-cashier", ids, given).code is Common.FORBIDDEN
