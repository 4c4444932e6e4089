"""A year's money in twelve rows, to the number: blank invoices, fees, remittance, settlement.

One test a row would repeat eleven rows of arrangement; so one story is told, row after row, on
each engine. 20,000 分 a domain-year; 定额发票 of 20,000 分 a sheet.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput, ChargeRefusal
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.action import Nothing, Reach
from actions.core.adverse_review import ReviewReasons
from actions.core.export import ExportInput, export_action
from actions.core.refusal import Common, Refusal, Refused
from actions.core.result import Outcome
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.reject import REJECT
from actions.domains.renew import RENEW, RenewInput
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput
from actions.invoices.request import (
    REQUEST_INVOICES,
    RequestInvoicesInput,
    RequestInvoicesRefusal,
)
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine, SplitRefusal
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.ledger.settle import SETTLE
from actions.perform import perform
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput, TopUpRefusal
from models.billing.order import Order, OrderState, Wait
from models.billing.payment import Payment
from models.core.clock import FixedClock
from models.domains.domain import Domain, DomainState
from models.domains.review import ReviewReason
from models.invariants import breaches
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState
from models.invoices.stock_balance import stock_of
from models.ledger.ledger import Account, Transfer
from models.offices.office import MailingAddress, Office
from models.units.unit import Unit, UnitType
from models.values.tld import Tld
from seed.reference.unit_generator import credit_code
from tests.support.pages.answers import ticking
from tests.support.world.cast import NOW, World
from tests.support.world.factories import serial
from tests.support.world.money_factories import Maker

RENEWALS = ("a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
COUNTY = "623022"
REASON = "县委批准的名称"


class Story:
    """What the rows share: the world, a clock that moves on, and keys of rows made on the way."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.minutes = 0

    def act(
        self, action: Any, who: str, ids: list[int], given: Any = None, key: str = ""
    ) -> Outcome:
        """Carries an action out, a minute after the one before."""
        self.minutes += 1
        at = FixedClock(NOW + timedelta(minutes=self.minutes))
        caller = replace(self.world.caller(who), clock=at)
        with self.world.session(who) as session:
            given, key = Nothing() if given is None else given, key or f"story-{serial()}"
            return ticking(
                lambda answer: perform(session, action, ids, given, caller, key=key, answer=answer)
            )

    def refusal(self, action: Any, who: str, ids: list[int], given: Any = None) -> Refusal:
        with pytest.raises(Refused) as caught:
            self.act(action, who, ids, given)
        return caught.value.first

    def row(self, model: Any, key: int) -> Any:
        with self.world.session() as session:
            return session.get_one(model, key)

    def states(self, *orders: int) -> list[OrderState]:
        return [self.row(Order, order).state for order in orders]

    def balance(self) -> int:
        account: Account = self.row(Account, self.world.id(f"prepaid:{COUNTY}"))
        assert account.balance_fen is not None
        return account.balance_fen

    def stock(self, code: str) -> tuple[int, int]:
        with self.world.session() as session:
            held = stock_of(session, code)
            return held.sheets, held.face_fen


@pytest.fixture
def story(world: World) -> Story:
    return set_out(world)


def set_out(world: World) -> Story:
    """The cast with no invoices in stock; unit A is an institution; 甘肃 has an address."""
    with world.writing() as session:
        for lot in session.scalars(select(InvoiceLot).where(InvoiceLot.state == LotState.SIGNED)):
            lot.returned, lot.available = lot.available, 0
            LOT_LIFECYCLE.advance(lot, LotEvent.RETURN)
        unit = session.get_one(Unit, world.id("unit-a"))
        unit.uscc = credit_code("12", COUNTY, "MB999001")
        unit.unit_type = UnitType.INSTITUTION
        gansu = session.get_one(Office, world.id("office-gansu"))
        Maker(session, gansu, NOW).mailing_address(is_default=True)
    return Story(world)


