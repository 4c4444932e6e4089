"""数电票: numbers typed at issue, red letters that use up no quota, and no sentence with a gap."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput, ChargeNote
from actions.billing.reverse_payment import (
    REVERSE_PAYMENT,
    ReversePaymentInput,
    ReversePaymentRefusal,
)
from actions.core.refusal import Refusal, Refused
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput
from actions.invoices.reverse import REVERSE_INVOICE, ReverseInvoiceInput, ReverseInvoiceNote
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput, VoidInvoiceRefusal
from actions.plan import plan
from admin_app.labels.lookup import sentence
from models.invariants import breaches
from models.invoices.electronic import ElectronicFault
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.invoice_type import Medium, Tracking
from models.invoices.stock import InvoiceLot
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

A, B, C, D = (f"2662{n:016}" for n in range(1, 5))


@pytest.fixture
def quota(world: World) -> World:
    """卓尼 may give ten 数电票."""
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        given = {"name": "数电票", "medium": Medium.ELECTRONIC, "tracking": Tracking.COUNT}
        kind = maker.invoice_type(None, code="electronic", **given)
        world.ids["quota"] = maker.lot(kind, None, 10).id
    return world


def charge(world: World, numbers: str | None, count: int = 2, by: str = "zhuoni-cashier") -> int:
    given = ChargeInput(40_000, count, invoice_type="electronic", numbers=numbers)
    done = world.perform(CHARGE, by, [world.id("b-order")], given)
    key: int = done.totals["payment_id"]
    return key


def refusal(world: World, verb: Any, ids: list[int], given: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        world.perform(verb, "zhuoni", ids, given)
    return caught.value.first


def sheets(world: World, payment: int) -> list[Invoice]:
    with world.session() as session:
        wanted = select(Invoice).where(Invoice.payment_id == payment).order_by(Invoice.id)
        return list(session.scalars(wanted))


def available(world: World) -> int:
    with world.session() as session:
        return session.get_one(InvoiceLot, world.id("quota")).available


def is_sound(world: World) -> bool:
    with world.engine.connect() as connection:
        broken = {name for name, n in breaches(connection).items() if n}
    return not {name for name in broken if name in {"I-7 issued", "I-7 counters"}} and not {
        name for name in broken if name.startswith(("I-6", "I-8"))
    }


class TestCharge:
    @pytest.mark.parametrize("between", [" ", "\n", "、", "，", ", "])
    def test_charge_keeps_the_number_of_each(self, quota: World, between: str) -> None:
        given = sheets(quota, charge(quota, f"{A}{between}{B}"))
        assert [(row.number, row.invoice_code) for row in given] == [(A, ""), (B, "")]
        assert available(quota) == 8
        assert is_sound(quota)

    @pytest.mark.parametrize(
        ("numbers", "fault"),
        [
            (None, ElectronicFault.COUNT_DIFFERS),
            (A, ElectronicFault.COUNT_DIFFERS),
            (f"{A} {A}", ElectronicFault.REPEATED),
            (f"{A} 12345678", ElectronicFault.NUMBER_FAULTY),
        ],
    )
    def test_charge_refuses_numbers_that_are_not_those_of_the_sheets(
        self, quota: World, numbers: str | None, fault: ElectronicFault
    ) -> None:
        given = ChargeInput(40_000, 2, invoice_type="electronic", numbers=numbers)
        found = refusal(quota, CHARGE, [quota.id("b-order")], given)
        assert found.code is fault
        assert "None" not in sentence(found.code, found.facts)

    def test_charge_refuses_a_number_that_another_office_gave(self, quota: World) -> None:
        with quota.writing() as session:
            maker = Maker(session, session.get_one(Office, quota.id("office-lintan")), NOW)
            maker.invoice(number=A, invoice_code="")
        given = ChargeInput(40_000, 2, invoice_type="electronic", numbers=f"{A} {B}")
        found = refusal(quota, CHARGE, [quota.id("b-order")], given)
        assert (found.code, found.facts) == (ElectronicFault.TAKEN, {"number": A})

    def test_charge_refuses_numbers_typed_for_paper(self, quota: World) -> None:
        given = ChargeInput(40_000, 2, invoice_type="fixed-200", numbers=f"{A} {B}")
        found = refusal(quota, CHARGE, [quota.id("b-order")], given)
        assert found.code is ElectronicFault.UNWANTED

    def test_charge_names_the_numbers_on_its_plan(self, quota: World) -> None:
        given = ChargeInput(40_000, 2, invoice_type="electronic", numbers=f"{A} {B}")
        with quota.session("zhuoni") as session:
            seen = plan(session, CHARGE, [quota.id("b-order")], given, quota.caller("zhuoni"))
        used = next(n for n in seen.preview.side_effects if n.code is ChargeNote.INVOICES_USED)
        assert used.facts["numbers"] == f"{A}、{B}"


class TestIssue:
    def test_issue_keeps_the_number_of_one_that_followed(self, quota: World) -> None:
        later = ChargeInput(40_000, 0, deferred_reason="额度下批")
        paid = quota.perform(CHARGE, "zhuoni", [quota.id("b-order")], later)
        ids = [paid.totals["payment_id"]]
        found = refusal(quota, ISSUE_INVOICES, ids, IssueInvoicesInput(1, "electronic"))
        assert found.code is ElectronicFault.COUNT_DIFFERS
        quota.perform(ISSUE_INVOICES, "zhuoni", ids, IssueInvoicesInput(1, "electronic", A))
        assert [row.number for row in sheets(quota, ids[0])] == [A]


class TestTakingBack:
    def test_taking_back_makes_none_void(self, quota: World) -> None:
        (spent, _) = sheets(quota, charge(quota, f"{A} {B}"))
        found = refusal(quota, VOID_INVOICE, [spent.id], VoidInvoiceInput("抬头有误"))
        assert found.code is VoidInvoiceRefusal.ELECTRONIC

    def test_taking_back_gives_a_red_one_that_uses_up_no_quota(self, quota: World) -> None:
        key = charge(quota, f"{A} {B}")
        spent = sheets(quota, key)[0].id
        given = ReverseInvoiceInput("抬头有误", red_numbers=C, numbers=D)
        done = quota.perform(REVERSE_INVOICE, "zhuoni", [spent], given)

        assert done.rows[0].facts == {"red_number": C, "new_number": D}
        assert [(row.number, row.amount_fen, row.state) for row in sheets(quota, key)] == [
            (A, 20_000, InvoiceState.REVERSED),
            (B, 20_000, InvoiceState.ISSUED),
            (C, -20_000, InvoiceState.ISSUED),
            (D, 20_000, InvoiceState.ISSUED),
        ]
        assert available(quota) == 7
        assert is_sound(quota)

    def test_taking_back_needs_no_quota_to_give_a_red_one(self, quota: World) -> None:
        with quota.writing() as session:
            lot = session.get_one(InvoiceLot, quota.id("quota"))
            lot.quantity = lot.available = 1
        key = charge(quota, A, 1)
        given = ReverseInvoiceInput("退款", reissue=False, red_numbers=C)
        quota.perform(REVERSE_INVOICE, "zhuoni", [sheets(quota, key)[0].id], given)
        assert (available(quota), len(sheets(quota, key))) == (0, 2)
        assert is_sound(quota)

    def test_taking_back_gives_a_red_one_in_the_month_it_was_given(self, quota: World) -> None:
        (spent, _) = sheets(quota, charge(quota, f"{A} {B}"))
        given = ReverseInvoiceInput("退款", handed_over=False, reissue=False, red_numbers=C)
        with quota.session("zhuoni") as session:
            caller = quota.caller("zhuoni")
            seen = plan(session, REVERSE_INVOICE, [spent.id], given, caller)
        assert [verdict.refusal for verdict in seen.verdicts] == [None]
        red = next(n for n in seen.preview.side_effects if n.code is ReverseInvoiceNote.RED_SHEETS)
        assert red.facts["numbers"] == C

    def test_taking_back_undoes_a_payment_once_its_sheets_are_red(self, quota: World) -> None:
        key = charge(quota, A, 1)
        found = refusal(quota, REVERSE_PAYMENT, [key], ReversePaymentInput("数错了"))
        assert found.code is ReversePaymentRefusal.ELECTRONIC
        given = ReverseInvoiceInput("退款", reissue=False, red_numbers=C)
        quota.perform(REVERSE_INVOICE, "zhuoni", [sheets(quota, key)[0].id], given)
        quota.perform(REVERSE_PAYMENT, "zhuoni", [key], ReversePaymentInput("数错了"))
        assert is_sound(quota)


class TestSheetsWithoutANumber:
    def test_sheets_without_a_number_are_said_to_have_none(self) -> None:
        for code in (ChargeNote.INVOICES_USED, ReverseInvoiceNote.RED_SHEETS):
            said = sentence(code, {"lot_no": "P-1", "count": 2, "numbers": None})
            assert "（未登记号码）" in said
