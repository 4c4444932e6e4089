"""Work days on the State Council's calendar, and past what it has announced."""

from __future__ import annotations

import datetime as dt

import pytest

from models.core.setting import Settings
from models.domains.review import ReviewStage
from models.registration.review_decision import overdue_before, review_clock, workday_limit
from models.values.calendar import is_announced, is_work_day, work_day_back, work_days_between


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class TestIsWorkDay:
    @pytest.mark.parametrize(
        ("on", "is_open"),
        [
            ("2026-06-10", True),  # a Wednesday
            ("2026-06-13", False),  # a Saturday
            ("2026-06-19", False),  # 端午
            ("2026-10-01", False),  # 国庆
            ("2026-10-10", True),  # a Saturday worked for it
        ],
    )
    def test_follows_the_announced_calendar(self, on: str, *, is_open: bool) -> None:
        assert is_work_day(day(on)) is is_open

    @pytest.mark.parametrize(
        ("on", "is_open"),
        [("2031-01-01", False), ("2031-01-02", True), ("2031-01-04", False), ("2031-10-03", False)],
    )
    def test_beyond_it_counts_weekdays_and_fixed_holidays(self, on: str, *, is_open: bool) -> None:
        assert not is_announced(day(on))
        assert is_work_day(day(on)) is is_open


class TestWorkDaysBetween:
    def test_leaves_out_the_first_day_and_counts_the_last(self) -> None:
        assert work_days_between(day("2026-06-08"), day("2026-06-10")) == 2

    def test_leaves_out_a_weekend_with_its_holiday(self) -> None:
        assert work_days_between(day("2026-06-18"), day("2026-06-22")) == 1

    def test_is_nothing_on_the_same_day_or_backwards(self) -> None:
        assert work_days_between(day("2026-06-10"), day("2026-06-10")) == 0
        assert work_days_between(day("2026-06-10"), day("2026-06-01")) == 0


class TestWorkDayBack:
    def test_counts_the_day_itself(self) -> None:
        assert work_day_back(day("2026-06-10"), 1) == day("2026-06-10")
        assert work_day_back(day("2026-06-14"), 1) == day("2026-06-12")

    @pytest.mark.parametrize("days", range(60))
    def test_agrees_with_the_clock(self, days: int) -> None:
        """Whoever came in on the last overdue day is overdue, and nobody later is."""
        today = day("2026-09-20") + dt.timedelta(days=days)
        last = overdue_before(today, 5)
        assert work_days_between(last, today) > 5
        assert work_days_between(last + dt.timedelta(days=1), today) <= 5


class TestReviewClock:
    def test_counts_from_the_day_after_in_shanghai(self) -> None:
        since = dt.datetime(2026, 6, 9, 23, 30, tzinfo=dt.UTC)
        assert review_clock(since, day("2026-06-11"), 5).waited == 1

    def test_tells_by_how_much_it_is_late(self) -> None:
        clock = review_clock(dt.datetime(2026, 6, 1, tzinfo=dt.UTC), day("2026-06-10"), 5)
        assert (clock.waited, clock.overdue, clock.is_exact) == (7, 2, True)

    def test_says_when_the_calendar_is_a_guess(self) -> None:
        since = dt.datetime(2026, 12, 30, tzinfo=dt.UTC)
        assert review_clock(since, day("2026-12-31"), 5).is_exact
        assert not review_clock(since, day("2027-01-04"), 5).is_exact

    def test_each_stage_has_its_own_limit(self) -> None:
        assert workday_limit(ReviewStage.OFFICE, Settings()) == 5
        assert workday_limit(ReviewStage.REGISTRY, Settings()) == 10
