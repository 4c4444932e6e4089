"""发票申请 from asking to 寄发: caps, overdue lots, ranges that never meet."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Nothing, Outcome
from actions.core.refusal import Common, Refused
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.cancel_request import CANCEL_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput, DispatchRefusal
from actions.invoices.reject_request import REJECT_REQUEST, RejectRequestInput
from actions.invoices.request import (
    REQUEST_INVOICES,
    RequestInvoicesInput,
    RequestInvoicesNote,
    RequestInvoicesRefusal,
    addresses,
    types,
)
from actions.invoices.sign_for import SIGN_FOR
from actions.plan import plan
from models.core.setting import Setting
from models.invoices.stock import (
    InvoiceLot,
    InvoiceRequest,
    InvoiceType,
    LotState,
    Medium,
    RequestState,
    Tracking,
)
from models.invoices.stock_balance import stock_of
from models.offices.office import InvoiceSource, Office
from tests.support.cast import NOW, World
from tests.support.money_factories import Maker

FIXED = RequestInvoicesInput("fixed-200", 10)
SENT = DispatchInput("6200269999", "00050001", "邮政", "EMS1")


@pytest.fixture
def addressed(world: World) -> World:
    """The world with a default address for 甘肃 and for 卓尼."""
    with world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    return world


def ask(world: World, given: RequestInvoicesInput, by: str, office: str) -> Outcome:
    return world.perform(REQUEST_INVOICES, by, [world.id(office)], given)


def asked(world: World, given: RequestInvoicesInput = FIXED) -> int:
    """The key of a request of 卓尼 that the registry approved."""
    request_id = ask(world, given, "zhuoni", "office-zhuoni").totals["request_id"]
    world.perform(APPROVE_REQUEST, "conac-finance", [request_id], Nothing())
    return request_id


def refusal(world: World, action: Any, by: str, row_id: int, given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [row_id], given)
    return caught.value.first


class TestRequestInvoices:
    def test_the_cap_is_thirty_thousand_yuan_to_the_sheet(self, addressed: World) -> None:
        office = addressed.id("office-gansu")
        over = refusal(addressed, REQUEST_INVOICES, "gansu", office, replace(FIXED, quantity=151))
        assert over.code == RequestInvoicesRefusal.OVER_CAP
        assert (over.facts["total_fen"], over.facts["most"]) == (3_020_000, 150)
        outcome = ask(addressed, replace(FIXED, quantity=150), "gansu", "office-gansu")
        assert outcome.totals["total_fen"] == 3_000_000

    def test_the_registry_may_lower_the_cap(self, addressed: World) -> None:
        with addressed.writing() as session:
            session.add(Setting(name="invoice_request_cap_fen", value={"value": 100_000}))
        office = addressed.id("office-gansu")
        given = replace(FIXED, quantity=6)
        assert refusal(addressed, REQUEST_INVOICES, "gansu", office, given).facts["most"] == 5

    def test_copies_the_address(self, addressed: World) -> None:
        outcome = ask(addressed, FIXED, "zhuoni", "office-zhuoni")
        with addressed.session("zhuoni") as session:
            request = session.get_one(InvoiceRequest, outcome.totals["request_id"])
            assert request.address == "马文书 0941-9000001 甘肃省甘南州卓尼县柳林镇1号"
            assert (request.state, request.submitted_by) == (RequestState.SUBMITTED, "卓尼管理员")

    def test_an_address_must_be_had(self, world: World) -> None:
        office = world.id("office-zhuoni")
        found = refusal(world, REQUEST_INVOICES, "zhuoni", office, FIXED)
        assert found.code == RequestInvoicesRefusal.ADDRESS_UNKNOWN

    def test_a_foreign_address_is_unknown(self, addressed: World) -> None:
        with addressed.session("gansu") as session:
            gansu = next(key for key, _ in addresses(session))
        found = refusal(
            addressed,
            REQUEST_INVOICES,
            "zhuoni",
            addressed.id("office-zhuoni"),
            replace(FIXED, address_id=int(gansu)),
        )
        assert found.code == RequestInvoicesRefusal.ADDRESS_UNKNOWN

    def test_a_type_without_face_value_needs_an_amount(self, addressed: World) -> None:
        office = addressed.id("office-zhuoni")
        printed = RequestInvoicesInput("printed", 10)
        found = refusal(addressed, REQUEST_INVOICES, "zhuoni", office, printed)
        assert found.code == RequestInvoicesRefusal.UNIT_AMOUNT_NEEDED
        given = replace(printed, unit_amount_fen=60_000)
        assert ask(addressed, given, "zhuoni", "office-zhuoni").totals["total_fen"] == 600_000

    def test_a_face_value_is_not_chosen(self, addressed: World) -> None:
        office = addressed.id("office-zhuoni")
        given = replace(FIXED, unit_amount_fen=1)
        found = refusal(addressed, REQUEST_INVOICES, "zhuoni", office, given)
        assert found.code == RequestInvoicesRefusal.FACE_VALUE_DIFFERS

    def test_a_type_out_of_use_is_unknown(self, addressed: World) -> None:
        with addressed.writing() as session:
            session.get_one(InvoiceType, addressed.id("type-fixed")).is_active = False
        office = addressed.id("office-zhuoni")
        found = refusal(addressed, REQUEST_INVOICES, "zhuoni", office, FIXED)
        assert found.code == RequestInvoicesRefusal.TYPE_UNKNOWN

    @pytest.mark.parametrize(("days", "is_refused"), [(15, False), (16, True)])
    def test_a_lot_long_unsigned_stops_new_requests(
        self, addressed: World, days: int, is_refused: bool
    ) -> None:
        lot = addressed.id("zhuoni-transit")
        with addressed.writing() as session:
            session.get_one(InvoiceLot, lot).dispatched_at = NOW - timedelta(days=days)
        if is_refused:
            office = addressed.id("office-zhuoni")
            found = refusal(addressed, REQUEST_INVOICES, "zhuoni", office, FIXED)
            assert found.code == RequestInvoicesRefusal.LOT_UNSIGNED
            assert found.facts["lot_no"] == "LOT-zhuoni-transit"
            addressed.perform(SIGN_FOR, "zhuoni", [lot], Nothing())
        assert ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["quantity"] == 10

    def test_where_the_province_applies_for_all_a_county_may_not(self, addressed: World) -> None:
        with addressed.writing() as session:
            for office in session.scalars(select(Office)):
                office.invoice_source = InvoiceSource.PROVINCE_ONLY
        found = refusal(addressed, REQUEST_INVOICES, "zhuoni", addressed.id("office-zhuoni"), FIXED)
        assert found.code == RequestInvoicesRefusal.PROVINCE_ONLY
        assert ask(addressed, FIXED, "gansu", "office-gansu")

    def test_the_plan_shows_stock_and_what_is_on_its_way(self, addressed: World) -> None:
        ask(addressed, FIXED, "zhuoni", "office-zhuoni")
        with addressed.session("zhuoni") as session:
            planned = plan(
                session,
                REQUEST_INVOICES,
                [addressed.id("office-zhuoni")],
                FIXED,
                addressed.caller("zhuoni"),
            )
        notes = {
            note.code: note.facts
            for note in (*planned.preview.side_effects, *planned.preview.warnings)
        }
        assert notes[RequestInvoicesNote.BALANCE] == {"sheets": 60, "face_fen": 1_200_000}
        assert notes[RequestInvoicesNote.ON_ITS_WAY] == {"sheets": 20}

    def test_the_form_offers_types_in_use(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert types(session)[0] == ("fixed-200", "定额发票-200元")


class TestAnswers:
    def test_a_rejected_request_says_why(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        given = RejectRequestInput("库存不足")
        addressed.perform(REJECT_REQUEST, "conac-finance", [request_id], given)
        with addressed.session("zhuoni") as session:
            request = session.get_one(InvoiceRequest, request_id)
            assert (request.state, request.reason) == (RequestState.REJECTED, "库存不足")

    def test_an_answered_request_cannot_be_taken_back(self, addressed: World) -> None:
        found = refusal(addressed, CANCEL_REQUEST, "zhuoni", asked(addressed), Nothing())
        assert found.code == Common.WRONG_STATE

    def test_an_unanswered_request_can(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        addressed.perform(CANCEL_REQUEST, "zhuoni", [request_id], Nothing())
        with addressed.session("zhuoni") as session:
            state = session.get_one(InvoiceRequest, request_id).state
        assert state is RequestState.CANCELLED

    def test_offices_do_not_approve_their_own_requests(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        found = refusal(addressed, APPROVE_REQUEST, "zhuoni", request_id, Nothing())
        assert found.code == Common.FORBIDDEN

    def test_the_plan_of_an_approval_sums_up(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        caller = addressed.caller("conac-finance")
        with addressed.session("conac-finance") as session:
            planned = plan(session, APPROVE_REQUEST, [request_id], Nothing(), caller)
        assert planned.preview.totals["total_fen"] == 200_000


class TestDispatch:
    def test_makes_a_lot_in_transit_that_counts_once_signed(self, addressed: World) -> None:
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
