"""Of a masked value the end alone is read."""

from __future__ import annotations

import pytest

from models.definitions.mask import masked_text


class TestMaskedText:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [("62010019900101773X", "****773X"), ("12345678", "****5678"), ("1234567", "****")],
    )
    def test_the_last_four_characters_of_a_value_that_has_more_are_shown(
        self, value: str, shown: str
    ) -> None:
        assert masked_text(value) == shown
