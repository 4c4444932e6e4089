"""邮寄: ranges of numbers that never meet, and lots that count once they are signed for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput, DispatchRefusal
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.request import (
    RequestInvoicesInput,
)
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.plan import plan
from models.invariants import breaches
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.invoice_type import InvoiceType, Medium, Tracking
from models.invoices.stock import InvoiceLot, LotState
from models.invoices.stock_balance import stock_of
from models.offices.office import Office
from tests.races.test_races import at_once, tally
from tests.support.world.cast import NOW, World
from tests.support.world.invoice_requests import FIXED, ask, asked, refusal
from tests.support.world.money_factories import Maker

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


class TestNumbers:
    @pytest.mark.parametrize("first", ["00000003", "00000010", "00000040", "00000109"])
    def test_numbers_refuses_numbers_of_another_type_and_office_in_part_or_whole(
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
    def test_numbers_sends_neighbouring_numbers_and_those_of_another_code(
        self, world: World, first: str, code: str
    ) -> None:
        send(world, approved(world, "type-printed", 100), "00000010")
        assert send(world, approved(world, "type-fixed"), first, code).totals["sheets"] == 10

    def test_numbers_refuses_numbers_of_a_lot_that_was_lost_long_ago(self, world: World) -> None:
        sent = send(world, approved(world, "type-printed"), "00000010").totals["lot_id"]
        world.perform(LOSE_LOT, "zhuoni", [sent], LoseLotInput("报告1号", "途中遗失"))
        with pytest.raises(Refused) as caught:
            send(world, approved(world, "type-fixed"), "00000010")
        assert caught.value.first.code is DispatchRefusal.RANGE_TAKEN

    def test_numbers_lets_one_of_two_at_once_win(self, world: World) -> None:
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
    def test_the_database_keeps_lots_of_one_code_apart_whatever_their_type(
        self, world: World, kind: str
    ) -> None:
        with pytest.raises(IntegrityError), world.writing() as session:
            office = session.get_one(Office, world.id("office-lintan"))
            wanted = session.get_one(InvoiceType, world.id(kind))
            Maker(session, office, NOW).lot(wanted, "00012140", 20, invoice_code="6200261234")

    def test_the_database_keeps_a_lot_from_moving_onto_numbers_of_another(
        self, world: World
    ) -> None:
        with pytest.raises(IntegrityError), world.writing() as session:
            lot = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            other = session.get_one(InvoiceLot, world.id("gansu-signed"))
            lot.number_from, lot.number_to = other.number_from, other.number_to
            lot.quantity = lot.available = other.quantity
            session.flush()

    def test_the_database_lets_a_lot_be_split_and_keeps_its_parts_apart(self, world: World) -> None:
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


SENT = DispatchInput("6200269999", "00050001", "邮政", "EMS1")


@pytest.fixture
def addressed(world: World) -> World:
    """The world with a default address for 甘肃 and for 卓尼."""
    with world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    return world


class TestDispatch:
    def test_dispatch_makes_a_lot_in_transit_that_counts_once_signed(
        self, addressed: World
    ) -> None:
        lot_id = addressed.perform(DISPATCH, "conac-finance", [asked(addressed)], SENT).totals[
            "lot_id"
        ]
        with addressed.session("zhuoni") as session:
            lot = session.get_one(InvoiceLot, lot_id)
            assert (lot.state, lot.number_from, lot.number_to) == (
                LotState.IN_TRANSIT,
                "00050001",
                "00050010",
            )
            assert stock_of(session, "623022").sheets == 60
        addressed.perform(SIGN_FOR, "zhuoni", [lot_id], Nothing())
        with addressed.session("zhuoni") as session:
            assert stock_of(session, "623022").sheets == 70

    def test_the_request_remembers_its_parcel(self, addressed: World) -> None:
        request_id = asked(addressed)
        addressed.perform(DISPATCH, "conac-finance", [request_id], SENT)
        with addressed.session("zhuoni") as session:
            request = session.get_one(InvoiceRequest, request_id)
            assert (request.courier, request.tracking_no) == ("邮政", "EMS1")
            assert (request.state, request.dispatched_at) == (RequestState.DISPATCHED, NOW)

    @pytest.mark.parametrize("first", ["00050001", "00050010", "00049992"])
    def test_no_number_is_sent_twice(self, addressed: World, first: str) -> None:
        addressed.perform(DISPATCH, "conac-finance", [asked(addressed)], SENT)
        again = replace(SENT, number_from=first)
        found = refusal(addressed, DISPATCH, "conac-finance", asked(addressed), again)
        assert found.code == DispatchRefusal.RANGE_TAKEN
        assert found.facts["taken"] == "00050001–00050010"

    @pytest.mark.parametrize(
        ("code", "first"), [("6200269999", "00050011"), ("6200269998", "00050001")]
    )
    def test_the_next_numbers_or_another_code_go(
        self, addressed: World, code: str, first: str
    ) -> None:
        addressed.perform(DISPATCH, "conac-finance", [asked(addressed)], SENT)
        given = replace(SENT, invoice_code=code, number_from=first)
        assert addressed.perform(DISPATCH, "conac-finance", [asked(addressed)], given).rows

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (DispatchInput(), DispatchRefusal.RANGE_NEEDED),
            (DispatchInput("62002699", "00000001"), DispatchRefusal.CODE_FAULTY),
            (DispatchInput("62002699AA", "00000001"), DispatchRefusal.CODE_FAULTY),
            (DispatchInput("6200269999", "1"), DispatchRefusal.NUMBER_FAULTY),
            (DispatchInput("6200269999", "0000000A"), DispatchRefusal.NUMBER_FAULTY),
            (DispatchInput("6200269999", "99999995"), DispatchRefusal.NUMBER_FAULTY),
        ],
    )
    def test_numbers_that_make_no_range_are_refused(
        self, addressed: World, given: DispatchInput, code: DispatchRefusal
    ) -> None:
        found = refusal(addressed, DISPATCH, "conac-finance", asked(addressed), given)
        assert found.code == code

    def test_counted_types_have_no_numbers(self, addressed: World) -> None:
        with addressed.writing() as session:
            session.add(
                InvoiceType(
                    code="counted",
                    name="只计张数",
                    medium=Medium.PAPER,
                    tracking=Tracking.COUNT,
                    face_value_fen=20_000,
                )
            )
        request_id = asked(addressed, RequestInvoicesInput("counted", 5))
        found = refusal(addressed, DISPATCH, "conac-finance", request_id, SENT)
        assert found.code == DispatchRefusal.RANGE_UNWANTED
        outcome = addressed.perform(DISPATCH, "conac-finance", [request_id], DispatchInput())
        with addressed.session("zhuoni") as session:
            lot = session.get_one(InvoiceLot, outcome.totals["lot_id"])
            assert (lot.number_from, lot.invoice_code, lot.available) == (None, None, 5)

    def test_the_plan_shows_the_range(self, addressed: World) -> None:
        request_id = asked(addressed)
        with addressed.session("conac-finance") as session:
            caller = addressed.caller("conac-finance")
            planned = plan(session, DISPATCH, [request_id], SENT, caller)
        (note,) = planned.preview.side_effects
        assert note.facts["numbers"] == "00050001–00050010"

    def test_an_unapproved_request_is_not_sent(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        found = refusal(addressed, DISPATCH, "conac-finance", request_id, SENT)
        assert found.code == Common.WRONG_STATE
