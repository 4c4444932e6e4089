"""Days and weeks as the offices count them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.calendar import business_day, day_bounds, week_bounds, week_key, week_of

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
    def test_turns_at_midnight_in_shanghai(self, at: datetime, day: date) -> None:
        assert business_day(at) == day

    @given(st.integers(700_000_000, 7_000_000_000), st.integers(-12, 14))
    def test_does_not_depend_on_the_zone_it_is_written_in(self, second: int, hours: int) -> None:
        instant = datetime.fromtimestamp(second, UTC)
        elsewhere = instant.astimezone(timezone(timedelta(hours=hours)))
        assert business_day(elsewhere) == business_day(instant)

    def test_refuses_an_instant_without_a_zone(self) -> None:
        with pytest.raises(ValueError, match="2026"):
            business_day(datetime(2026, 1, 1))


class TestDayBounds:
    @given(days)
    def test_holds_exactly_the_instants_of_the_day(self, day: date) -> None:
        begins, ends = day_bounds(day)
        assert business_day(begins) == day
        assert business_day(ends - timedelta(microseconds=1)) == day
        assert business_day(ends) == day + timedelta(days=1)

    def test_stops_at_the_edges_of_the_calendar(self) -> None:
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
    def test_takes_the_year_of_the_week(self, day: date, key: str) -> None:
        assert week_key(day) == key

    @given(days, days)
    def test_sorts_as_the_days_do(self, one: date, other: date) -> None:
        first, last = sorted([one, other])
        assert week_key(first) <= week_key(last)

    def test_of_an_instant_is_that_of_its_business_day(self) -> None:
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
    def test_refuses_a_week_that_does_not_exist(self, key: str) -> None:
        with pytest.raises(ValueError, match=r"(?i)week|^" + key):
            week_bounds(key)
