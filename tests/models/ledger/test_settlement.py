"""Which orders a balance pays: first in, first out, whole, and never more than there is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.billing.order import Order, Wait
from models.domains.domain import Domain, DomainState
from models.ledger.settled_registration import NameFault, apply_order, expiry_after, name_fault
from models.ledger.settlement import decide, queue
from models.values.order_kind import OrderKind

DUE = date(2026, 7, 10)
AT = datetime(2026, 6, 1, tzinfo=UTC)


def name(state: DomainState = DomainState.REGISTERED, expires_on: date | None = DUE) -> Domain:
    """A name as it was loaded; its state was reached long ago."""
    domain = Domain(registered_on=date(2024, 7, 10), expires_on=expires_on, unit_id=1)
    domain.__dict__["state"] = state
    return domain


def renewal(order_id: int, amount_fen: int, minutes: int = 0) -> Order:
    return Order(
        id=order_id,
        domain_id=order_id,
        kind=OrderKind.RENEW,
        term_years=1,
        base_expires_on=DUE,
        amount_fen=amount_fen,
        charged_at=AT + timedelta(minutes=minutes),
    )


def waits(amounts: list[int], balance_fen: int, *, skip: bool = False) -> list[Wait | None]:
    orders = [renewal(number, amount) for number, amount in enumerate(amounts, start=1)]
    domains = {order.domain_id: name() for order in orders}
    return [decision.wait for decision in decide(orders, domains, balance_fen, skip=skip)]


class TestDecide:
    @pytest.mark.parametrize(
        ("amounts", "balance", "expected"),
        [
            ([], 100, []),
            ([40, 60], 100, [None, None]),
            ([40, 60], 99, [None, Wait.BALANCE_SHORT]),
            ([60, 40, 1], 50, [Wait.BALANCE_SHORT, Wait.BEHIND, Wait.BEHIND]),
        ],
    )
    def test_the_first_that_does_not_fit_stops_the_rest(
        self, amounts: list[int], balance: int, expected: list[Wait | None]
    ) -> None:
        assert waits(amounts, balance) == expected

    def test_decide_a_setting_lets_smaller_ones_pass(self) -> None:
        assert waits([60, 40, 20], 50, skip=True) == [
            Wait.BALANCE_SHORT,
            None,
            Wait.BALANCE_SHORT,
        ]

    def test_a_moved_name_stops_nobody(self) -> None:
        orders = [renewal(1, 40), renewal(2, 60)]
        domains = {1: name(expires_on=date(2027, 7, 10)), 2: name()}
        decisions = decide(orders, domains, 60, skip=False)
        assert [decision.wait for decision in decisions] == [Wait.BASE_MOVED, None]

    @given(st.lists(st.integers(1, 50), max_size=12), st.integers(0, 200), st.booleans())
    def test_decide_never_spends_more_than_there_is(
        self, amounts: list[int], balance: int, skip: bool
    ) -> None:
        spent = sum(
            amount
            for amount, wait in zip(amounts, waits(amounts, balance, skip=skip), strict=True)
            if wait is None
        )
        assert spent <= balance

    @given(st.lists(st.integers(1, 50), max_size=12), st.integers(0, 200))
    def test_what_is_paid_comes_before_what_waits(self, amounts: list[int], balance: int) -> None:
        paid = [wait is None for wait in waits(amounts, balance)]
        assert paid == sorted(paid, reverse=True)


class TestQueue:
    def test_queue_is_by_time_of_charge_then_by_number(self) -> None:
        orders = [renewal(3, 1), renewal(1, 1, minutes=1), renewal(2, 1)]
        assert [order.id for order in queue(orders)] == [2, 3, 1]


class TestNameFault:
    @pytest.mark.parametrize(
        ("kind", "state", "expected"),
        [
            (OrderKind.REGISTER, DomainState.REGISTRY_APPROVED, None),
            (OrderKind.REGISTER, DomainState.REGISTERED, NameFault.NAME_GONE),
            (OrderKind.REGISTER, DomainState.LAPSED, NameFault.NAME_GONE),
            (OrderKind.RENEW, DomainState.REGISTERED, None),
            (OrderKind.RESTORE, DomainState.REGISTERED, None),
            (OrderKind.RENEW, DomainState.DELETED, NameFault.NAME_GONE),
        ],
    )
    def test_name_fault_looks_at_where_the_name_stands(
        self, kind: OrderKind, state: DomainState, expected: NameFault | None
    ) -> None:
        order = renewal(1, 1)
        order.kind = kind
        assert name_fault(order, name(state)) is expected


class TestExpiryAfter:
    def test_four_years_one_by_one_equal_four_at_once(self) -> None:
        leap = name(expires_on=date(2025, 2, 28))
        leap.registered_on = date(2024, 2, 29)
        at_once = expiry_after(leap, 4)
        for _ in range(4):
            leap.expires_on = expiry_after(leap, 1)
        assert leap.expires_on == at_once == date(2029, 2, 28)

    def test_the_29th_comes_back_when_the_year_has_one(self) -> None:
        leap = name(expires_on=date(2027, 2, 28))
        leap.registered_on = date(2024, 2, 29)
        assert expiry_after(leap, 1) == date(2028, 2, 29)


class TestApplyOrder:
    def test_a_late_renewal_begins_where_the_last_term_ended(self) -> None:
        domain = name()
        domain.id = 1
        domain.province_code = domain.city_code = domain.office_code = "623022"
        term = apply_order(domain, renewal(1, 1), date(2026, 8, 1), last_term=2)
        assert (term.seq, term.starts_on, term.ends_on) == (3, DUE, date(2027, 7, 10))
        assert domain.expires_on == date(2027, 7, 10)
