"""历史余额查询: figures of a past day are what the books said on that day, on both engines."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.action import Nothing
from actions.core.actor import Caller
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.invoices.sign_for import SIGN_FOR
from actions.ledger.settle import SETTLE
from actions.perform import perform
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.core.clock import FixedClock
from models.core.journal import Door
from models.domains.domain import Domain, DomainState
from models.invoices.stock import InvoiceLot, LotState
from models.ledger.ledger import Account, AccountKind
from models.remittances.remittance import Remittance
from models.reports import daily_books
from models.reports.daily_books import Books, TooLongAgoError, books_as_of, first_day, rows_as_of
from tests.support.pages.answers import answering
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.factories import serial

ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def live(session: Session) -> dict[str, tuple[Any, ...]]:
    """The figures of each office as its pages show them now, without `daily_books`."""
    found: dict[str, list[Any]] = {}
    for place, code in enumerate(("domains", "orders", "order_fen", "balance", "sheets")):
        for office, key, figure in session.execute(_WANTED[code]):
            row = found.setdefault(office, [Counter(), Counter(), Counter(), 0, 0])
            if key is None:
                row[place] = int(figure or 0)
            else:
                row[place][key] = int(figure)
    return {office: tuple(row) for office, row in found.items() if any(row)}


_WANTED: dict[str, Any] = {
    "domains": select(Domain.office_code, Domain.state, func.count()).group_by(
        Domain.office_code, Domain.state
    ),
    "orders": select(Order.office_code, Order.state, func.count()).group_by(
        Order.office_code, Order.state
    ),
    "order_fen": select(Order.office_code, Order.state, func.sum(Order.amount_fen)).group_by(
        Order.office_code, Order.state
    ),
    "balance": select(Account.office_code, None, Account.balance_fen).where(
        Account.kind == AccountKind.PREPAID
    ),
    "sheets": select(InvoiceLot.office_code, None, func.sum(InvoiceLot.available))
    .where(InvoiceLot.state == LotState.SIGNED)
    .group_by(InvoiceLot.office_code),
}


def asked(session: Session, day: dt.date) -> dict[str, tuple[Any, ...]]:
    """The same from `books_as_of`; what is nought is not told of."""
    books = books_as_of(session, day, by_province=False)
    told = {office: _told(found) for office, found in books.items()}
    return {office: row for office, row in told.items() if any(row)}


def _told(books: Books) -> tuple[Any, ...]:
    counters = (books.domains, books.orders, books.order_fen)
    kept = (Counter({key: n for key, n in counter.items() if n}) for counter in counters)
    return (*kept, books.rest["balance_fen"], books.rest["sheets"])


class Journey:
    """Days of work at one office and CONAC, one step a day; figures are noted every evening."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, NOW
        self.noted: dict[dt.date, dict[str, dict[str, tuple[Any, ...]]]] = {}
        self.rows: dict[dt.date, dict[OrderState, list[int]]] = {}

    def act(self, action: Any, username: str, ids: list[int], given: Any) -> Any:
        caller = Caller(self.world.actor(username), Door.GRID, FixedClock(self.at))
        with self.world.session(username) as session:
            key = f"journey-{serial()}"
            return answering(
                lambda answer: perform(session, action, ids, given, caller, key=key, answer=answer)
            )

    def evening(self) -> None:
        day = FixedClock(self.at).today()
        self.noted[day] = {}
        for username in ("zhuoni", "gansu"):
            with self.world.session(username) as session:
                self.noted[day][username] = live(session)
        with self.world.session("zhuoni") as session:
            self.rows[day] = {
                state: list(
                    session.scalars(select(Order.id).where(Order.state == state).order_by(Order.id))
                )
                for state in OrderState
            }
        self.at += dt.timedelta(days=1)


