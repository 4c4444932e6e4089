"""Yuan as people write it, fen as we keep it."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.money import (
    LARGEST_FEN,
    LARGEST_TYPED_FEN,
    MoneyError,
    MoneyFault,
    format_yuan,
    parse_yuan,
    plain_yuan,
    yuan_in_words,
)

typed_fen = st.integers(-LARGEST_TYPED_FEN, LARGEST_TYPED_FEN)
any_fen = st.integers(-LARGEST_FEN, LARGEST_FEN) | st.builds(
    lambda digit, power, low: digit * 10**power + low,
    st.integers(-9, 9),
    st.integers(0, 16),
    st.integers(0, 9),
)

DIGITS = {word: value for value, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_section(words: str) -> int:
    """Reads up to four digits by adding digit times unit: the reverse of no code of ours."""
    return sum(
        DIGITS[digit] * UNITS.get(unit, 1)
        for digit, unit in re.findall("([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", words)
    )


def read_whole(words: str) -> int:
    head, yi, tail = words.rpartition("亿")
    total = read_whole(head) * 10**8 if yi else 0
    wan = tail.rpartition("万")
    return total + read_section(wan[0]) * 10**4 + read_section(wan[2])


def read_words(words: str) -> int:
    """Reads 大写 back into fen, independently of the module."""
    yuan, mark, rest = words.removeprefix("负").removesuffix("整").rpartition("元")
    jiao = rest[rest.index("角") - 1] if "角" in rest else "零"
    fen = rest[-2] if rest.endswith("分") else "零"
    total = (read_whole(yuan) if mark else 0) * 100 + DIGITS[jiao] * 10 + DIGITS[fen]
    return -total if words.startswith("负") else total


class TestParseYuan:
    @pytest.mark.parametrize(
        ("text", "fen"),
        [
            ("0", 0),
            ("200", 20_000),
            ("1,234.5", 123_450),
            ("1234.50", 123_450),
            ("1,234,567.89", 123_456_789),
            ("￥400", 40_000),
            ("¥ 400.00", 40_000),
            ("４００．５元", 40_050),
            ("１，２３４", 123_400),
            ("  12.30\t", 1230),
            ("7.", 700),
            ("99999999999.99", LARGEST_TYPED_FEN),
        ],
    )
    def test_parse_yuan_reads_what_clerks_type(self, text: str, fen: int) -> None:
        assert parse_yuan(text) == fen

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", MoneyFault.EMPTY),
            (" \u3000 ", MoneyFault.EMPTY),
            ("四百", MoneyFault.NOT_A_NUMBER),
            ("10²", MoneyFault.NOT_A_NUMBER),
            ("①", MoneyFault.NOT_A_NUMBER),
            ("٣", MoneyFault.NOT_A_NUMBER),
            ("1,23", MoneyFault.NOT_A_NUMBER),
            ("1234,567", MoneyFault.NOT_A_NUMBER),
            ("1 000", MoneyFault.NOT_A_NUMBER),
            ("1.2.3", MoneyFault.NOT_A_NUMBER),
            ("0x10", MoneyFault.NOT_A_NUMBER),
            ("1_000", MoneyFault.NOT_A_NUMBER),
            ("$5", MoneyFault.NOT_A_NUMBER),
            ("nan", MoneyFault.NOT_A_NUMBER),
            ("200\x00", MoneyFault.NOT_A_NUMBER),
            ("--5", MoneyFault.NOT_A_NUMBER),
            ("1e9", MoneyFault.EXPONENT),
            ("¥1.5E+3", MoneyFault.EXPONENT),
            ("1.234", MoneyFault.TOO_MANY_DECIMALS),
            ("1.500", MoneyFault.TOO_MANY_DECIMALS),
            ("-5", MoneyFault.NEGATIVE),
            ("¥-5", MoneyFault.NEGATIVE),
            ("100000000000", MoneyFault.TOO_LARGE),
            ("9" * 40, MoneyFault.TOO_LARGE),
            ("9" * 2**20, MoneyFault.NOT_A_NUMBER),
            ("0" * 40 + "5 and more", MoneyFault.NOT_A_NUMBER),
        ],
    )
    def test_parse_yuan_names_what_is_wrong(self, text: str, fault: MoneyFault) -> None:
        with pytest.raises(MoneyError) as caught:
            parse_yuan(text)
        assert caught.value.fault is fault

    @pytest.mark.parametrize("text", ["-5", "-¥5", "¥-5.00", "－５", "\u22125"])
    def test_parse_yuan_reads_a_negative_when_asked(self, text: str) -> None:
        assert parse_yuan(text, allow_negative=True) == -500

    @given(typed_fen)
    def test_parse_yuan_reads_back_both_written_forms(self, fen: int) -> None:
        assert parse_yuan(plain_yuan(fen), allow_negative=True) == fen
        assert parse_yuan(format_yuan(fen), allow_negative=True) == fen

    @given(st.text())
    def test_parse_yuan_either_reads_or_names_a_fault(self, text: str) -> None:
        with suppress(MoneyError):
            assert 0 <= parse_yuan(text) <= LARGEST_TYPED_FEN


class TestFormatYuan:
    @pytest.mark.parametrize(
        ("fen", "shown", "plain"),
        [
            (123_450, "¥1,234.50", "1234.50"),
            (0, "¥0.00", "0.00"),
            (5, "¥0.05", "0.05"),
            (-5, "-¥0.05", "-0.05"),
            (-100_000_000, "-¥1,000,000.00", "-1000000.00"),
        ],
    )
    def test_format_yuan_shows_two_decimals_always(self, fen: int, shown: str, plain: str) -> None:
        assert (format_yuan(fen), plain_yuan(fen)) == (shown, plain)


class TestYuanInWords:
    @pytest.mark.parametrize(
        ("fen", "words"),
        [
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (11, "壹角壹分"),
            (1000, "壹拾元整"),
            (123_450, "壹仟贰佰叁拾肆元伍角整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (10_070_000, "壹拾万零柒佰元整"),
            (1_000_100, "壹万零壹元整"),
            (3_000_000, "叁万元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (100_000_100_000, "壹拾亿零壹仟元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (100_000_000_000_000, "壹万亿元整"),
            (100_010_000_000_000, "壹万零壹亿元整"),
            (-20_000, "负贰佰元整"),
        ],
    )
    def test_yuan_in_words_keeps_the_rules_of_zero(self, fen: int, words: str) -> None:
        assert yuan_in_words(fen) == words

    @given(any_fen)
    def test_yuan_in_words_reads_back_to_the_same_amount(self, fen: int) -> None:
        assert read_words(yuan_in_words(fen)) == fen

    @given(any_fen)
    def test_yuan_in_words_never_doubles_or_misplaces_a_zero(self, fen: int) -> None:
        words = yuan_in_words(fen)
        assert not re.search("零零|零[万亿角分拾佰仟]|[^负]零元|零整|亿万", words)
        assert words[-1] in "整分"

    @pytest.mark.parametrize("fen", [LARGEST_FEN + 1, -LARGEST_FEN - 1])
    def test_yuan_in_words_refuses_what_has_no_words(self, fen: int) -> None:
        with pytest.raises(MoneyError) as caught:
            yuan_in_words(fen)
        assert caught.value.fault is MoneyFault.TOO_LARGE
