"""Days relative to today: codes, words, and the dates they stand for."""

from __future__ import annotations

import datetime as dt

import pytest

from admin_app.values.relative_days import MAXIMUM_DAYS, NAMED, RelativeDays, parse_relative

#: A Wednesday.
TODAY = dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("today", "2026-06-10", "2026-06-10"),
        ("yesterday", "2026-06-09", "2026-06-09"),
        ("tomorrow", "2026-06-11", "2026-06-11"),
        ("this_week", "2026-06-08", "2026-06-14"),
        ("last_week", "2026-06-01", "2026-06-07"),
        ("next_week", "2026-06-15", "2026-06-21"),
        ("this_month", "2026-06-01", "2026-06-30"),
        ("last_month", "2026-05-01", "2026-05-31"),
        ("this_quarter", "2026-04-01", "2026-06-30"),
        ("last_quarter", "2026-01-01", "2026-03-31"),
        ("next_year", "2027-01-01", "2027-12-31"),
        ("next_30_days", "2026-06-10", "2026-07-10"),
        ("last_7_days", "2026-06-03", "2026-06-10"),
    ],
)
def test_a_code_stands_for_its_first_and_last_day(code: str, first: str, last: str) -> None:
    span = RelativeDays(code).span(TODAY)
    assert [day.isoformat() for day in span] == [first, last]


def test_a_period_crosses_the_year() -> None:
    january = dt.date(2026, 1, 5)
    assert RelativeDays("last_quarter").span(january)[0] == dt.date(2025, 10, 1)
    december = dt.date(2026, 12, 17)
    assert RelativeDays("this_quarter").span(december)[1] == dt.date(2026, 12, 31)
    assert RelativeDays("last_month").span(january)[1] == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("今天", "today"),
        ("本周", "this_week"),
        ("上周", "last_week"),
        ("本月", "this_month"),
        ("上季", "last_quarter"),
        ("上季度", "last_quarter"),
        ("未来30天", "next_30_days"),
        ("未来 30 天", "next_30_days"),
        ("未来３０天", "next_30_days"),
        ("90天内", "next_90_days"),
        ("过去7天", "last_7_days"),
        ("Last quarter", "last_quarter"),
        ("next 30 days", "next_30_days"),
        ("next_1_day", "next_1_days"),
    ],
)
def test_words_in_both_languages_name_the_same_period(typed: str, code: str) -> None:
    assert parse_relative(typed) == RelativeDays(code)


@pytest.mark.parametrize(
    "typed", ["", "2026-06-10", "someday", "next_0_days", f"next_{MAXIMUM_DAYS + 1}_days", "本"]
)
def test_other_texts_name_no_period(typed: str) -> None:
    assert parse_relative(typed) is None


def test_every_code_is_read_back_from_its_own_form() -> None:
    assert all(str(parse_relative(code)) == code for code in NAMED)
