"""Money that went back is owed no sheet: not by 补开, on no desk, in no figure (退款, 撤销收费)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.refusal import Refusal, Refused
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput, IssueInvoicesRefusal
from actions.invoices.reverse import REVERSE_INVOICE, ReverseInvoiceInput
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput, VoidInvoiceNote
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT, ConfirmAdjustmentInput
from actions.ledger.refund import REFUND, RefundInput
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.payment import Payment
from models.invariants import breaches
from models.invoices.invoice import Invoice
from models.invoices.invoice_type import InvoiceType
from models.invoices.owed_sheets import is_owed, owed_because
from models.ledger.invoice_cancellation import TakingBackFault
from models.offices.office import Office
from models.registration.unit_reorganisation import units_owed_invoices
from models.reports.reconciliation import Leg, Span, compare, payments_of
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker

BY, SECOND, WHY = "conac-finance", "conac", RefundInput("重复缴费")
SPOILT = VoidInvoiceInput("已退款", reissue=False)
WEEK = "2026-W24"


def settle(world: World, names: tuple[str, ...], given: ChargeInput) -> int:
    """Charge orders, remit their money and have it arrive; returns the payment."""
    ids = [world.id(name) for name in names]
    paid = world.perform(CHARGE, "zhuoni", ids, given)
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
    world.perform(TOP_UP, BY, [sent], TopUpInput(given.amount_fen, "B1"))
    key: int = paid.totals["payment_id"]
    return key


def refund(world: World, name: str) -> None:
    proposed = world.perform(REFUND, BY, [world.id(name)], WHY)
    ids = [proposed.totals["adjustment_id"]]
    world.perform(CONFIRM_ADJUSTMENT, SECOND, ids, ConfirmAdjustmentInput())


def sheets(world: World, payment: int) -> list[int]:
    with world.session() as session:
        wanted = select(Invoice.id).where(Invoice.payment_id == payment).order_by(Invoice.id)
        return list(session.scalars(wanted))


def refusal(world: World, verb: Any, ids: list[int], given: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        world.perform(verb, "zhuoni", ids, given)
    return caught.value.first


def owed(world: World) -> set[int]:
    """The payments that any count of 待补开票 counts, all counts agreeing."""
    with world.session("zhuoni") as session:
        found = set(session.scalars(select(Payment.id).where(is_owed())))
        told = set(session.scalars(select(Payment.id).where(owed_because().is_not(None))))
        units = session.scalars(select(Payment.unit_id).where(Payment.id.in_(found)))
        every = list(session.scalars(select(Payment.unit_id)))
        assert told == found
        assert units_owed_invoices(session, every) == set(units)
    return found


def differing(world: World) -> list[tuple[int, int]]:
    """(invoiced, due) of the payments that 三方对账 calls uneven for their sheets."""
    with world.session("zhuoni") as session:
        office = session.scalars(select(Office).where(Office.code == "623022")).one()
        rows = payments_of(session, Span(office, [WEEK], TODAY), [Leg.INVOICED])
        count = sum(cell.uninvoiced_count for cell in compare(session, Span(office, [WEEK], TODAY)))
        assert count == len(rows)
    return [(row.invoiced_fen, row.due_fen) for row in rows]


def is_sound(world: World) -> bool:
    with world.engine.connect() as connection:
        broken = {name for name, n in breaches(connection).items() if n}
    return not {name for name in broken if name.startswith(("I-6", "I-8"))}


@pytest.fixture
def refunded(world: World) -> World:
    """B's renewal of 400 yuan on two fixed sheets was settled and given back whole."""
    world.ids["payment"] = settle(world, ("b-order",), ChargeInput(40_000, 2))
    refund(world, "b-order")
    return world


class TestARefundedOrder:
    def test_a_refunded_order_is_owed_no_sheet_once_its_sheets_are_void(
        self, refunded: World
    ) -> None:
        assert differing(refunded) == [(40_000, 0)]
        spent = sheets(refunded, refunded.id("payment"))
        done = refunded.perform(VOID_INVOICE, "zhuoni", spent, SPOILT)

        assert done.totals["reissued"] == 0
        assert (owed(refunded), differing(refunded)) == (set(), [])
        with refunded.session() as session:
            payment = session.get_one(Payment, refunded.id("payment"))
            assert payment.invoice_deferred_reason is None
        assert is_sound(refunded)

    def test_a_refunded_order_gets_no_sheet_again(self, refunded: World) -> None:
        ids = [refunded.id("payment")]
        refunded.perform(VOID_INVOICE, "zhuoni", sheets(refunded, ids[0]), SPOILT)
        found = refusal(refunded, ISSUE_INVOICES, ids, IssueInvoicesInput(2))
        assert found.code is IssueInvoicesRefusal.NOTHING_MISSING

    def test_a_refunded_order_gets_no_new_sheet_for_a_spoilt_one(self, refunded: World) -> None:
        spent = sheets(refunded, refunded.id("payment"))[:1]
        found = refusal(refunded, VOID_INVOICE, spent, VoidInvoiceInput("抬头有误"))
        assert found.code is TakingBackFault.MORE_THAN_DUE
        assert found.facts["excess_fen"] == 40_000

    def test_a_refunded_order_is_said_to_wait_for_nothing_on_the_plan(
        self, refunded: World
    ) -> None:
        spent = sheets(refunded, refunded.id("payment"))
        with refunded.session("zhuoni") as session:
            seen = plan(session, VOID_INVOICE, spent, SPOILT, refunded.caller("zhuoni"))
        assert VoidInvoiceNote.OWED not in {note.code for note in seen.preview.warnings}

    def test_whose_sheet_was_to_follow_waits_for_none_any_more(self, world: World) -> None:
        later = ChargeInput(40_000, 0, deferred_reason="下批补开")
        key = settle(world, ("b-order",), later)
        assert owed(world) == {key}
        refund(world, "b-order")
        assert (owed(world), differing(world)) == (set(), [])
        assert is_sound(world)


