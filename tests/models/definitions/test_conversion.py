"""A stored value becomes one of another kind, or has no equal there."""

from __future__ import annotations

from typing import Any

import pytest

from models.definitions.chosen_words import Choice
from models.definitions.conversion import can_become, converted
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import FieldKind

WORDS = (Choice("r", "红", "Red"), Choice("g", "绿", "Green"))


def spec(kind: FieldKind) -> FieldSpec:
    is_chosen = kind in {FieldKind.CHOICE, FieldKind.CHOICES}
    return FieldSpec(
        7, "unit", "620000", "k", kind, "颜色", "Colour", choices=WORDS if is_chosen else ()
    )


class TestConverted:
    @pytest.mark.parametrize(
        ("before", "stored", "after", "expected"),
        [
            (FieldKind.TEXT, "１,234", FieldKind.WHOLE, 1234),
            (FieldKind.TEXT, " 12.5 ", FieldKind.DECIMAL, 125000),
            (FieldKind.TEXT, "2026年3月9日", FieldKind.DATE, "2026-03-09"),
            (FieldKind.TEXT, "是", FieldKind.YES_NO, "true"),
            (FieldKind.TEXT, "绿", FieldKind.CHOICE, "g"),
            (FieldKind.TEXT, "RED", FieldKind.CHOICE, "r"),
            (FieldKind.TEXT, "绿，红", FieldKind.CHOICES, ["r", "g"]),
            (FieldKind.TEXT, "https://a.example/", FieldKind.LINK, "https://a.example/"),
            (FieldKind.WHOLE, -12, FieldKind.DECIMAL, -120000),
            (FieldKind.WHOLE, 1234, FieldKind.TEXT, "1234"),
            (FieldKind.DECIMAL, 125000, FieldKind.TEXT, "12.5"),
            (FieldKind.DATE, "2026-03-09", FieldKind.TEXT, "2026-03-09"),
            (FieldKind.YES_NO, "false", FieldKind.TEXT, "否"),
            (FieldKind.CHOICE, "r", FieldKind.CHOICES, ["r"]),
            (FieldKind.CHOICE, "gone", FieldKind.TEXT, "gone"),
            (FieldKind.CHOICES, ["r", "g"], FieldKind.LONG_TEXT, "红、绿"),
            (FieldKind.LONG_TEXT, "一行", FieldKind.TEXT, "一行"),
        ],
    )
    def test_a_value_becomes_its_equal(
        self, before: FieldKind, stored: Any, after: FieldKind, expected: Any
    ) -> None:
        assert can_become(before, after)
        assert converted(spec(before), spec(after), stored) == expected

    @pytest.mark.parametrize(
        ("before", "stored", "after"),
        [
            (FieldKind.TEXT, "12 个", FieldKind.WHOLE),
            (FieldKind.TEXT, "9" * 30, FieldKind.WHOLE),
            (FieldKind.TEXT, "1.23456", FieldKind.DECIMAL),
            (FieldKind.TEXT, "2026-02-30", FieldKind.DATE),
            (FieldKind.TEXT, "也许", FieldKind.YES_NO),
            (FieldKind.TEXT, "蓝", FieldKind.CHOICE),
            (FieldKind.TEXT, "红、蓝", FieldKind.CHOICES),
            (FieldKind.TEXT, "javascript:alert(1)", FieldKind.LINK),
            (FieldKind.CHOICE, "gone", FieldKind.CHOICES),
            (FieldKind.LONG_TEXT, "两\n行", FieldKind.TEXT),
            (FieldKind.LONG_TEXT, "长" * 201, FieldKind.TEXT),
        ],
    )
    def test_a_value_without_an_equal_is_told(
        self, before: FieldKind, stored: Any, after: FieldKind
    ) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  its text is the value
            converted(spec(before), spec(after), stored)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (FieldKind.TEXT, FieldKind.TEXT),
            (FieldKind.DATE, FieldKind.WHOLE),
            (FieldKind.DECIMAL, FieldKind.WHOLE),
            (FieldKind.CHOICES, FieldKind.CHOICE),
        ],
    )
    def test_kinds_that_would_lose_something_are_not_offered(
        self, before: FieldKind, after: FieldKind
    ) -> None:
        assert not can_become(before, after)
