"""What expressions read of a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import make_dataclass, replace
from typing import Any

import pytest

from models.definitions.expression import ValueType
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import FieldEntity, FieldKind
from models.definitions.row_values import (
    FIELD_KINDS,
    column_kinds,
    is_required,
    is_shown,
    linked,
)
from models.units.unit import Unit


def spec(number: int, key: str, kind: FieldKind = FieldKind.TEXT, **given: Any) -> FieldSpec:
    return FieldSpec(number, "unit", "620000", key, kind, key, key, **given)


@pytest.mark.parametrize("entity", list(FieldEntity))
def test_no_expression_reads_secrets_or_keys_of_other_rows(entity: FieldEntity) -> None:
    named = column_kinds(entity)
    assert named
    assert not [n for n in named if n.endswith(("_hash", "_secret", "_key", "_id"))]
    assert "own_values" not in named


def test_every_kind_of_field_is_of_a_kind_that_expressions_know() -> None:
    assert FIELD_KINDS.keys() == set(FieldKind)
    assert column_kinds("unit")["name"] is ValueType.TEXT


@pytest.mark.parametrize(
    ("held", "given", "shown"), [("true", None, True), (None, None, False), ("true", "no", False)]
)
def test_what_is_given_counts_before_what_is_stored(
    held: str | None, given: str | None, shown: bool
) -> None:
    first = spec(1, "first", FieldKind.YES_NO)
    _first, second = linked((first, spec(2, "second", shown_when="first == true")))
    row = Unit(name="甲", own_values={"1": held} if held else {})
    asked = None
    if given is not None:
        asked = make_dataclass("Given", [first.name])(first.words("false"))
    assert is_shown(second, row, asked) is shown


def test_a_condition_without_an_answer_requires_nothing() -> None:
    (found,) = linked((spec(1, "first", required_when="size(address) > 3"),))
    day = dt.date(2026, 1, 1)
    assert not is_required(found, Unit(name="甲"), None, day)
    assert is_required(replace(found, required_from=day), Unit(name="甲"), None, day)
