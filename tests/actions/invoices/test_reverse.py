"""红冲: the negative sheet, the new one, and what the payment is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.actor import Caller
from actions.core.refusal import Common, Refusal, Refused
from actions.core.result import Outcome
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput, IssueInvoicesRefusal
from actions.invoices.reverse import (
    REVERSE_INVOICE,
    ReverseInvoiceInput,
    ReverseInvoiceNote,
    ReverseInvoiceRefusal,
)
from actions.invoices.void import (
    VOID_INVOICE,
    VoidInvoiceInput,
    VoidInvoiceNote,
    VoidInvoiceRefusal,
)
from actions.perform import perform
from actions.plan import plan
from models.billing.payment import Payment
from models.core.clock import FixedClock
from models.core.journal import Door
from models.invariants import breaches
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import InvoiceLot
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

GIVEN = ReverseInvoiceInput("抬头有误,单位已入账")


@pytest.fixture
def billed(world: World) -> World:
    """卓尼 charged B 400 yuan and gave two printed sheets; eight more are on hand."""
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        printed = session.get_one(InvoiceType, world.id("type-printed"))
        Maker(session, office, NOW).lot(printed, "00090001", 10)
    given = ChargeInput(40_000, 2, invoice_type="printed")
    outcome = world.perform(CHARGE, "zhuoni-cashier", [world.id("b-order")], given)
    world.ids["payment"] = outcome.totals["payment_id"]
    with world.session() as session:
        for n, row in enumerate(_invoices(session, world), start=1):
            world.ids[f"sheet-{n}"] = row.id
    return world


def _invoices(session: Any, world: World) -> list[Invoice]:
    wanted = select(Invoice).where(Invoice.payment_id == world.id("payment"))
    return list(session.scalars(wanted.order_by(Invoice.id)))


def reverse(world: World, given: ReverseInvoiceInput = GIVEN, by: str = "zhuoni") -> Outcome:
    return world.perform(REVERSE_INVOICE, by, [world.id("sheet-1")], given)


def refusal(world: World, given: ReverseInvoiceInput = GIVEN, by: str = "zhuoni") -> Refusal:
    with pytest.raises(Refused) as caught:
        reverse(world, given, by)
    return caught.value.first


def told(world: World) -> list[tuple[str | None, int, InvoiceState]]:
    with world.session("zhuoni") as session:
        return [(row.number, row.amount_fen, row.state) for row in _invoices(session, world)]


def is_sound(world: World) -> bool:
    with world.engine.connect() as connection:
        broken = {name: n for name, n in breaches(connection).items() if n}
        return not {name for name in broken if name[:3] in {"I-6", "I-7", "I-8"}}


class TestReverse:
    def test_reverse_gives_a_red_sheet_and_a_new_one(self, billed: World) -> None:
        outcome = reverse(billed)

        assert told(billed) == [
            ("00090001", 20_000, InvoiceState.REVERSED),
            ("00090002", 20_000, InvoiceState.ISSUED),
            ("00090003", -20_000, InvoiceState.ISSUED),
            ("00090004", 20_000, InvoiceState.ISSUED),
        ]
        assert outcome.rows[0].facts == {"red_number": "00090003", "new_number": "00090004"}
        with billed.session() as session:
            red = session.scalars(select(Invoice).where(Invoice.amount_fen < 0)).one()
            assert (red.reverses_id, red.reason) == (billed.id("sheet-1"), GIVEN.reason)
            lot = session.get_one(InvoiceLot, red.lot_id)
            assert (lot.available, lot.issued, lot.void) == (6, 4, 0)
        assert is_sound(billed)

    def test_reverse_without_a_new_one_the_payment_is_owed(self, billed: World) -> None:
        reverse(billed, replace(GIVEN, reissue=False))

        with billed.session() as session:
            payment = session.get_one(Payment, billed.id("payment"))
            assert payment.invoice_deferred_reason == GIVEN.reason
        assert len(told(billed)) == 3
        assert is_sound(billed)

    def test_what_is_owed_is_issued_later(self, billed: World) -> None:
        reverse(billed, replace(GIVEN, reissue=False))
        outcome = billed.perform(
            ISSUE_INVOICES, "zhuoni", [billed.id("payment")], IssueInvoicesInput(1, "printed")
        )

        assert outcome.totals["amount_fen"] == 20_000
        with billed.session() as session:
            payment = session.get_one(Payment, billed.id("payment"))
            assert (payment.invoice_count, payment.invoice_deferred_reason) == (2, None)
        assert is_sound(billed)

    def test_after_a_new_one_nothing_is_missing(self, billed: World) -> None:
        reverse(billed)
        with pytest.raises(Refused) as caught:
            billed.perform(
                ISSUE_INVOICES, "zhuoni", [billed.id("payment")], IssueInvoicesInput(1, "printed")
            )
        assert caught.value.first.code is IssueInvoicesRefusal.NOTHING_MISSING

    def test_reverse_happens_once(self, billed: World) -> None:
        reverse(billed)
        assert refusal(billed).code is Common.WRONG_STATE

    def test_a_payment_undone_afterwards_leaves_the_red_sheet_standing(self, billed: World) -> None:
        reverse(billed)
        billed.perform(
            REVERSE_PAYMENT, "zhuoni", [billed.id("payment")], ReversePaymentInput("收错")
        )
        assert [state for _, _, state in told(billed)] == [
            InvoiceState.REVERSED,
            InvoiceState.VOID,
            InvoiceState.ISSUED,
            InvoiceState.VOID,
        ]
        assert is_sound(billed)

    def test_reverse_shows_the_numbers_it_will_use(self, billed: World) -> None:
        with billed.session("zhuoni") as session:
            shown = plan(
                session, REVERSE_INVOICE, [billed.id("sheet-1")], GIVEN, billed.caller("zhuoni")
            ).preview
        assert shown.side_effects[0].code is ReverseInvoiceNote.RED_SHEETS
        assert shown.side_effects[0].facts["numbers"] == "00090003–00090004"


class TestCheck:
    def test_a_red_sheet_is_neither_reversed_nor_void(self, billed: World) -> None:
        reverse(billed)
        with billed.session() as session:
            red = session.scalars(select(Invoice.id).where(Invoice.amount_fen < 0)).one()
        for action, given, code in (
            (REVERSE_INVOICE, GIVEN, ReverseInvoiceRefusal.IS_RED),
            (VOID_INVOICE, VoidInvoiceInput("错"), VoidInvoiceRefusal.IS_RED),
        ):
            with pytest.raises(Refused) as caught:
                billed.perform(action, "zhuoni", [red], given)
            assert caught.value.first.code is code

    def test_a_sheet_of_fixed_face_value_has_no_negative(self, world: World) -> None:
        world.perform(CHARGE, "zhuoni-cashier", [world.id("b-order")], ChargeInput(40_000, 2))
        with world.session() as session:
            sheet = session.scalars(select(Invoice.id)).first()
        with pytest.raises(Refused) as caught:
            world.perform(REVERSE_INVOICE, "zhuoni", [sheet], GIVEN)
        assert caught.value.first.code is ReverseInvoiceRefusal.FIXED

    def test_a_sheet_of_this_month_still_in_hand_is_made_void(self, billed: World) -> None:
        found = refusal(billed, replace(GIVEN, handed_over=False))
        assert found.code is ReverseInvoiceRefusal.SAME_PERIOD

    def test_a_sheet_of_a_past_month_is_reversed_though_in_hand(self, billed: World) -> None:
        later = FixedClock(NOW + timedelta(days=30))
        with billed.session("zhuoni") as session:
            perform(
                session,
                REVERSE_INVOICE,
                [billed.id("sheet-1")],
                replace(GIVEN, handed_over=False),
                Caller(billed.actor("zhuoni"), Door.GRID, later),
                key="later",
            )
        assert told(billed)[0][2] is InvoiceState.REVERSED

    def test_reverse_without_stock_for_both_sheets_it_is_refused(self, billed: World) -> None:
        with billed.writing() as session:
            lot = session.get_one(Invoice, billed.id("sheet-1")).lot_id
            row = session.get_one(InvoiceLot, lot)
            row.available, row.split, row.cut = 1, 7, 7
        assert refusal(billed) == Refusal(
            ReverseInvoiceRefusal.STOCK_SHORT, {"asked": 2, "sheets": 1}
        )
        assert told(billed)[0][2] is InvoiceState.ISSUED

    def test_the_giver_needs_a_second_person_after_some_minutes(self, billed: World) -> None:
        later = FixedClock(NOW + timedelta(minutes=11))
        with billed.session("zhuoni-cashier") as session, pytest.raises(Refused) as caught:
            perform(
                session,
                REVERSE_INVOICE,
                [billed.id("sheet-1")],
                GIVEN,
                Caller(billed.actor("zhuoni-cashier"), Door.GRID, later),
                key="alone",
            )
        assert caught.value.first.code is Common.SECOND_PERSON

    @pytest.mark.parametrize(
        ("by", "code"),
        [
            ("lintan", Common.NOT_FOUND),
            ("gansu", Common.NOT_OWN_OFFICE),
            ("unit-b", Common.FORBIDDEN),
            ("zhuoni-viewer", Common.FORBIDDEN),
        ],
    )
    def test_reverse_is_for_the_office_that_gave_it(
        self, billed: World, by: str, code: Common
    ) -> None:
        assert refusal(billed, by=by).code is code


class TestVoid:
    def test_void_without_a_new_one_the_payment_is_owed(self, billed: World) -> None:
        billed.perform(
            VOID_INVOICE, "zhuoni", [billed.id("sheet-1")], VoidInvoiceInput("写错", reissue=False)
        )
        with billed.session() as session:
            payment = session.get_one(Payment, billed.id("payment"))
            assert payment.invoice_deferred_reason == "写错"
        assert is_sound(billed)

    def test_void_warns_when_the_month_is_past(self, billed: World) -> None:
        caller = Caller(billed.actor("zhuoni"), Door.GRID, FixedClock(NOW + timedelta(days=30)))
        with billed.session("zhuoni") as session:
            shown = plan(
                session, VOID_INVOICE, [billed.id("sheet-1")], VoidInvoiceInput("写错"), caller
            ).preview
        assert [note.code for note in shown.warnings] == [VoidInvoiceNote.PERIOD_OVER]
