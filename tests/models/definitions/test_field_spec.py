"""A definition reads and stores values of its kind, in an order that texts have."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from models.core.own_values import order_key
from models.definitions.chosen_words import Choice
from models.definitions.field_spec import FieldSpec, decimal_of, spec_of
from models.definitions.own_field import FieldKind


def spec(kind: FieldKind, **given: Any) -> FieldSpec:
    return FieldSpec(7, "unit", "620000", "budget_fen", kind, "预算", "Budget", **given)


class TestFieldSpec:
    @pytest.mark.parametrize(
        ("kind", "stored"),
        [
            (FieldKind.TEXT, "甲"),
            (FieldKind.WHOLE, -3),
            (FieldKind.DECIMAL, 12_5000),
            (FieldKind.DATE, "2026-03-09"),
            (FieldKind.DATE_TIME, "2026-03-09T01:30+00:00"),
            (FieldKind.YES_NO, "false"),
            (FieldKind.CHOICE, "r"),
            (FieldKind.CHOICES, ["r", "g"]),
        ],
    )
    def test_a_stored_value_is_read_and_stored_again_as_it_was(
        self, kind: FieldKind, stored: object
    ) -> None:
        field = spec(kind, choices=(Choice("r", "红", "Red"), Choice("g", "绿", "Green")))
        assert field.stored(field.value_of(stored)) == stored

    def test_a_word_that_the_list_lost_stays_as_it_is(self) -> None:
        assert spec(FieldKind.CHOICE).value_of("gone") == "gone"

    def test_its_name_has_its_owner_and_its_column_knows_it(self) -> None:
        field = spec(FieldKind.DATE)
        assert field.name == "own_620000_budget_fen"
        assert spec_of(field.column) is field

    @pytest.mark.parametrize("typed", ["1.23456", "1e99", "NaN", "Infinity", "", "12元"])
    def test_a_decimal_beyond_its_places_is_refused(self, typed: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  whatever it says
            decimal_of(typed)

    @pytest.mark.parametrize(
        ("kind", "values"),
        [
            (FieldKind.WHOLE, [-100, -9, 0, 5, 10, 99]),
            (FieldKind.DECIMAL, [Decimal("-1.5"), Decimal("-0.25"), Decimal(0), Decimal("10.1")]),
            (FieldKind.DATE, [dt.date(1999, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 10, 1)]),
        ],
    )
    def test_the_texts_of_the_index_sort_as_the_values_do(
        self, kind: FieldKind, values: list[Any]
    ) -> None:
        keys = [order_key(spec(kind).stored(value)) for value in values]
        assert keys == sorted(keys)

    def test_a_role_that_is_not_named_reads_it_masked_and_cannot_edit_or_sort_by_it(self) -> None:
        field = spec(FieldKind.WHOLE, whole_for=frozenset({"county_admin"}))
        assert field.shown_to("county_admin") is field
        assert field.is_edited_by("county_admin")
        shown = field.shown_to("viewer")
        assert shown is not None
        assert shown.value_of(5550007732) == "****7732"
        assert not shown.is_sortable
        assert not field.is_edited_by("viewer")