@pytest.fixture
def journey(world: World) -> Journey:
    went = Journey(world)
    went.evening()
    ids = [world.id(name) for name in ORDERS]
    paid = went.act(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    went.act(APPROVE_OFFICE, "zhuoni", [world.id("a-submitted")], ApproveOfficeInput())
    went.evening()
    b_paid = went.act(CHARGE, "zhuoni-cashier", [world.id("b-order")], ChargeInput(40_000, 2))
    went.act(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())
    went.evening()
    went.act(
        REVERSE_PAYMENT,
        "zhuoni",
        [int(b_paid.totals["payment_id"])],
        ReversePaymentInput("收错"),
    )
    went.act(REMIT, "zhuoni", ids, RemitInput("W-JOURNEY"))
    went.evening()
    with world.session() as session:
        slip = session.scalars(
            select(Remittance.id).where(Remittance.bank_ref == "W-JOURNEY")
        ).one()
    went.act(TOP_UP, "conac-finance", [slip], TopUpInput(150_000, "W-JOURNEY"))
    went.evening()
    # What arrived above the 汇款单 stands on the account, and pays for what is charged next.
    went.act(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    went.evening()
    went.act(SETTLE, "system", [world.id("prepaid:623022")], Nothing())
    went.evening()
    assert paid.totals["amount_fen"] == 100_000
    return went


class TestBooksAsOf:
    def test_books_as_of_are_what_the_books_said_on_each_day(self, journey: Journey) -> None:
        days = list(journey.noted)
        assert len({str(journey.noted[day]["zhuoni"]) for day in days}) == len(days)
        assert [journey.noted[day]["zhuoni"]["623022"][3] for day in days[-3:]] == [
            50_000,
            50_000,
            10_000,
        ]
        for day, noted in journey.noted.items():
            for username, figures in noted.items():
                with journey.world.session(username) as session:
                    assert asked(session, day) == figures, (day, username)

    def test_books_as_of_today_are_the_live_ones(self, journey: Journey) -> None:
        with journey.world.session("gansu") as session:
            assert asked(session, FixedClock(journey.at).today()) == live(session)

    def test_books_as_of_are_of_the_scope(self, journey: Journey) -> None:
        with journey.world.session("lintan") as session:
            assert set(books_as_of(session, TODAY, by_province=False)) == {"623021"}

    def test_books_as_of_a_province_are_the_sum_of_its_offices(self, journey: Journey) -> None:
        with journey.world.session() as session:
            offices = books_as_of(session, TODAY, by_province=False)
            whole = books_as_of(session, TODAY, by_province=True)["620000"]
        total = Books()
        for code, found in offices.items():
            if code.startswith("62"):
                total.add(found)
        assert _told(total) == _told(whole)

    def test_books_as_of_refuse_what_would_take_too_much_back(
        self, journey: Journey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(daily_books, "MAXIMUM_DAY_CHANGES", 3)
        with journey.world.session("zhuoni") as session, pytest.raises(TooLongAgoError):
            books_as_of(session, TODAY, by_province=False)


class TestRowsAsOf:
    @pytest.mark.parametrize("place", [None, "623022"])
    def test_rows_as_of_are_those_behind_each_figure(
        self, journey: Journey, place: str | None
    ) -> None:
        for day, rows in journey.rows.items():
            for state, expected in rows.items():
                with journey.world.session("zhuoni") as session:
                    assert rows_as_of(session, Order, state, day, place) == expected, (day, state)

    def test_rows_as_of_another_place_are_none(self, journey: Journey) -> None:
        with journey.world.session("zhuoni") as session:
            assert rows_as_of(session, Domain, DomainState.SUBMITTED, TODAY, "623021") == []


class TestFirstDay:
    def test_first_day_is_that_of_the_first_record(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert first_day(session) == TODAY

    def test_first_day_is_the_earliest_though_written_down_later(self, world: World) -> None:
        then = Caller(world.actor("zhuoni"), Door.GRID, FixedClock(NOW - dt.timedelta(days=3)))
        with world.session("zhuoni") as session:
            perform(session, SIGN_FOR, [world.id("zhuoni-transit")], Nothing(), then, key="then")
        with world.session("zhuoni") as session:
            assert first_day(session) == TODAY - dt.timedelta(days=3)
