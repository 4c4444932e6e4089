"""退回, 遗失, 销毁: sheets that leave an office unused, with their numbers and their papers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing, Outcome
from actions.core.refusal import Common, Refusal, Refused
from actions.invoices.destroy_lot import DESTROY_LOT, DestroyLotInput
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput, LoseLotRefusal
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput, ReturnLotNote, ReturnLotRefusal
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.plan import plan
from models.invariants import breaches
from models.invoices.stock import InvoiceLot, InvoiceMove, LotState, MoveKind
from models.invoices.stock_balance import next_numbers, stock_of
from models.offices.office import Office
from tests.support.cast import NOW, World
from tests.support.money_factories import Maker

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def give_back(world: World, lot: str, by: str, quantity: int | None = None) -> Outcome:
    given = ReturnLotInput("旧版发票停用", quantity, "EMS9")
    return world.perform(RETURN_LOT, by, [world.id(lot)], given)


def lose(world: World, lot: str, by: str, **given: Any) -> Outcome:
    return world.perform(
        LOSE_LOT, by, [world.id(lot)], LoseLotInput("卓编报〔2026〕3号", "邮包丢失", **given)
    )


def refusal(world: World, action: Any, by: str, ids: list[int], given: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, ids, given)
    return caught.value.first


def lot_of(world: World, row_id: int) -> InvoiceLot:
    with world.session() as session:
        return session.get_one(InvoiceLot, row_id)


def is_sound(world: World) -> bool:
    """No rule about invoices is broken."""
    with world.engine.connect() as connection:
        return not {n: c for n, c in breaches(connection).items() if c and n[:3] in {"I-7", "I-8"}}


def moves(world: World, row_id: int) -> list[tuple[MoveKind, int, str]]:
    with world.session() as session:
        rows = session.scalars(
            select(InvoiceMove).where(InvoiceMove.lot_id == row_id).order_by(InvoiceMove.id)
        )
        return [(row.kind, row.quantity, row.reference) for row in rows]


class TestReturn:
    def test_of_an_untouched_lot_takes_it_whole(self, world: World) -> None:
        give_back(world, "zhuoni-signed", "zhuoni")
        lot = lot_of(world, world.id("zhuoni-signed"))

        assert (lot.state, lot.available, lot.returned) == (LotState.RETURNED, 0, 60)
        assert moves(world, lot.id) == [(MoveKind.RETURN, 60, "EMS9")]
        assert is_sound(world)

    def test_of_some_takes_the_last_numbers_as_a_lot_of_their_own(self, world: World) -> None:
        outcome = give_back(world, "zhuoni-signed", "zhuoni", 10)
        part = lot_of(world, outcome.rows[0].row_id)
        lot = lot_of(world, world.id("zhuoni-signed"))

        assert (part.number_from, part.number_to) == ("00013051", "00013060")
        assert (part.state, part.returned, part.parent_id) == (LotState.RETURNED, 10, lot.id)
        assert (lot.state, lot.available, lot.split, lot.cut) == (LotState.SIGNED, 50, 10, 10)
        assert is_sound(world)

    def test_leaves_the_next_number_as_it_was(self, world: World) -> None:
        give_back(world, "zhuoni-signed", "zhuoni", 10)
        assert str(next_numbers(lot_of(world, world.id("zhuoni-signed")), 3)) == "00013001–00013003"

        ids = [world.id(name) for name in A_ORDERS]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
        again = give_back(world, "zhuoni-signed", "zhuoni", 5)

        assert again.rows[0].facts["number_from"] == "00013046"
        assert str(next_numbers(lot_of(world, world.id("zhuoni-signed")), 1)) == "00013006"
        assert is_sound(world)

    def test_of_all_that_is_left_exhausts_a_lot_that_was_used(self, world: World) -> None:
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

    def test_shows_the_numbers_and_what_stays(self, world: World) -> None:
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

    def test_refuses_more_than_there_is(self, world: World) -> None:
        ids, given = [world.id("zhuoni-signed")], ReturnLotInput("停用", 61)
        assert refusal(world, RETURN_LOT, "zhuoni", ids, given) == Refusal(
            ReturnLotRefusal.OVER_AVAILABLE, {"asked": 61, "available": 60}
        )

    def test_refuses_a_part_of_several_lots_at_once(self, world: World) -> None:
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
    def test_is_for_the_holder(self, world: World, by: str, code: Common) -> None:
        ids = [world.id("zhuoni-signed")]
        assert refusal(world, RETURN_LOT, by, ids, ReturnLotInput("停用")).code is code

    def test_refuses_a_lot_not_yet_signed(self, world: World) -> None:
        ids = [world.id("zhuoni-transit")]
        found = refusal(world, RETURN_LOT, "zhuoni", ids, ReturnLotInput("停用"))
        assert found.code is Common.WRONG_STATE


class TestLose:
    def test_of_a_parcel_takes_it_whole(self, world: World) -> None:
        lose(world, "zhuoni-transit", "zhuoni")
        lot = lot_of(world, world.id("zhuoni-transit"))

        assert (lot.state, lot.lost, lot.available) == (LotState.LOST, 10, 0)
        assert lot.document_no == "卓编报〔2026〕3号"
        assert moves(world, lot.id) == [(MoveKind.LOST, 10, "卓编报〔2026〕3号")]
        assert is_sound(world)

    def test_of_a_parcel_may_be_told_by_the_registry(self, world: World) -> None:
        lose(world, "zhuoni-transit", "conac-finance")
        assert lot_of(world, world.id("zhuoni-transit")).state is LotState.LOST

    def test_of_part_of_a_parcel_is_refused(self, world: World) -> None:
        given = LoseLotInput("1号", "丢失", 3)
        found = refusal(world, LOSE_LOT, "zhuoni", [world.id("zhuoni-transit")], given)
        assert found.code is LoseLotRefusal.WHOLE_PARCEL

    def test_of_the_last_sheets_leaves_the_others(self, world: World) -> None:
        outcome = lose(world, "zhuoni-signed", "zhuoni", quantity=2)
        assert outcome.rows[0].facts["number_from"] == "00013059"
        lot = lot_of(world, world.id("zhuoni-signed"))
        assert (lot.available, lot.cut) == (58, 2)
        assert is_sound(world)

    def test_of_the_next_sheets_goes_on_after_them(self, world: World) -> None:
        lose(world, "zhuoni-signed", "zhuoni", quantity=2, number_from="00013001")
        lot = lot_of(world, world.id("zhuoni-signed"))
        assert (lot.available, lot.cut, str(next_numbers(lot, 1))) == (58, 0, "00013003")
        assert is_sound(world)

    def test_of_everything_on_hand_loses_the_lot(self, world: World) -> None:
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
    def test_refuses_numbers_that_are_not_at_an_end(
        self, world: World, number_from: str, code: LoseLotRefusal
    ) -> None:
        given = LoseLotInput("1号", "丢失", 2, number_from)
        ids = [world.id("zhuoni-signed")]
        assert refusal(world, LOSE_LOT, "zhuoni", ids, given).code is code

    def test_refuses_more_than_there_is(self, world: World) -> None:
        given = LoseLotInput("1号", "丢失", 61)
        found = refusal(world, LOSE_LOT, "zhuoni", [world.id("zhuoni-signed")], given)
        assert found.code is LoseLotRefusal.OVER_AVAILABLE

    def test_of_counted_sheets_asks_for_no_number(self, world: World) -> None:
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

    def test_is_not_for_a_stranger_or_a_cashier(self, world: World) -> None:
        ids, given = [world.id("zhuoni-signed")], LoseLotInput("1号", "丢失")
        assert refusal(world, LOSE_LOT, "lintan", ids, given).code is Common.NOT_FOUND
        assert refusal(world, LOSE_LOT, "zhuoni-cashier", ids, given).code is Common.FORBIDDEN


class TestDestroy:
    def test_ends_what_was_returned(self, world: World) -> None:
        part = give_back(world, "zhuoni-signed", "zhuoni", 10).rows[0].row_id
        given = DestroyLotInput("中编销〔2026〕1号")
        world.perform(DESTROY_LOT, "conac-finance", [part], given)
        lot = lot_of(world, part)

        assert (lot.state, lot.returned) == (LotState.DESTROYED, 10)
        assert lot.document_no == "中编销〔2026〕1号"
        assert moves(world, part)[-1] == (MoveKind.DESTROY, 10, "中编销〔2026〕1号")
        assert is_sound(world)

    def test_is_of_returned_sheets_alone(self, world: World) -> None:
        found = refusal(
            world, DESTROY_LOT, "conac-finance", [world.id("zhuoni-signed")], DestroyLotInput("1")
        )
        assert found.code is Common.WRONG_STATE

    def test_is_for_the_registry(self, world: World) -> None:
        part = give_back(world, "zhuoni-signed", "zhuoni", 10).rows[0].row_id
        for by in ("zhuoni", "gansu"):
            found = refusal(world, DESTROY_LOT, by, [part], DestroyLotInput("1"))
            assert found.code is Common.FORBIDDEN
