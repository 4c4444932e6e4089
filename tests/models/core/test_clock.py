"""The clocks handed to everything that asks the time."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from models.core.clock import FixedClock, SystemClock


class TestSystemClock:
    def test_system_clock_is_aware_and_goes_forward(self) -> None:
        clock = SystemClock()
        first = clock.now()
        assert first.utcoffset() == timedelta(0)
        assert clock.now() >= first

    def test_system_clock_gives_the_day_in_shanghai(self) -> None:
        clock = SystemClock()
        before, today, after = clock.now(), clock.today(), clock.now()
        shanghai = timezone(timedelta(hours=8))
        assert before.astimezone(shanghai).date() <= today <= after.astimezone(shanghai).date()


class TestFixedClock:
    def test_fixed_clock_stands_still_and_answers_in_utc(self) -> None:
        clock = FixedClock(datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=8))))
        assert clock.now() == clock.now() == datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
        assert clock.now().tzinfo is UTC
        assert clock.today() == date(2027, 1, 1)

    def test_fixed_clock_refuses_an_instant_without_a_zone(self) -> None:
        with pytest.raises(ValueError, match="2027"):
            FixedClock(datetime(2027, 1, 1))
