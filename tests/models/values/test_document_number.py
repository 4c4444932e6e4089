"""Numbers that people read out and mistype."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.values.document_number import (
    LARGEST_SEQUENCE,
    Numbered,
    NumberError,
    NumberFault,
    NumberKind,
    make_number,
    parse_number,
    written_prefix,
)

ORDER = Numbered(NumberKind.ORDER, "620921", date(2026, 11, 24), 123)

numbers = st.builds(
    Numbered,
    st.sampled_from(NumberKind),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.dates(),
    st.integers(1, LARGEST_SEQUENCE) | st.integers(1, 2000),
)


def fault_of(text: str) -> NumberFault:
    with pytest.raises(NumberError) as caught:
        parse_number(text)
    return caught.value.fault


class TestMakeNumber:
    def test_make_number_shows_kind_office_day_and_sequence(self) -> None:
        number = make_number(NumberKind.ORDER, "620921", date(2026, 11, 24), 123)
        assert number[:-2] == "D620921-20261124-000123-"

    def test_the_check_digits_are_those_of_an_iban(self) -> None:
        number = str(ORDER).replace("-", "")
        assert int("13" + number[1:]) % 97 == 1

    @given(numbers, numbers)
    def test_make_number_differs_for_anything_that_differs(
        self, one: Numbered, other: Numbered
    ) -> None:
        assert (str(one) == str(other)) == (one == other)

    @pytest.mark.parametrize(
        ("office_code", "sequence"),
        [("62092", 1), ("62092A", 1), ("６２０９２１", 1), ("620921", 0), ("620921", 10**9)],
    )
    def test_make_number_refuses_what_it_could_not_read_back(
        self, office_code: str, sequence: int
    ) -> None:
        with pytest.raises(ValueError, match=rf"^({office_code}|{sequence})$"):
            make_number(NumberKind.ORDER, office_code, date(2026, 11, 24), sequence)


class TestParseNumber:
    @given(numbers)
    def test_parse_number_reads_back_what_was_written(self, number: Numbered) -> None:
        assert parse_number(str(number)) == number
        assert len(str(number)) <= 40

    @pytest.mark.parametrize("change", [str.lower, lambda n: n.replace("-", ""), " {} ".format])
    def test_parse_number_forgives_case_hyphens_and_space(
        self, change: Callable[[str], str]
    ) -> None:
        assert parse_number(change(str(ORDER))) == ORDER

    def test_parse_number_forgives_full_width(self) -> None:
        wide = "".join(chr(ord(char) + 0xFEE0) for char in str(ORDER))
        assert parse_number(wide) == ORDER

    @given(numbers, st.data())
    def test_parse_number_catches_any_one_mistyped_digit(
        self, number: Numbered, data: st.DataObject
    ) -> None:
        text = str(number)
        at = data.draw(st.sampled_from([i for i, char in enumerate(text) if char.isdigit()]))
        digit = data.draw(st.sampled_from("0123456789"))
        assume(digit != text[at])
        assert fault_of(text[:at] + digit + text[at + 1 :]) is NumberFault.CHECK_DIGITS

    @given(numbers, st.data())
    def test_parse_number_catches_any_two_swapped_neighbours(
        self, number: Numbered, data: st.DataObject
    ) -> None:
        text = str(number).replace("-", "")
        at = data.draw(st.integers(1, len(text) - 2))
        assume(text[at] != text[at + 1])
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        assert fault_of(swapped) is NumberFault.CHECK_DIGITS

    @given(numbers, st.sampled_from(NumberKind))
    def test_parse_number_catches_the_letter_of_another_kind(
        self, number: Numbered, kind: NumberKind
    ) -> None:
        assume(kind is not number.kind)
        letter = make_number(kind, "620921", date(2026, 1, 1), 1)[0]
        assert fault_of(letter + str(number)[1:]) is NumberFault.CHECK_DIGITS

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "D",
            str(ORDER) + " " * 60,
            "620921-20261124-000123-45",
            "D620921-20261124-0123-45",
            "D" * 2**20,
        ],
    )
    def test_parse_number_refuses_other_text(self, text: str) -> None:
        assert fault_of(text) is NumberFault.FORM

    def test_parse_number_refuses_a_letter_nobody_has(self) -> None:
        assert fault_of("Z" + str(ORDER)[1:]) is NumberFault.KIND

    def test_parse_number_refuses_a_day_that_never_was(self) -> None:
        assert fault_of(checked("D620921", "20230229", "000001")) is NumberFault.DAY

    @pytest.mark.parametrize("sequence", ["000000", "0000001"])
    def test_parse_number_refuses_a_second_way_to_write_a_sequence(self, sequence: str) -> None:
        assert fault_of(checked("D620921", "20261124", sequence)) is NumberFault.FORM

    @given(st.text())
    def test_parse_number_either_reads_or_names_a_fault(self, text: str) -> None:
        with suppress(NumberError):
            assert str(parse_number(text)).isascii()


class TestWrittenPrefix:
    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("d620921", "D620921"),
            ("Ｄ620921 20261124", "D620921-20261124"),
            ("D6209212026", "D620921-2026"),
            ("d620921—20261124—000123", "D620921-20261124-000123"),
            (str(ORDER).replace("-", "").lower(), str(ORDER)),
            ("X620921", None),
            ("D", None),
            ("教育局", None),
        ],
    )
    def test_written_prefix_reads_what_was_typed(self, typed: str, written: str | None) -> None:
        assert written_prefix(typed) == written

    @given(numbers)
    def test_written_prefix_of_a_whole_number_is_the_number(self, number: Numbered) -> None:
        assert written_prefix(str(number).replace("-", " ")) == str(number)


def checked(*parts: str) -> str:
    """Completes a body that begins with D by check digits worked out another way."""
    body = "13" + "".join(parts)[1:]
    digits = next(d for d in range(2, 99) if int(f"{body}{d:02}") % 97 == 1)
    return f"{'-'.join(parts)}-{digits:02}"
