"""撤销收费 and 作废: what was done is undone by reversal, with a second person, never deleted."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import (
    REVERSE_PAYMENT,
    ReversePaymentInput,
    ReversePaymentNote,
    ReversePaymentRefusal,
)
from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput, IssueInvoicesRefusal
from actions.invoices.void import (
    VOID_INVOICE,
    VoidInvoiceInput,
    VoidInvoiceNote,
    VoidInvoiceRefusal,
)
from actions.perform import perform
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentLine, PaymentState
from models.core.clock import FixedClock
from models.core.setting import Setting
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import InvoiceLot, InvoiceMove, MoveKind
from tests.support.pages.answers import ticking
from tests.support.world.cast import NOW, World
from tests.support.world.factories import serial

WHY = ReversePaymentInput("收错单位")
SPOILT = VoidInvoiceInput("打印错位")
RENEWALS = ("a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def run(
    world: World, action: Any, by: str, ids: list[int], given: Any, minutes: int = 0
) -> Outcome:
    caller = replace(world.caller(by), clock=FixedClock(NOW + timedelta(minutes=minutes)))
    with world.session(by) as session:
        key = f"run-{serial()}"
        return ticking(
            lambda answer: perform(session, action, ids, given, caller, key=key, answer=answer)
        )


def refused(
    world: World, action: Any, by: str, ids: list[int], given: Any, minutes: int = 0
) -> Any:
    with pytest.raises(Refused) as caught:
        run(world, action, by, ids, given, minutes)
    return caught.value.first


@pytest.fixture
def paid(world: World) -> int:
    """The key of A's payment of three renewals, 600 yuan on three sheets, by the cashier."""
    ids = [world.id(name) for name in RENEWALS]
    outcome = run(world, CHARGE, "zhuoni-cashier", ids, ChargeInput(60_000, 3))
    return outcome.totals["payment_id"]


def lot(world: World) -> InvoiceLot:
    with world.session() as session:
        return session.get_one(InvoiceLot, world.id("zhuoni-signed"))


def sheets(world: World, payment: int, state: InvoiceState = InvoiceState.ISSUED) -> list[Invoice]:
    with world.session() as session:
        return list(
            session.scalars(
                select(Invoice)
                .where(Invoice.payment_id == payment, Invoice.state == state)
                .order_by(Invoice.number)
            )
        )