class TestAPaymentGivenBackInPart:
    @pytest.fixture
    def partly(self, world: World) -> World:
        """A paid 800 yuan on one printed sheet; 200 of them went back."""
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            printed = session.get_one(InvoiceType, world.id("type-printed"))
            Maker(session, office, NOW).lot(printed, "00090001", 10)
        names = ("a-order-register", "a-order-renew-1", "a-order-renew-2")
        given = ChargeInput(80_000, 1, invoice_type="printed")
        world.ids["payment"] = settle(world, names, given)
        refund(world, "a-order-renew-1")
        return world

    @pytest.mark.parametrize(
        ("verb", "given"),
        [
            (VOID_INVOICE, VoidInvoiceInput("退款", reissue=False)),
            (REVERSE_INVOICE, ReverseInvoiceInput("退款", reissue=False)),
        ],
        ids=["void", "red"],
    )
    def test_a_payment_given_back_in_part_is_owed_what_stayed(
        self, partly: World, verb: Any, given: Any
    ) -> None:
        ids = [partly.id("payment")]
        partly.perform(verb, "zhuoni", sheets(partly, ids[0]), given)

        assert (owed(partly), differing(partly)) == (set(ids), [(0, 60_000)])
        done = partly.perform(ISSUE_INVOICES, "zhuoni", ids, IssueInvoicesInput(1, "printed"))
        assert done.totals["amount_fen"] == 60_000
        assert (owed(partly), differing(partly)) == (set(), [])
        assert is_sound(partly)

    def test_a_payment_given_back_in_part_is_corrected_freely_once_its_sheets_are_right(
        self, partly: World
    ) -> None:
        ids = [partly.id("payment")]
        partly.perform(VOID_INVOICE, "zhuoni", sheets(partly, ids[0]), SPOILT)
        partly.perform(ISSUE_INVOICES, "zhuoni", ids, IssueInvoicesInput(1, "printed"))
        newest = sheets(partly, ids[0])[-1:]
        done = partly.perform(VOID_INVOICE, "zhuoni", newest, VoidInvoiceInput("抬头有误"))
        assert done.totals["reissued"] == 1
        assert is_sound(partly)


class TestAReversedPayment:
    def test_a_reversed_payment_waits_for_no_sheet(self, world: World) -> None:
        later = ChargeInput(40_000, 0, deferred_reason="下批补开")
        paid = world.perform(CHARGE, "zhuoni", [world.id("b-order")], later)
        key = paid.totals["payment_id"]
        assert owed(world) == {key}
        world.perform(REVERSE_PAYMENT, "zhuoni", [key], ReversePaymentInput("数错了"))
        assert owed(world) == set()


class TestASheetReplacedByRed:
    def test_a_sheet_replaced_by_red_blocks_no_transfer_of_its_unit(self, world: World) -> None:
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            printed = session.get_one(InvoiceType, world.id("type-printed"))
            Maker(session, office, NOW).lot(printed, "00090001", 10)
        given = ChargeInput(40_000, 1, invoice_type="printed")
        paid = world.perform(CHARGE, "zhuoni", [world.id("b-order")], given)
        spent = sheets(world, paid.totals["payment_id"])
        world.perform(REVERSE_INVOICE, "zhuoni", spent, ReverseInvoiceInput("抬头有误"))
        assert owed(world) == set()


class TestVerify:
    def test_verify_finds_a_sheet_given_for_money_that_went_back(self, refunded: World) -> None:
        spent = sheets(refunded, refunded.id("payment"))
        refunded.perform(VOID_INVOICE, "zhuoni", spent, SPOILT)
        with refunded.writing() as session:
            payment = session.get_one(Payment, refunded.id("payment"))
            office = session.get_one(Office, refunded.id("office-zhuoni"))
            lot = Maker(session, office, NOW).lot(first="00055001")
            number = session.scalar(select(func.max(Invoice.number)))
            assert number is not None
            Maker(session, office, NOW).invoice(payment=payment, lot=lot)
        with refunded.engine.connect() as connection:
            assert breaches(connection)["I-6 sheets of refunds"] == 1