def row_1_the_cap(story: Story) -> int:
    """151 sheets of 200 yuan are refused, 150 are exactly 30,000 yuan. Returns the request."""
    office = [story.world.id("office-gansu")]
    over = story.refusal(REQUEST_INVOICES, "gansu", office, RequestInvoicesInput("fixed-200", 151))
    assert over.code == RequestInvoicesRefusal.OVER_CAP
    assert (over.facts["total_fen"], over.facts["cap_fen"]) == (3_020_000, 3_000_000)
    asked = story.act(REQUEST_INVOICES, "gansu", office, RequestInvoicesInput("fixed-200", 150))
    assert asked.totals["total_fen"] == 3_000_000
    return asked.totals["request_id"]


def row_2_signing(story: Story, request: int) -> int:
    """Sheets count once they are signed for, and are signed for once. Returns lot L1."""
    story.act(APPROVE_REQUEST, "conac-finance", [request])
    sent = story.act(DISPATCH, "conac-finance", [request], DispatchInput("6200260001", "00012001"))
    root = sent.totals["lot_id"]
    lot = story.row(InvoiceLot, root)
    assert (lot.number_from, lot.number_to) == ("00012001", "00012150")
    assert story.stock("620000") == (0, 0)
    story.act(SIGN_FOR, "gansu", [root])
    assert story.stock("620000") == (150, 3_000_000)
    assert story.refusal(SIGN_FOR, "gansu", [root]).code == Common.WRONG_STATE
    return root


def row_3_splitting(story: Story, root: int) -> int:
    """60 to 卓尼, 40 to 临潭, 50 stay; 51 more are refused. Returns 卓尼's lot."""
    given = SplitInput(lines=(SplitLine("zhuoni", 60), SplitLine("lintan", 40)))
    ours, theirs = (line.row_id for line in story.act(SPLIT, "gansu", [root], given).rows)
    spans = [story.row(InvoiceLot, lot) for lot in (ours, theirs)]
    assert [(lot.state, lot.number_from, lot.number_to) for lot in spans] == [
        (LotState.IN_TRANSIT, "00012001", "00012060"),
        (LotState.IN_TRANSIT, "00012061", "00012100"),
    ]
    assert story.row(InvoiceLot, root).available == 50
    more = SplitInput(lines=(SplitLine("zhuoni", 51),))
    assert story.refusal(SPLIT, "gansu", [root], more).code == SplitRefusal.OVER_AVAILABLE
    story.act(SIGN_FOR, "zhuoni", [ours])
    return ours


def row_4_review(story: Story) -> int:
    """A files two names; 卓尼 passes both, CONAC one. Returns the order of the one."""
    names = (NameLine("卓尼县藏医院", Tld.GONGYI), NameLine("卓尼藏医院", Tld.GONGYI))
    # Neither name is made from the unit's own: it says why it asks for them.
    asked = SubmitDomainInput(names=names, name_reason=REASON)
    filed = story.act(SUBMIT_DOMAIN, "unit-a", [story.world.id("unit-a")], asked)
    kept, lost = (line.row_id for line in filed.rows)
    story.act(APPROVE_OFFICE, "zhuoni", [kept, lost], ApproveOfficeInput())
    story.act(APPROVE_REGISTRY, "conac-review", [kept], ApproveRegistryInput())
    why = ReviewReasons((ReviewReason.NAME_AMBIGUOUS,))
    story.act(REJECT, "conac-review", [lost], why)
    assert story.row(Domain, kept).state is DomainState.REGISTRY_APPROVED
    assert story.row(Domain, lost).state is DomainState.REJECTED
    # The name is free again: another unit of the county may file it at once.
    other = story.world.id("unit-b")
    with story.world.writing() as session:
        session.get_one(Unit, other).uscc = credit_code("12", COUNTY, "MB999002")
    again = SubmitDomainInput(names=names[1:], name_reason=REASON)
    assert story.act(SUBMIT_DOMAIN, "unit-b", [other], again).rows
    with story.world.session() as session:
        order = session.scalars(select(Order).where(Order.domain_id == kept)).one()
        assert (order.state, order.amount_fen) == (OrderState.PAYABLE, 40_000)
        return order.id