class TestReversePayment:
    def test_reverse_payment_makes_the_orders_payable_and_the_sheets_void(
        self, world: World, paid: int
    ) -> None:
        run(world, REVERSE_PAYMENT, "zhuoni", [paid], WHY)
        with world.session("zhuoni") as session:
            payment = session.get_one(Payment, paid)
            assert (payment.state, payment.reason) == (PaymentState.REVERSED, "收错单位")
            assert payment.reversed_at == NOW
            orders = [session.get_one(Order, world.id(name)) for name in RENEWALS]
            assert {(order.state, order.charged_at) for order in orders} == {
                (OrderState.PAYABLE, None)
            }
            lines = session.scalars(select(PaymentLine).where(PaymentLine.payment_id == paid))
            assert {line.is_reversed for line in lines} == {True}
        assert len(sheets(world, paid, InvoiceState.VOID)) == 3
        counted = lot(world)
        assert (counted.available, counted.issued, counted.void) == (57, 0, 3)

    def test_the_moves_tell_how_the_sheets_came_to_be_void(self, world: World, paid: int) -> None:
        run(world, REVERSE_PAYMENT, "zhuoni", [paid], WHY)
        with world.session("zhuoni") as session:
            moved = session.execute(
                select(InvoiceMove.kind, func.sum(InvoiceMove.quantity))
                .where(InvoiceMove.lot_id == world.id("zhuoni-signed"))
                .group_by(InvoiceMove.kind)
            )
            assert dict(iter(moved)) == {
                MoveKind.ISSUE: 3,
                MoveKind.UNISSUE: 3,
                MoveKind.VOID: 3,
            }

    def test_the_orders_can_be_charged_again(self, world: World, paid: int) -> None:
        run(world, REVERSE_PAYMENT, "zhuoni", [paid], WHY)
        ids = [world.id(name) for name in RENEWALS]
        again = run(world, CHARGE, "zhuoni-cashier", ids, ChargeInput(60_000, 3))
        assert [sheet.number for sheet in sheets(world, again.totals["payment_id"])] == [
            "00013004",
            "00013005",
            "00013006",
        ]

    @pytest.mark.parametrize(("minutes", "is_refused"), [(10, False), (11, True)])
    def test_the_cashier_alone_has_ten_minutes(
        self, world: World, paid: int, minutes: int, is_refused: bool
    ) -> None:
        if is_refused:
            found = refused(world, REVERSE_PAYMENT, "zhuoni-cashier", [paid], WHY, minutes)
            assert found.code == Common.SECOND_PERSON
            assert found.facts["cashier"] == "卓尼出纳"
        else:
            assert run(world, REVERSE_PAYMENT, "zhuoni-cashier", [paid], WHY, minutes).rows

    def test_later_a_second_person_may(self, world: World, paid: int) -> None:
        assert run(world, REVERSE_PAYMENT, "zhuoni", [paid], WHY, minutes=600).rows

    def test_a_setting_does_without_the_second_person(self, world: World, paid: int) -> None:
        with world.writing() as session:
            session.add(Setting(name="second_person", value={"value": False}))
        assert run(world, REVERSE_PAYMENT, "zhuoni-cashier", [paid], WHY, minutes=600).rows

    def test_a_cashier_undoes_their_own_only(self, world: World) -> None:
        ids = [world.id("b-order")]
        charged = run(world, CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        payment = charged.totals["payment_id"]
        found = refused(world, REVERSE_PAYMENT, "zhuoni-cashier", [payment], WHY)
        assert found.code == ReversePaymentRefusal.NOT_YOUR_CHARGE

    def test_what_is_remitted_stays(self, world: World, paid: int) -> None:
        ids = [world.id(RENEWALS[1])]
        run(world, REMIT, "zhuoni", ids, RemitInput("B1"))
        found = refused(world, REVERSE_PAYMENT, "zhuoni", [paid], WHY)
        assert found.code == ReversePaymentRefusal.ORDER_MOVED_ON
        assert found.facts["state"] == OrderState.REMITTED

    def test_a_reversed_payment_is_not_reversed_again(self, world: World, paid: int) -> None:
        run(world, REVERSE_PAYMENT, "zhuoni", [paid], WHY)
        found = refused(world, REVERSE_PAYMENT, "zhuoni", [paid], WHY)
        assert found.code == Common.WRONG_STATE

    def test_reverse_payment_rows_out_of_scope_are_not_found(self, world: World, paid: int) -> None:
        found = refused(world, REVERSE_PAYMENT, "lintan", [paid], WHY)
        assert found.code == Common.NOT_FOUND

    def test_the_plan_counts_what_follows(self, world: World, paid: int) -> None:
        with world.session("zhuoni") as session:
            planned = plan(session, REVERSE_PAYMENT, [paid], WHY, world.caller("zhuoni"))
        assert {note.code: note.facts["count"] for note in planned.preview.side_effects} == {
            ReversePaymentNote.PAYABLE_AGAIN: 3,
            ReversePaymentNote.INVOICES_VOID: 3,
        }
        assert planned.preview.words_fen == 60_000


class TestVoidInvoice:
    def test_void_invoice_gives_the_next_number_for_the_same_amount(
        self, world: World, paid: int
    ) -> None:
        spoilt = sheets(world, paid)[1]
        outcome = run(world, VOID_INVOICE, "zhuoni-cashier", [spoilt.id], SPOILT)
        assert outcome.rows[0].facts == {"new_number": "00013004"}
        live = sheets(world, paid)
        assert [sheet.number for sheet in live] == ["00013001", "00013003", "00013004"]
        assert sum(sheet.amount_fen for sheet in live) == 60_000
        counted = lot(world)
        assert (counted.available, counted.issued, counted.void) == (56, 3, 1)

    def test_several_sheets_take_several_numbers(self, world: World, paid: int) -> None:
        ids = [sheet.id for sheet in sheets(world, paid)]
        run(world, VOID_INVOICE, "zhuoni", ids, SPOILT)
        assert [sheet.number for sheet in sheets(world, paid)] == [
            "00013004",
            "00013005",
            "00013006",
        ]

    def test_void_invoice_without_a_new_sheet_the_payment_waits_for_one(
        self, world: World, paid: int
    ) -> None:
        spoilt = sheets(world, paid)[0]
        given = replace(SPOILT, reissue=False)
        run(world, VOID_INVOICE, "zhuoni", [spoilt.id], given)
        assert len(sheets(world, paid)) == 2
        found = refused(world, ISSUE_INVOICES, "zhuoni", [paid], IssueInvoicesInput(2))
        assert found.code == IssueInvoicesRefusal.FACE_VALUE_DIFFERS
        assert found.facts["missing_fen"] == 20_000
        run(world, ISSUE_INVOICES, "zhuoni", [paid], IssueInvoicesInput(1))
        assert sum(sheet.amount_fen for sheet in sheets(world, paid)) == 60_000
        with world.session() as session:
            assert session.get_one(Payment, paid).invoice_count == 3

    def test_later_a_second_person_takes_it_back(self, world: World, paid: int) -> None:
        ids = [sheets(world, paid)[0].id]
        found = refused(world, VOID_INVOICE, "zhuoni-cashier", ids, SPOILT, minutes=11)
        assert found.code == Common.SECOND_PERSON
        assert run(world, VOID_INVOICE, "zhuoni", ids, SPOILT, minutes=11).rows

    def test_an_empty_stock_cannot_replace(self, world: World, paid: int) -> None:
        with world.writing() as session:
            emptied = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            emptied.issued += emptied.available
            emptied.available = 0
        ids = [sheets(world, paid)[0].id]
        found = refused(world, VOID_INVOICE, "zhuoni", ids, SPOILT)
        assert found.code == VoidInvoiceRefusal.STOCK_SHORT

    def test_sheets_of_several_types_are_replaced_one_type_at_a_time(
        self, world: World, paid: int
    ) -> None:
        ids = [sheets(world, paid)[0].id, other_type(world, paid)]
        found = refused(world, VOID_INVOICE, "zhuoni", ids, SPOILT)
        assert found.code == VoidInvoiceRefusal.SEVERAL_TYPES

    def test_the_plan_says_to_keep_the_sheet(self, world: World, paid: int) -> None:
        ids = [sheets(world, paid)[0].id]
        caller = world.caller("zhuoni")
        with world.session("zhuoni") as session:
            planned = plan(session, VOID_INVOICE, ids, SPOILT, caller)
            without = plan(session, VOID_INVOICE, ids, replace(SPOILT, reissue=False), caller)
        notes = {note.code: note.facts for note in planned.preview.side_effects}
        assert notes[VoidInvoiceNote.REISSUED]["numbers"] == "00013004"
        assert [note.code for note in without.preview.warnings] == [VoidInvoiceNote.OWED]


def other_type(world: World, payment: int) -> int:
    """The key of a printed sheet given for the same payment."""
    with world.writing() as session:
        first = session.scalars(select(Invoice).where(Invoice.payment_id == payment)).first()
        assert first is not None
        kind = InvoiceType(
            code="other", name="另一种", medium="paper", tracking="count", face_value_fen=None
        )
        session.add(kind)
        session.flush()
        source = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
        other = InvoiceLot(
            lot_no="LOT-other",
            type_id=kind.id,
            office_id=source.office_id,
            quantity=1,
            available=1,
            dispatched_at=NOW,
        )
        other.belong_to(source)
        session.add(other)
        session.flush()
        sheet = Invoice(
            lot_id=other.id,
            unit_id=first.unit_id,
            payment_id=payment,
            amount_fen=0,
            title=first.title,
            issued_on=first.issued_on,
            issued_at=NOW,
            issued_by="出纳",
        )
        sheet.belong_to(first)
        session.add(sheet)
        session.flush()
        return sheet.id


class TestIssueInvoices:
    @pytest.fixture
    def deferred(self, world: World) -> int:
        """The key of B's payment of 400 yuan, for which no sheet was given."""
        given = ChargeInput(40_000, 0, deferred_reason="票未到")
        ids = [world.id("b-order")]
        return run(world, CHARGE, "zhuoni-cashier", ids, given).totals["payment_id"]

    def test_issue_invoices_gives_the_sheets_that_were_deferred(
        self, world: World, deferred: int
    ) -> None:
        run(world, ISSUE_INVOICES, "zhuoni-cashier", [deferred], IssueInvoicesInput(2))
        assert [sheet.number for sheet in sheets(world, deferred)] == ["00013001", "00013002"]
        assert lot(world).available == 58

    def test_a_missing_invoice_is_not_issued_twice(self, world: World, deferred: int) -> None:
        run(world, ISSUE_INVOICES, "zhuoni", [deferred], IssueInvoicesInput(2))
        found = refused(world, ISSUE_INVOICES, "zhuoni", [deferred], IssueInvoicesInput(2))
        assert found.code == IssueInvoicesRefusal.NOTHING_MISSING

    def test_stock_must_suffice(self, world: World, deferred: int) -> None:
        given = IssueInvoicesInput(2, "printed")
        found = refused(world, ISSUE_INVOICES, "zhuoni", [deferred], given)
        assert found.code == IssueInvoicesRefusal.STOCK_SHORT

    def test_the_plan_shows_the_numbers(self, world: World, deferred: int) -> None:
        caller = world.caller("zhuoni")
        with world.session("zhuoni") as session:
            planned = plan(session, ISSUE_INVOICES, [deferred], IssueInvoicesInput(2), caller)
        (note,) = planned.preview.side_effects
        assert note.facts["numbers"] == "00013001–00013002"
