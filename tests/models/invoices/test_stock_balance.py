"""发票余额 counts signed sheets only, and sheets leave lowest number first."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.invoices.stock import InvoiceLot, InvoiceMove, LotState, MoveKind
from models.invoices.stock_balance import (
    StockBalance,
    next_numbers,
    propose,
    stock_of,
    take,
    usable_lots,
)
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def lot(world: World, name: str) -> InvoiceLot:
    with world.session() as session:
        return session.get_one(InvoiceLot, world.id(name))


class TestStockOf:
    def test_stock_of_counts_sheets_and_their_face_value(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert stock_of(session, "623022") == StockBalance(60, 60, 60 * 20_000)

    def test_stock_of_counts_no_lot_in_transit(self, world: World) -> None:
        with world.session() as session:
            before = stock_of(session, "610122").sheets

            assert before == 20

    def test_stock_of_gives_no_value_where_a_type_has_none(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-gannan")), NOW)
            maker.lot(maker.invoice_type(None), quantity=5)

            assert stock_of(session, "623000") == StockBalance(5, 0, 0)

    def test_stock_of_shows_a_stranger_nothing(self, world: World) -> None:
        with world.session("lintan") as session:
            assert stock_of(session, "623022") == StockBalance(0, 0, 0)


class TestUsableLots:
    def test_usable_lots_come_in_the_order_of_their_numbers(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            code = lot(world, "zhuoni-signed").invoice_code
            maker.lot(first="00000005", quantity=3, invoice_code=code)
        with world.session("zhuoni") as session:
            lots = session.scalars(usable_lots("623022")).all()

            assert [row.number_from for row in lots] == ["00000005", "00013001"]


class TestNextNumbers:
    def test_next_numbers_are_the_lowest_free(self, world: World) -> None:
        row = lot(world, "zhuoni-signed")

        assert str(next_numbers(row, 3)) == "00013001–00013003"
        assert str(next_numbers(row, 2, skipped=3)) == "00013004–00013005"

    def test_next_numbers_follow_what_was_used(self, world: World) -> None:
        with world.writing() as session:
            row = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            take(session, row, 4, MoveKind.ISSUE, "S-1")
            take(session, row, 1, MoveKind.VOID, "S-1")

            assert str(next_numbers(row, 1)) == "00013006"

    @pytest.mark.parametrize("quantity", [0])
    def test_next_numbers_of_nothing_are_none(self, world: World, quantity: int) -> None:
        assert next_numbers(lot(world, "zhuoni-signed"), quantity) is None

    def test_next_numbers_of_counted_sheets_are_none(self) -> None:
        assert next_numbers(InvoiceLot(quantity=5, available=5), 2) is None


class TestPropose:
    def lots(self) -> list[InvoiceLot]:
        return [
            InvoiceLot(number_from="00000001", quantity=3, available=2, cut=0),
            InvoiceLot(number_from="00000001", quantity=3, available=0, cut=0),
            InvoiceLot(number_from="00000101", quantity=5, available=5, cut=0),
        ]

    def test_propose_uses_one_lot_up_before_the_next(self) -> None:
        portions = propose(self.lots(), 4)

        assert [(p.quantity, str(p.numbers)) for p in portions] == [
            (2, "00000002–00000003"),
            (2, "00000101–00000102"),
        ]

    def test_propose_proposes_what_there_is_when_stock_runs_out(self) -> None:
        assert sum(portion.quantity for portion in propose(self.lots(), 100)) == 7

    def test_propose_proposes_nothing_for_nothing(self) -> None:
        assert propose(self.lots(), 0) == []


class TestTake:
    def test_stock_balance_take_moves_sheets_and_writes_it_down(self, world: World) -> None:
        with world.writing() as session:
            row = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            take(session, row, 7, MoveKind.SPLIT_OUT, "P-1")
        with world.session() as session:
            row = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            move = session.scalars(select(InvoiceMove)).one()

            assert (row.available, row.split, row.state) == (53, 7, LotState.SIGNED)
            assert (move.kind, move.quantity, move.reference, move.office_code) == (
                MoveKind.SPLIT_OUT,
                7,
                "P-1",
                "623022",
            )

    def test_stock_balance_take_exhausts_a_lot_with_its_last_sheet(self, world: World) -> None:
        with world.writing() as session:
            row = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            take(session, row, 60, MoveKind.ISSUE, "S-1")

            assert (row.available, row.issued, row.state) == (0, 60, LotState.EXHAUSTED)

    def test_stock_balance_take_never_takes_more_than_there_is(self, world: World) -> None:
        with world.writing() as session:
            row = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            with pytest.raises(AssertionError, match="check refuses"):
                take(session, row, 61, MoveKind.ISSUE, "S-1")


class TestStockBalance:
    def test_a_stock_with_and_without_face_values_says_which_sheets_have_one(self) -> None:
        assert StockBalance(113, 50, 1_000_000).is_mixed
        assert not StockBalance(50, 50, 1_000_000).is_mixed
        assert not StockBalance(63, 0, 0).is_mixed
