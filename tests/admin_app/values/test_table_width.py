"""A table that does not fit is told by its texts, and no number is pressed into two lines."""

from __future__ import annotations

import pytest

from admin_app.values.table_width import is_kept_whole, pressed_width, table_width, text_width


def test_a_chinese_character_is_as_wide_as_two_digits() -> None:
    assert text_width("发票 12") == 4 + 1 + 2


@pytest.mark.parametrize("text", ["2026-06-10", "00013005", "新注册", "卓尼县教育局.政务"])
def test_days_numbers_short_words_and_domain_names_are_never_broken(text: str) -> None:
    assert is_kept_whole(text)
    assert pressed_width(text) == text_width(text)


def test_a_long_text_may_take_two_lines_and_a_long_number_breaks_at_its_strokes() -> None:
    assert (
        pressed_width("卓尼县机构编制委员会办公室") == text_width("卓尼县机构编制委员会办公室") // 2
    )
    assert pressed_width("H623022-20260610-000001-62") == len("20260610")


def test_a_table_is_as_wide_as_the_longer_of_heading_and_cells() -> None:
    assert table_width(["年限", "注册单位"], [[1], [30]]) == 4 + 30 + 2 * 2
