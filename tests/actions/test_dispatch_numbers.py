"""发票代码 and 发票号码 name one sheet: no two lots share numbers, by rule and by the database."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput, DispatchRefusal
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from models.invariants import breaches
from models.invoices.stock import InvoiceLot, InvoiceType
from models.offices.office import Office
from tests.races.test_races import at_once, tally
from tests.support.cast import NOW, World
from tests.support.money_factories import Maker

FINANCE, CODE = "conac-finance", "6200261999"


def approved(world: World, kind: str, quantity: int = 10, home: str = "office-zhuoni") -> int:
    """A request of an office for sheets of a type, ready to be dispatched."""
    with world.writing() as session:
        office = session.get_one(Office, world.id(home))
        wanted = session.get_one(InvoiceType, world.id(kind))
        key: int = Maker(session, office, NOW).invoice_request(quantity, type=wanted).id
    world.perform(APPROVE_REQUEST, FINANCE, [key], Nothing())
    return key


def send(world: World, request: int, first: str, code: str = CODE) -> Any:
    return world.perform(DISPATCH, FINANCE, [request], DispatchInput(code, first))


class TestDispatch:
    @pytest.mark.parametrize("first", ["00000003", "00000010", "00000040", "00000109"])
    def test_refuses_numbers_of_another_type_and_office_in_part_or_whole(
        self, world: World, first: str
    ) -> None:
        send(world, approved(world, "type-printed", 100, "office-lintan"), "00000010")
        again = approved(world, "type-fixed", 10)
        with pytest.raises(Refused) as caught:
            send(world, again, first)
        assert caught.value.first.code is DispatchRefusal.RANGE_TAKEN
        assert caught.value.first.facts["invoice_type"] == "机打发票"

    @pytest.mark.parametrize(
        ("first", "code"),
        [("00000110", CODE), ("00000010", "0200261999"), ("00000010", "006200261999")],
    )
    def test_sends_neighbouring_numbers_and_those_of_another_code(
        self, world: World, first: str, code: str
    ) -> None:
        send(world, approved(world, "type-printed", 100), "00000010")
        assert send(world, approved(world, "type-fixed"), first, code).totals["sheets"] == 10

    def test_refuses_numbers_of_a_lot_that_was_lost_long_ago(self, world: World) -> None:
        sent = send(world, approved(world, "type-printed"), "00000010").totals["lot_id"]
        world.perform(LOSE_LOT, "zhuoni", [sent], LoseLotInput("报告1号", "途中遗失"))
        with pytest.raises(Refused) as caught:
            send(world, approved(world, "type-fixed"), "00000010")
        assert caught.value.first.code is DispatchRefusal.RANGE_TAKEN

    def test_lets_one_of_two_at_once_win(self, world: World) -> None:
        requests = [approved(world, "type-printed"), approved(world, "type-fixed")]

        world.actor(FINANCE)
        told = tally(
            at_once(
                [
                    lambda: send(world, requests[0], "00000001"),
                    lambda: send(world, requests[1], "00000005"),
                ]
            )
        )
        assert told == {"done": 1, str(DispatchRefusal.RANGE_TAKEN): 1}


class TestTheDatabase:
    @pytest.mark.parametrize("kind", ["type-fixed", "type-printed"])
    def test_keeps_lots_of_one_code_apart_whatever_their_type(
        self, world: World, kind: str
    ) -> None:
        with pytest.raises(IntegrityError), world.writing() as session:
            office = session.get_one(Office, world.id("office-lintan"))
            wanted = session.get_one(InvoiceType, world.id(kind))
            Maker(session, office, NOW).lot(wanted, "00012140", 20, invoice_code="6200261234")

    def test_keeps_a_lot_from_moving_onto_numbers_of_another(self, world: World) -> None:
        with pytest.raises(IntegrityError), world.writing() as session:
            lot = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            other = session.get_one(InvoiceLot, world.id("gansu-signed"))
            lot.number_from, lot.number_to = other.number_from, other.number_to
            lot.quantity = lot.available = other.quantity
            session.flush()

    def test_lets_a_lot_be_split_and_keeps_its_parts_apart(self, world: World) -> None:
        given = SplitInput((SplitLine("zhuoni", 20), SplitLine("lintan", 10)))
        world.perform(SPLIT, "gansu", [world.id("gansu-signed")], given)
        with world.session() as session:
            parts = session.scalars(
                select(InvoiceLot).where(InvoiceLot.parent_id == world.id("gansu-signed"))
            ).all()
        with pytest.raises(IntegrityError), world.writing() as session:
            one = session.get_one(InvoiceLot, parts[0].id)
            one.number_from, one.number_to = parts[1].number_from, parts[1].number_to
            session.flush()
        with world.engine.connect() as connection:
            assert breaches(connection)["I-8 ranges"] == 0
