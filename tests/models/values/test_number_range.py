"""Runs of printed serial numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.number_range import (
    PAPER_INVOICE_WIDTH,
    NumberRange,
    RangeError,
    RangeFault,
    gaps,
    runs,
)

BOOK = NumberRange("00012001", "00012050")


small_ranges = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(
    lambda ends: NumberRange(f"{min(ends):02}", f"{max(ends):02}")
)


def fault_of(first: str, last: str) -> RangeFault:
    with pytest.raises(RangeError) as caught:
        NumberRange(first, last)
    return caught.value.fault


def numbers_of(ranges: list[NumberRange] | tuple[NumberRange, ...]) -> list[str]:
    return [number for part in ranges for number in part]


class TestNumberRange:
    def test_number_range_counts_both_ends_and_keeps_the_zeros(self) -> None:
        assert len(BOOK) == 50
        assert BOOK.width == PAPER_INVOICE_WIDTH
        assert list(NumberRange("08", "11")) == ["08", "09", "10", "11"]

    @pytest.mark.parametrize(
        ("first", "last", "fault"),
        [
            ("", "1", RangeFault.FORM),
            ("1", "a", RangeFault.FORM),
            ("１", "２", RangeFault.FORM),
            ("-1", "1", RangeFault.FORM),
            ("1", "9" * 19, RangeFault.FORM),
            ("1", "10", RangeFault.WIDTH),
            ("2", "1", RangeFault.ORDER),
        ],
    )
    def test_number_range_refuses_what_is_no_range(
        self, first: str, last: str, fault: RangeFault
    ) -> None:
        assert fault_of(first, last) is fault

    @pytest.mark.parametrize(
        ("number", "inside"),
        [
            ("00012001", True),
            ("00012050", True),
            ("00012000", False),
            ("00012051", False),
            ("12001", False),
            ("0001200x", False),
            (12001, False),
        ],
    )
    def test_number_range_contains_numbers_in_full_width_only(
        self, number: object, inside: bool
    ) -> None:
        assert (number in BOOK) is inside

    def test_number_range_is_shown_as_its_ends(self) -> None:
        assert str(BOOK) == "00012001–00012050"
        assert str(NumberRange("07", "07")) == "07"


class TestStarting:
    def test_starting_counts_up_from_the_first(self) -> None:
        assert NumberRange.starting("00012001", 50) == BOOK

    @pytest.mark.parametrize(("first", "quantity"), [("98", 3), ("98", 0), ("98", -1)])
    def test_starting_refuses_to_leave_the_width(self, first: str, quantity: int) -> None:
        with pytest.raises(RangeError, match="quantity"):
            NumberRange.starting(first, quantity)

    def test_starting_refuses_what_is_no_number(self) -> None:
        with pytest.raises(RangeError, match="form"):
            NumberRange.starting("a", 1)


class TestTake:
    def test_number_range_take_gives_the_lowest_numbers_first(self) -> None:
        taken, rest = BOOK.take(20)
        assert (taken, rest) == (
            NumberRange("00012001", "00012020"),
            NumberRange("00012021", "00012050"),
        )

    def test_number_range_take_leaves_nothing_of_a_whole_range(self) -> None:
        assert BOOK.take(50) == (BOOK, None)

    @pytest.mark.parametrize("quantity", [0, -1, 51])
    def test_number_range_take_refuses_more_than_there_is(self, quantity: int) -> None:
        with pytest.raises(RangeError, match="quantity"):
            BOOK.take(quantity)

    @given(small_ranges, st.data())
    def test_number_range_take_loses_and_doubles_no_number(
        self, whole: NumberRange, data: st.DataObject
    ) -> None:
        taken, rest = whole.take(data.draw(st.integers(1, len(whole))))
        assert numbers_of([taken, rest] if rest else [taken]) == list(whole)


class TestOverlaps:
    @given(small_ranges, small_ranges)
    def test_overlaps_means_a_number_in_both(self, one: NumberRange, other: NumberRange) -> None:
        assert one.overlaps(other) == bool(set(one) & set(other)) == other.overlaps(one)

    def test_overlaps_never_holds_across_widths(self) -> None:
        assert not NumberRange("1", "9").overlaps(NumberRange("01", "09"))


class TestWithout:
    def test_without_leaves_nothing_where_all_is_used_twice(self) -> None:
        assert NumberRange("3", "7").without([NumberRange("0", "9"), NumberRange("5", "6")]) == ()

    @given(small_ranges, st.lists(small_ranges, max_size=6))
    def test_without_leaves_exactly_the_untouched_numbers(
        self, whole: NumberRange, used: list[NumberRange]
    ) -> None:
        free = [number for number in whole if not any(number in part for part in used)]
        assert numbers_of(whole.without(used)) == free

    @given(small_ranges, st.lists(small_ranges, max_size=6))
    def test_without_gives_as_few_ranges_as_can_be(
        self, whole: NumberRange, used: list[NumberRange]
    ) -> None:
        left = whole.without(used)
        assert all(int(b.first) - int(a.last) > 1 for a, b in pairwise(left))


class TestGaps:
    def test_gaps_finds_the_missing_book(self) -> None:
        ranges = [
            NumberRange("0301", "0400"),
            NumberRange("0001", "0100"),
            NumberRange("0090", "0200"),
        ]
        assert gaps(ranges) == (NumberRange("0201", "0300"),)

    def test_gaps_finds_none_where_there_is_nothing(self) -> None:
        assert gaps([]) == ()

    @pytest.mark.parametrize("odd", [("001", "002"), ("020", "030"), ("098", "099")])
    def test_gaps_refuses_ranges_of_two_widths(self, odd: tuple[str, str]) -> None:
        with pytest.raises(RangeError, match="width"):
            gaps([NumberRange("01", "02"), NumberRange(*odd), NumberRange("07", "08")])

    @given(st.lists(small_ranges, min_size=1, max_size=6))
    def test_gaps_fills_up_to_one_unbroken_run(self, ranges: list[NumberRange]) -> None:
        missing = numbers_of(gaps(ranges))
        known = set(numbers_of(ranges))
        run = NumberRange(min(known), max(known))
        assert not known & set(missing)
        assert known | set(missing) == set(run)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], []),
        (["00000003"], ["00000003"]),
        (["00000003", "00000001", "00000002"], ["00000001–00000003"]),
        (["00000001", "00000003", "00000004"], ["00000001", "00000003–00000004"]),
        (["9", "10"], ["9", "10"]),
    ],
)
def test_runs_join_neighbours_of_one_width(numbers: list[str], expected: list[str]) -> None:
    assert [str(run) for run in runs(numbers)] == expected
