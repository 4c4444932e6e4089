"""收费: one unit's money for whole orders, and its invoices at the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput, ChargeNote, ChargeRefusal, payable_orders
from actions.core.refusal import Refusal, Refused
from actions.core.result import Note
from actions.plan import plan
from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentLine, PaymentMethod
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot, InvoiceMove, LotState, MoveKind
from models.invoices.stock_balance import stock_of
from models.offices.office import Office, PaymentMode
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent
from tests.support.database.database_digest import digest
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker

A_ORDERS = ["a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3"]
#: The reference scenario, row 5: 400 + 3 × 200 yuan, 5 sheets of 200.
GIVEN = ChargeInput(100_000, 5)


def ids(world: World, names: list[str]) -> list[int]:
    return [world.id(name) for name in names]


def refused(
    world: World, names: list[str], given: ChargeInput, by: str = "zhuoni-cashier"
) -> Refusal:
    """Why nothing is charged; and nothing is."""
    before = digest(world.engine)
    with pytest.raises(Refused) as caught:
        world.perform(CHARGE, by, ids(world, names), given)
    assert digest(world.engine) == before
    return caught.value.first


class TestTheReferenceScenario:
    """Rows 5 and 6, to the number."""

    def test_the_reference_scenario_charges_a_and_then_b(self, world: World) -> None:
        assert refused(world, A_ORDERS, ChargeInput(99_900, 5)) == Refusal(
            ChargeRefusal.AMOUNT_DIFFERS, {"typed_fen": 99_900, "due_fen": 100_000}
        )
        first = world.perform(CHARGE, "zhuoni-cashier", ids(world, A_ORDERS), GIVEN)

        assert first.totals["amount_fen"] == 100_000
        assert (first.totals["row_count"], first.totals["invoice_count"]) == (4, 5)
        assert self.sheets(world) == 55

        second = world.perform(CHARGE, "zhuoni", ids(world, ["b-order"]), ChargeInput(40_000, 2))

        assert second.totals["amount_fen"] == 40_000
        assert self.sheets(world) == 53
        with world.session("zhuoni") as session:
            charged = session.scalars(select(Order).where(Order.state == OrderState.CHARGED)).all()

            assert sum(order.amount_fen for order in charged) == 140_000
            assert len(charged) == 5

    def sheets(self, world: World) -> int:
        with world.session("zhuoni") as session:
            return stock_of(session, "623022").sheets


class TestRun:
    @pytest.fixture
    def charged(self, world: World) -> World:
        given = ChargeInput(100_000, 5, PaymentMethod.TRANSFER, voucher_no="凭-7")
        world.perform(CHARGE, "zhuoni-cashier", ids(world, A_ORDERS), given)
        return world

    def test_charge_books_one_payment_of_the_unit(self, charged: World) -> None:
        with charged.session("zhuoni") as session:
            payment = session.scalars(select(Payment)).one()

            assert (payment.amount_fen, payment.invoice_count) == (100_000, 5)
            assert payment.unit_id == charged.id("unit-a")
            assert (payment.method, payment.voucher_no) == (PaymentMethod.TRANSFER, "凭-7")
            assert (payment.received_on, payment.confirmed_at) == (TODAY, NOW)
            assert payment.cashier == "卓尼出纳"
            assert payment.cashier_key == charged.actor("zhuoni-cashier").key
            assert payment.payment_no.startswith("S623022-20260610-000001-")

    def test_charge_pays_each_order_with_a_line(self, charged: World) -> None:
        with charged.session("zhuoni") as session:
            lines = session.scalars(select(PaymentLine)).all()

            assert {line.order_id for line in lines} == set(ids(charged, A_ORDERS))
            assert sum(line.amount_fen for line in lines) == 100_000

    def test_charge_moves_the_orders_to_awaiting_remittance(self, charged: World) -> None:
        with charged.session("zhuoni") as session:
            for order_id in ids(charged, A_ORDERS):
                order = session.get_one(Order, order_id)
                assert (order.state, order.charged_at) == (OrderState.CHARGED, NOW)

    def test_charge_issues_the_lowest_numbers_to_the_unit(self, charged: World) -> None:
        with charged.session("zhuoni") as session:
            invoices = session.scalars(select(Invoice).order_by(Invoice.number)).all()

            assert [invoice.number for invoice in invoices] == [
                f"{number:08}" for number in range(13001, 13006)
            ]
            assert {invoice.amount_fen for invoice in invoices} == {20_000}
            assert {invoice.title for invoice in invoices} == {"卓尼县教育局"}
            assert {invoice.invoice_code for invoice in invoices} == {"6200261234"}

    def test_charge_takes_them_out_of_the_lot_and_writes_it_down(self, charged: World) -> None:
        with charged.session("zhuoni") as session:
            lot = session.get_one(InvoiceLot, charged.id("zhuoni-signed"))
            move = session.scalars(select(InvoiceMove)).one()
            payment = session.scalars(select(Payment)).one()

            assert (lot.available, lot.issued) == (55, 5)
            assert (move.kind, move.quantity) == (MoveKind.ISSUE, 5)
            assert move.reference == payment.payment_no

    def test_an_order_is_not_charged_twice(self, charged: World) -> None:
        assert refused(charged, A_ORDERS, GIVEN).code == "wrong_state"

    def test_charge_shows_the_unit_its_payment_and_no_other(self, charged: World) -> None:
        for username, count in (("unit-a", 1), ("unit-b", 0), ("lintan", 0), ("unit-s", 0)):
            with charged.session(username) as session:
                units = session.scalars(
                    select(Payment).where(Payment.unit_id == charged.id("unit-a"))
                )
                assert len(units.all()) == count, username


class TestInvoices:
    def make(self, world: World, **lot: Any) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            kind = maker.invoice_type(lot.pop("face", None), code=lot.pop("code", "roll"))
            maker.lot(kind, **lot)

    def test_invoices_of_another_type_carry_equal_shares(self, world: World) -> None:
        self.make(world, first="00000001")
        given = ChargeInput(100_000, 3, invoice_type="roll")
        world.perform(CHARGE, "zhuoni-cashier", ids(world, A_ORDERS), given)
        with world.session("zhuoni") as session:
            amounts = session.scalars(select(Invoice.amount_fen).order_by(Invoice.number)).all()

        assert amounts == [33_333, 33_333, 33_334]

    def test_invoices_that_are_only_counted_have_no_number(self, world: World) -> None:
        self.make(world, first=None)
        given = ChargeInput(100_000, 2, invoice_type="roll")
        world.perform(CHARGE, "zhuoni-cashier", ids(world, A_ORDERS), given)
        with world.session("zhuoni") as session:
            invoices = session.scalars(select(Invoice)).all()

        assert [(invoice.number, invoice.amount_fen) for invoice in invoices] == [
            (None, 50_000)
        ] * 2

    def test_invoices_come_from_the_next_lot_when_one_is_used_up(self, world: World) -> None:
        with world.writing() as session:
            lot = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            lot.available, lot.issued = 2, 58
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            maker.lot(
                first="00019001", quantity=9, type_id=lot.type_id, invoice_code=lot.invoice_code
            )
        world.perform(CHARGE, "zhuoni-cashier", ids(world, A_ORDERS), GIVEN)
        with world.session("zhuoni") as session:
            numbers = session.scalars(select(Invoice.number).order_by(Invoice.number)).all()
            first = session.get_one(InvoiceLot, world.id("zhuoni-signed"))

            assert numbers == ["00013059", "00013060", "00019001", "00019002", "00019003"]
            assert (first.available, first.state) == (0, LotState.EXHAUSTED)

    def test_invoices_may_follow_later_for_a_reason(self, world: World) -> None:
        given = ChargeInput(100_000, 0, deferred_reason="发票未到")
        world.perform(CHARGE, "zhuoni-cashier", ids(world, A_ORDERS), given)
        with world.session("zhuoni") as session:
            payment = session.scalars(select(Payment)).one()

            assert payment.invoice_deferred_reason == "发票未到"
            assert session.scalars(select(Invoice)).all() == []


class TestCheck:
    def test_charge_refuses_orders_of_two_units(self, world: World) -> None:
        refusal = refused(world, [*A_ORDERS, "b-order"], ChargeInput(140_000, 7))

        assert refusal == Refusal(ChargeRefusal.SEVERAL_UNITS, {"count": 2})

    @pytest.mark.parametrize("amount_fen", [1, 99_999, 100_001, 200_000])
    def test_charge_refuses_an_amount_that_is_not_the_sum(
        self, world: World, amount_fen: int
    ) -> None:
        assert refused(world, A_ORDERS, ChargeInput(amount_fen, 5)).code is (
            ChargeRefusal.AMOUNT_DIFFERS
        )

    def test_charge_refuses_more_sheets_than_there_are(self, world: World) -> None:
        assert refused(world, A_ORDERS, ChargeInput(100_000, 61)) == Refusal(
            ChargeRefusal.STOCK_SHORT, {"asked": 61, "sheets": 60}
        )

    def test_charge_counts_no_sheets_of_a_lot_in_transit_or_of_another_office(
        self, world: World
    ) -> None:
        refusal = refused(world, ["c-order"], ChargeInput(20_000, 41), by="lintan")

        assert refusal == Refusal(ChargeRefusal.STOCK_SHORT, {"asked": 41, "sheets": 40})

    @pytest.mark.parametrize("count", [4, 6])
    def test_charge_refuses_sheets_whose_face_value_is_not_the_sum(
        self, world: World, count: int
    ) -> None:
        assert refused(world, A_ORDERS, ChargeInput(100_000, count)) == Refusal(
            ChargeRefusal.FACE_VALUE_DIFFERS,
            {"count": count, "covered_fen": count * 20_000, "due_fen": 100_000},
        )

    def test_charge_refuses_no_sheet_without_a_reason(self, world: World) -> None:
        refusal = refused(world, A_ORDERS, ChargeInput(100_000, 0))

        assert refusal == Refusal(ChargeRefusal.INVOICE_OR_REASON, {})

    def test_charge_refuses_a_unit_that_is_suspended(self, world: World) -> None:
        with world.writing() as session:
            UNIT_LIFECYCLE.advance(session.get_one(Unit, world.id("unit-a")), UnitEvent.SUSPEND)

        assert refused(world, A_ORDERS, GIVEN).code is ChargeRefusal.UNIT_NOT_ACTIVE

    @pytest.mark.parametrize(
        ("by", "code"),
        [
            ("gansu", "not_own_office"),
            ("gannan", "not_own_office"),
            ("lintan", "not_found"),
            ("shaanxi", "not_found"),
            ("unit-a", "forbidden"),
            ("zhuoni-viewer", "forbidden"),
            ("conac", "forbidden"),
        ],
    )
    def test_charge_is_for_the_unit_s_own_office(self, world: World, by: str, code: str) -> None:
        assert refused(world, A_ORDERS, GIVEN, by).code == code


class TestPreview:
    def plan(self, world: World, given: ChargeInput) -> Any:
        with world.session("zhuoni") as session:
            return plan(session, CHARGE, ids(world, A_ORDERS), given, world.caller("zhuoni"))

    def test_charge_shows_the_sum_and_the_numbers_to_hand_over(self, world: World) -> None:
        preview = self.plan(world, GIVEN).preview

        assert preview.words_fen == 100_000
        assert preview.totals == {"row_count": 4, "amount_fen": 100_000, "invoice_count": 5}
        assert preview.side_effects == (
            Note(
                ChargeNote.INVOICES_USED,
                {
                    "lot_no": "LOT-zhuoni-signed",
                    "count": 5,
                    "numbers": "00013001–00013005",
                },
            ),
            Note(ChargeNote.STOCK_AFTER, {"sheets_before": 60, "sheets_after": 55}),
            Note(ChargeNote.TO_AWAITING_REMITTANCE, {"count": 4}),
        )

    def test_charge_warns_that_invoices_are_owed(self, world: World) -> None:
        planned = self.plan(world, ChargeInput(100_000, 0, deferred_reason="发票未到"))

        assert planned.preview.warnings == (
            Note(ChargeNote.INVOICE_DEFERRED, {"reason": "发票未到"}),
        )


class TestPayableOrders:
    def test_payable_orders_are_what_a_unit_has_yet_to_pay(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert set(payable_orders(session, [world.id("unit-a")])) == set(ids(world, A_ORDERS))

    def test_payable_orders_of_a_foreign_unit_are_none(self, world: World) -> None:
        with world.session("lintan") as session:
            assert payable_orders(session, [world.id("unit-a")]) == []


class TestTheMethodsAnOfficeTakes:
    @pytest.fixture
    def cashless(self, world: World) -> World:
        with world.writing() as session:
            wanted = select(Office.id).where(Office.code == "623022")
            mode = PaymentMode(office_id=session.scalar(wanted), accept_cash=False)
            mode.belong_to(session.get_one(Office, mode.office_id))
            session.add(mode)
        return world

    def test_cash_is_refused_where_the_office_takes_none(self, cashless: World) -> None:
        assert refused(cashless, A_ORDERS, GIVEN) == Refusal(
            ChargeRefusal.METHOD_NOT_ACCEPTED, {"method": PaymentMethod.CASH}
        )

    def test_a_transfer_is_taken_there(self, cashless: World) -> None:
        given = ChargeInput(100_000, 5, PaymentMethod.TRANSFER)
        done = cashless.perform(CHARGE, "zhuoni-cashier", ids(cashless, A_ORDERS), given)
        assert done.totals["amount_fen"] == 100_000

    def test_the_form_starts_with_a_method_that_is_taken(self, cashless: World) -> None:
        with cashless.session("zhuoni") as session:
            seen = plan(session, CHARGE, ids(cashless, A_ORDERS), None, cashless.caller("zhuoni"))
        assert seen.given.method is PaymentMethod.TRANSFER