def row_5_charging_a(story: Story, register: int, lot: int) -> list[int]:
    """999 yuan are refused; 1,000 with 5 sheets make one payment of four orders."""
    orders = [register, *(story.world.id(name) for name in RENEWALS)]
    wrong = story.refusal(CHARGE, "zhuoni-cashier", orders, ChargeInput(99_900, 5))
    assert wrong.code == ChargeRefusal.AMOUNT_DIFFERS
    assert wrong.facts == {"typed_fen": 99_900, "due_fen": 100_000}
    paid = story.act(CHARGE, "zhuoni-cashier", orders, ChargeInput(100_000, 5))
    assert (paid.totals["row_count"], paid.totals["invoice_count"]) == (4, 5)
    assert story.states(*orders) == [OrderState.CHARGED] * 4
    assert story.row(InvoiceLot, lot).available == 55
    return orders


def row_6_charging_b(story: Story, orders: list[int], lot: int) -> int:
    """B's 400 yuan take 2 sheets; the week's remittance is 1,400 yuan of 5 orders."""
    second = story.world.id("b-order")
    story.act(CHARGE, "zhuoni-cashier", [second], ChargeInput(40_000, 2))
    assert story.row(InvoiceLot, lot).available == 53
    week = [*orders, second]
    with story.world.session("zhuoni") as session:
        given = RemitInput("NB-1")
        planned = plan(session, REMIT, week, given, story.world.caller("zhuoni"))
    assert planned.preview.totals == {"row_count": 5, "amount_fen": 140_000}
    return story.act(REMIT, "zhuoni", week, RemitInput("NB-1")).totals["remittance_id"]


def row_7_a_short_receipt(story: Story, sent: int, orders: list[int]) -> None:
    """1,200 yuan settle A's four orders the same day; B waits: 余额 200 < 400."""
    story.act(TOP_UP, "conac-finance", [sent], TopUpInput(120_000, "NB-1"), key="first-receipt")
    assert story.states(*orders) == [OrderState.SETTLED] * 4
    waiting = story.row(Order, story.world.id("b-order"))
    assert (waiting.state, waiting.waits_because) == (OrderState.REMITTED, Wait.BALANCE_SHORT)
    assert (story.balance(), waiting.amount_fen) == (20_000, 40_000)


def row_8_the_rest(story: Story, sent: int) -> None:
    """The same bank line is a duplicate; a new one of 200 yuan settles B."""
    again = story.refusal(TOP_UP, "conac-finance", [sent], TopUpInput(20_000, "NB-1"))
    assert again.code == TopUpRefusal.BANK_REF_SEEN
    story.act(TOP_UP, "conac-finance", [sent], TopUpInput(20_000, "NB-2"))
    assert story.states(story.world.id("b-order")) == [OrderState.SETTLED]
    assert story.balance() == 0


def row_9_once_more(story: Story, sent: int) -> None:
    """The job again, the same request again, two browsers at once: nothing changes."""
    before = transfers(story)
    account = [story.world.id(f"prepaid:{COUNTY}")]
    story.act(SETTLE, "system", account)
    repeated = story.act(
        TOP_UP, "conac-finance", [sent], TopUpInput(120_000, "NB-1"), key="first-receipt"
    )
    assert repeated.is_replay
    with ThreadPoolExecutor(2) as browsers:
        runs = [
            browsers.submit(story.world.perform, SETTLE, "system", account, Nothing(), key)
            for key in ("left", "right")
        ]
        assert [run.result().totals["settled_count"] for run in runs] == [0, 0]
    assert (transfers(story), story.balance()) == (before, 0)


def transfers(story: Story) -> list[int]:
    with story.world.session() as session:
        return list(session.scalars(select(Transfer.id).order_by(Transfer.id)))


