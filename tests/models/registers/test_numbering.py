"""Patterns of numbers have one count, and begin again with the year where they show it."""

from __future__ import annotations

import pytest

from models.registers.numbering import (
    NumberPatternError,
    check_pattern,
    counts_by_year,
    number_of,
)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [("PX-{year}-{n:4}", "PX-2026-0012"), ("第{n}号", "第12号"), ("{n:1}", "12")],
)
def test_a_number_is_written_by_its_pattern(pattern: str, number: str) -> None:
    check_pattern(pattern)
    assert number_of(pattern, 2026, 12) == number
    assert counts_by_year(pattern) is ("2026" in number)


@pytest.mark.parametrize("pattern", ["", "{year}", "{n}{n}", "{n:99}", "{0}", "{n}{x}", "a b{n}"])
def test_a_pattern_without_just_one_count_is_refused(pattern: str) -> None:
    with pytest.raises(NumberPatternError):
        check_pattern(pattern)
