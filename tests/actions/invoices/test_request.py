"""发票申请: the cap in yuan, overdue lots, and addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
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
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import InvoiceLot
from models.offices.office import InvoiceSource, Office
from tests.support.world.cast import NOW, World
from tests.support.world.invoice_requests import FIXED, ask, refusal
from tests.support.world.money_factories import Maker


@pytest.fixture
def addressed(world: World) -> World:
    """The world with a default address for 甘肃 and for 卓尼."""
    with world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    return world


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

    def test_request_invoices_copies_the_address(self, addressed: World) -> None:
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
        assert notes[RequestInvoicesNote.BALANCE] == {
            "sheets": 60,
            "faced_sheets": 60,
            "face_fen": 1_200_000,
        }
        assert notes[RequestInvoicesNote.ON_ITS_WAY] == {"sheets": 20}

    def test_the_form_offers_types_in_use(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert types(session)[0] == ("fixed-200", "定额发票-200元")
