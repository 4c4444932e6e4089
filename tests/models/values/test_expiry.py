"""Years added from an anchor, and the phases they lead through."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.values.expiry import (
    RENEWABLE,
    Phase,
    RenewalPolicy,
    add_terms,
    exceeds_horizon,
    phase,
    phase_dates,
    term_end,
)

anchors = st.dates(date(1900, 1, 1), date(2100, 12, 31))
leap_anchors = st.sampled_from([date(year, 2, 29) for year in range(1904, 2100, 4)])
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
policies = st.builds(RenewalPolicy, *(st.integers(0, 400) for _ in range(3)))


class TestTermEnd:
    @pytest.mark.parametrize(
        ("years", "end"),
        [
            (0, date(2024, 2, 29)),
            (1, date(2025, 2, 28)),
            (3, date(2027, 2, 28)),
            (4, date(2028, 2, 29)),
            (10, date(2034, 2, 28)),
        ],
    )
    def test_term_end_of_a_leap_day_returns_to_it_when_it_can(self, years: int, end: date) -> None:
        assert term_end(date(2024, 2, 29), years) == end

    def test_term_end_knows_that_2100_is_no_leap_year(self) -> None:
        assert term_end(date(2096, 2, 29), 4) == date(2100, 2, 28)

    def test_term_end_refuses_to_leave_the_calendar(self) -> None:
        with pytest.raises(OverflowError):
            term_end(date(9999, 1, 1), 1)

    @given(anchors | leap_anchors, st.integers(1, 10))
    def test_term_end_keeps_month_and_almost_the_day(self, anchor: date, years: int) -> None:
        end = term_end(anchor, years)
        assert (end.year, end.month) == (anchor.year + years, anchor.month)
        assert end.day in {anchor.day, 28}


class TestAddTerms:
    def test_four_single_years_equal_one_of_four(self) -> None:
        anchor = date(2024, 2, 29)
        assert add_terms(anchor, [1, 1, 1, 1])[-1] == term_end(anchor, 4) == date(2028, 2, 29)

    @settings(max_examples=5000)
    @given(anchors | leap_anchors, st.lists(st.integers(1, 10), min_size=1, max_size=10))
    def test_any_split_of_the_same_years_ends_alike(self, anchor: date, terms: list[int]) -> None:
        ends = add_terms(anchor, terms)
        assert ends[-1] == add_terms(anchor, [sum(terms)])[-1]
        assert list(ends) == sorted(set(ends))


class TestLimits:
    def test_ten_years_ahead_is_the_last_day(self) -> None:
        today = date(2026, 11, 24)
        assert not exceeds_horizon(date(2036, 11, 24), today)
        assert exceeds_horizon(date(2036, 11, 25), today)


class TestPhase:
    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            (date(2026, 9, 1), Phase.ACTIVE),
            (date(2026, 9, 2), Phase.EXPIRING),
            (date(2026, 11, 30), Phase.EXPIRING),
            (date(2026, 12, 1), Phase.GRACE),
            (date(2026, 12, 30), Phase.GRACE),
            (date(2026, 12, 31), Phase.REDEMPTION),
            (date(2027, 1, 29), Phase.REDEMPTION),
            (date(2027, 1, 30), Phase.PENDING_DELETION),
        ],
    )
    def test_phase_turns_on_the_days_of_the_policy(self, today: date, expected: Phase) -> None:
        assert phase(date(2026, 12, 1), today, RenewalPolicy()) is expected

    @given(days, days, policies)
    def test_phase_never_goes_back_as_days_pass(
        self, expires_on: date, today: date, policy: RenewalPolicy
    ) -> None:
        order = list(Phase)
        tomorrow = today + timedelta(days=1)
        before, after = (phase(expires_on, day, policy) for day in (today, tomorrow))
        assert order.index(before) <= order.index(after)

    @given(days, days, policies)
    def test_phase_is_paid_exactly_before_the_expiry(
        self, expires_on: date, today: date, policy: RenewalPolicy
    ) -> None:
        paid = phase(expires_on, today, policy) in {Phase.ACTIVE, Phase.EXPIRING}
        assert paid == (today < expires_on)

    def test_phase_stops_at_the_edge_of_the_calendar(self) -> None:
        assert phase_dates(date.max, RenewalPolicy()).pending_deletion_on == date.max
        assert phase_dates(date.min, RenewalPolicy()).expiring_on == date.min

    def test_a_domain_may_be_renewed_until_deletion_is_pending(self) -> None:
        assert set(Phase) - RENEWABLE == {Phase.PENDING_DELETION}


class TestRenewalPolicy:
    def test_renewal_policy_refuses_negative_days(self) -> None:
        with pytest.raises(ValueError, match="grace_days=-1"):
            RenewalPolicy(grace_days=-1)
