"""Days and weeks as the offices count them."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.registration.review_decision import overdue_before
from models.values.calendar import (
    business_day,
    day_bounds,
    is_announced,
    is_work_day,
    local_minute,
    parse_day,
    parse_instant,
    week_bounds,
    week_key,
    week_of,
    work_day_back,
    work_days_between,
)

days = st.dates(date(1992, 1, 1), date(2200, 12, 31))


class TestBusinessDay:
    @pytest.mark.parametrize(
        ("at", "day"),
        [
            (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
            (datetime(2026, 12, 31, 16, 0, 1, tzinfo=UTC), date(2027, 1, 1)),
            (datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 2, 29)),
        ],
    )
    def test_business_day_turns_at_midnight_in_shanghai(self, at: datetime, day: date) -> None:
        assert business_day(at) == day

    @given(st.integers(700_000_000, 7_000_000_000), st.integers(-12, 14))
    def test_business_day_does_not_depend_on_the_zone_it_is_written_in(
        self, second: int, hours: int
    ) -> None:
        instant = datetime.fromtimestamp(second, UTC)
        elsewhere = instant.astimezone(timezone(timedelta(hours=hours)))
        assert business_day(elsewhere) == business_day(instant)

    def test_business_day_refuses_an_instant_without_a_zone(self) -> None:
        with pytest.raises(ValueError, match="2026"):
            business_day(datetime(2026, 1, 1))


class TestParseInstant:
    @pytest.mark.parametrize(
        "typed",
        [
            "2026-03-09T09:30",
            "2026-03-09 9:30",
            "2026/3/9 09:30:00",
            "2026年3月9日 ０９：３０",
            "2026-03-09T01:30Z",
            "2026-03-09 01:30:00+00:00",
            "2026-03-09T09:30+08:00",
        ],
    )
    def test_a_time_without_an_offset_is_that_of_shanghai(self, typed: str) -> None:
        assert parse_instant(typed) == datetime(2026, 3, 9, 1, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        "typed",
        ["", "2026-03-09", "09:30", "2026-02-30 09:30", "2026-03-09 24:01", "0001-01-01 00:00"],
    )
    def test_what_is_no_instant_is_refused(self, typed: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  whatever it says
            parse_instant(typed)

    def test_an_instant_is_read_as_it_is_written_for_a_browser(self) -> None:
        at = datetime(2026, 12, 31, 16, 1, tzinfo=UTC)
        assert local_minute(at) == "2027-01-01T00:01"
        assert parse_instant(local_minute(at)) == at


class TestDayBounds:
    @given(days)
    def test_day_bounds_holds_exactly_the_instants_of_the_day(self, day: date) -> None:
        begins, ends = day_bounds(day)
        assert business_day(begins) == day
        assert business_day(ends - timedelta(microseconds=1)) == day
        assert business_day(ends) == day + timedelta(days=1)

    def test_day_bounds_stops_at_the_edges_of_the_calendar(self) -> None:
        assert day_bounds(date.min)[0] == datetime.min.replace(tzinfo=UTC)
        assert day_bounds(date.max)[1] == datetime.max.replace(tzinfo=UTC)


class TestWeekKey:
    @pytest.mark.parametrize(
        ("day", "key"),
        [
            (date(2026, 11, 22), "2026-W47"),
            (date(2026, 11, 23), "2026-W48"),
            (date(2027, 1, 1), "2026-W53"),
            (date(2027, 1, 4), "2027-W01"),
            (date(2024, 12, 30), "2025-W01"),
        ],
    )
    def test_week_key_takes_the_year_of_the_week(self, day: date, key: str) -> None:
        assert week_key(day) == key

    @given(days, days)
    def test_week_key_sorts_as_the_days_do(self, one: date, other: date) -> None:
        first, last = sorted([one, other])
        assert week_key(first) <= week_key(last)

    def test_week_key_of_an_instant_is_that_of_its_business_day(self) -> None:
        assert week_of(datetime(2027, 1, 3, 16, tzinfo=UTC)) == "2027-W01"
        assert week_of(datetime(2027, 1, 3, 15, tzinfo=UTC)) == "2026-W53"


class TestWeekBounds:
    @given(days)
    def test_every_day_lies_in_exactly_its_own_week(self, day: date) -> None:
        monday, sunday = week_bounds(week_key(day))
        assert monday <= day <= sunday
        assert (monday.isoweekday(), sunday.isoweekday()) == (1, 7)
        assert sunday - monday == timedelta(days=6)

    @pytest.mark.parametrize(
        "key", ["2027-W53", "2026-W00", "2026-47", "2026-W5", "", "２０２６-W47"]
    )
    def test_week_bounds_refuses_a_week_that_does_not_exist(self, key: str) -> None:
        with pytest.raises(ValueError, match=r"(?i)week|^" + key):
            week_bounds(key)


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
    def test_is_work_day_follows_the_announced_calendar(self, on: str, *, is_open: bool) -> None:
        assert is_work_day(day(on)) is is_open

    @pytest.mark.parametrize(
        ("on", "is_open"),
        [("2031-01-01", False), ("2031-01-02", True), ("2031-01-04", False), ("2031-10-03", False)],
    )
    def test_beyond_it_counts_weekdays_and_fixed_holidays(self, on: str, *, is_open: bool) -> None:
        assert not is_announced(day(on))
        assert is_work_day(day(on)) is is_open


class TestWorkDaysBetween:
    def test_work_days_between_leaves_out_the_first_day_and_counts_the_last(self) -> None:
        assert work_days_between(day("2026-06-08"), day("2026-06-10")) == 2

    def test_work_days_between_leaves_out_a_weekend_with_its_holiday(self) -> None:
        assert work_days_between(day("2026-06-18"), day("2026-06-22")) == 1

    def test_work_days_between_is_nothing_on_the_same_day_or_backwards(self) -> None:
        assert work_days_between(day("2026-06-10"), day("2026-06-10")) == 0
        assert work_days_between(day("2026-06-10"), day("2026-06-01")) == 0


class TestWorkDayBack:
    def test_work_day_back_counts_the_day_itself(self) -> None:
        assert work_day_back(day("2026-06-10"), 1) == day("2026-06-10")
        assert work_day_back(day("2026-06-14"), 1) == day("2026-06-12")

    @pytest.mark.parametrize("days", range(60))
    def test_work_day_back_agrees_with_the_clock(self, days: int) -> None:
        """Whoever came in on the last overdue day is overdue, and nobody later is."""
        today = day("2026-09-20") + dt.timedelta(days=days)
        last = overdue_before(today, 5)
        assert work_days_between(last, today) > 5
        assert work_days_between(last + dt.timedelta(days=1), today) <= 5


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-01",
        "2026-11-1",
        "2026/11/1",
        "2026/11/01",
        "2026.11.1",
        "2026。11。1",
        "2026年11月1日",
        "2026年11月01号",
        "2026 年 11 月 1 日",
        "20261101",
        "２０２６－１１－０１",
        "２０２６／１１／１",
        "２０２６年１１月１日",
        "2026–11–01",
        " 2026-11-01 ",
    ],
)
def test_days_are_read_as_they_are_written(typed: str) -> None:
    assert parse_day(typed) == date(2026, 11, 1)


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "11-01", "2026-11", "2026-13-01", "2026-02-30", "26/11/1", "2026111"]
)
def test_texts_that_are_no_day_are_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  its words are the calendar's
        parse_day(typed)