def row_10_a_spoilt_sheet(story: Story, root: int, lot: int) -> None:
    """作废 and re-issue: available 52, issued 7, void 1; the root is 50 and 100 split."""
    with story.world.session() as session:
        spoilt = session.scalars(
            select(Invoice.id).where(Invoice.lot_id == lot).order_by(Invoice.number).limit(1)
        ).one()
    story.act(VOID_INVOICE, "zhuoni", [spoilt], VoidInvoiceInput("打印错位"))
    assert story.row(Invoice, spoilt).state is InvoiceState.VOID
    held = story.row(InvoiceLot, lot)
    assert (held.available, held.issued, held.void, held.quantity) == (52, 7, 1, 60)
    whole = story.row(InvoiceLot, root)
    assert (whole.available, whole.split, whole.quantity) == (50, 100, 150)


def row_11_extended_by_another_path(story: Story) -> None:
    """The name moved under its paid renewal: not settled, the money stays."""
    name = story.world.id("b-due")
    ordered = story.act(RENEW, "zhuoni", [name], RenewInput(1))
    with story.world.session() as session:
        number = ordered.rows[0].facts["order_no"]
        order = session.scalars(select(Order.id).where(Order.order_no == number)).one()
    story.act(CHARGE, "zhuoni-cashier", [order], ChargeInput(20_000, 1))
    sent = story.act(REMIT, "zhuoni", [order], RemitInput("NB-3")).totals["remittance_id"]
    with story.world.writing() as session:
        moved = session.get_one(Domain, name)
        assert moved.expires_on is not None
        moved.expires_on = moved.expires_on.replace(year=moved.expires_on.year + 1)
    expected = story.row(Domain, name).expires_on
    story.act(TOP_UP, "conac-finance", [sent], TopUpInput(20_000, "NB-3"))
    kept = story.row(Order, order)
    assert (kept.state, kept.waits_because) == (OrderState.REMITTED, Wait.BASE_MOVED)
    assert (story.balance(), story.row(Domain, name).expires_on) == (20_000, expected)


def row_12_the_sister_county(story: Story, lot: int) -> None:
    """临潭's clerk finds nothing of 卓尼's: not a unit, a payment, a lot, nor an export's row."""
    with story.world.session() as session:
        payment = session.scalars(select(Payment.id).where(Payment.office_code == COUNTY)).first()
    assert payment is not None
    names = SubmitDomainInput(names=(NameLine("临潭文化", Tld.GONGYI),), name_reason="文化类网站")
    attempts: list[tuple[Any, int, Any]] = [
        (SUBMIT_DOMAIN, story.world.id("unit-a"), names),
        (REVERSE_PAYMENT, payment, ReversePaymentInput("试")),
        (SIGN_FOR, lot, None),
    ]
    for action, row_id, given in attempts:
        assert story.refusal(action, "lintan", [row_id], given).code == Common.NOT_FOUND
    with story.world.session("lintan") as session:
        found = session.scalars(select(Payment).where(Payment.id == payment))
        assert found.all() == []
        assert session.scalars(select(MailingAddress)).all() == []
    export = export_action(Payment, {story.world.actor("lintan").role: Reach.SCOPE})
    assert story.act(export, "lintan", [], ExportInput("付款.csv", "", "payment_no", 1)).rows


class TestReferenceScenario:
    def test_reference_scenario_to_the_number(self, story: Story) -> None:
        request = row_1_the_cap(story)
        root = row_2_signing(story, request)
        lot = row_3_splitting(story, root)
        register = row_4_review(story)
        orders = row_5_charging_a(story, register, lot)
        sent = row_6_charging_b(story, orders, lot)
        row_7_a_short_receipt(story, sent, orders)
        row_8_the_rest(story, sent)
        row_9_once_more(story, sent)
        row_10_a_spoilt_sheet(story, root, lot)
        row_11_extended_by_another_path(story)
        row_12_the_sister_county(story, lot)
        with story.world.engine.connect() as connection:
            assert not {rule for rule, count in breaches(connection).items() if count}
