"""Computed fields give a value of their kind, or say why there is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from actions.definitions.change_field import CHANGE_FIELD, ChangeFieldInput
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from models.core.own_values import OWN_VALUE
from models.core.scope import BY_HAND
from models.definitions.computed import work_out, worked_out
from models.definitions.expression import ExpressionError, ExpressionFault
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import FieldEntity, FieldKind, OwnField
from models.definitions.row_values import linked
from models.units.unit import Unit
from tests.support.world.cast import World


def spec(number: int, key: str, kind: FieldKind, formula: str | None = None) -> FieldSpec:
    return FieldSpec(number, "unit", "620000", key, kind, key, key, formula=formula)


def computed(kind: FieldKind, formula: str) -> FieldSpec:
    beside = (
        spec(1, "count", FieldKind.WHOLE),
        spec(2, "share", FieldKind.DECIMAL),
        spec(3, "start", FieldKind.DATE),
        spec(4, "seen_at", FieldKind.DATE_TIME),
    )
    return linked((*beside, spec(9, "found", kind, formula)))[-1]


def row(**values: Any) -> Unit:
    held = {"1": 7, "2": 2_5000, "3": "2026-03-01", "4": "2026-03-09T16:30+00:00"}
    return Unit(name="卓尼县", own_values={**held, **values})


class TestWorkedOut:
    @pytest.mark.parametrize(
        ("kind", "formula", "value"),
        [
            (FieldKind.WHOLE, "count * 2", 14),
            (FieldKind.WHOLE, "size(name) + count", 10),
            (FieldKind.DECIMAL, "share / 3.0", Decimal("0.8333")),
            (FieldKind.DECIMAL, "count", Decimal(7)),
            (FieldKind.TEXT, "name + '局'", "卓尼县局"),
            (FieldKind.YES_NO, "count > 3", "true"),
            (FieldKind.DATE, "start + days(30)", dt.date(2026, 3, 31)),
            (FieldKind.DATE, "seen_at", dt.date(2026, 3, 10)),
            (FieldKind.DATE_TIME, "seen_at", dt.datetime(2026, 3, 9, 16, 30, tzinfo=dt.UTC)),
        ],
    )
    def test_a_formula_gives_a_value_of_its_kind(
        self, kind: FieldKind, formula: str, value: object
    ) -> None:
        found = computed(kind, formula)
        assert found.value_of(worked_out(found, row())) == value

    @pytest.mark.parametrize(
        ("kind", "formula", "fault"),
        [
            (FieldKind.WHOLE, "10 / (count - 7)", ExpressionFault.DIVISION_BY_ZERO),
            (FieldKind.TEXT, "address + name", ExpressionFault.EMPTY_VALUE),
            (FieldKind.WHOLE, "count * 1000000000000000000", ExpressionFault.TOO_LARGE),
            (FieldKind.DECIMAL, "share * 1e300", ExpressionFault.TOO_LARGE),
            (FieldKind.TEXT, "address", ExpressionFault.EMPTY_VALUE),
        ],
    )
    def test_a_row_without_an_answer_has_a_reason_and_no_value(
        self, kind: FieldKind, formula: str, fault: ExpressionFault
    ) -> None:
        found, unit = computed(kind, formula), row(**{"9": 1})
        with pytest.raises(ExpressionError) as none:
            worked_out(found, unit)
        assert none.value.fault is fault
        assert work_out(unit, [found])
        assert "9" not in unit.own_values


def define(world: World, by: str, code: str, **given: Any) -> int:
    basics: dict[str, Any] = {"kind": FieldKind.WHOLE, "label": code, "label_en": code}
    asked = DefineFieldInput(entity=FieldEntity.UNIT, code=code, **(basics | given))
    return world.perform(DEFINE_FIELD, by, [], asked).rows[0].row_id


def values(world: World, field: int, unit: int) -> tuple[object, list[str]]:
    """What the row stores, and what the index says."""
    with world.session() as session:
        lines = select(OWN_VALUE.c.value).where(
            OWN_VALUE.c.field_id == field, OWN_VALUE.c.row_id == unit
        )
        found = list(session.execute(lines, execution_options={BY_HAND: True}).scalars())
        return session.get_one(Unit, unit).own_values.get(str(field)), found


@pytest.mark.parametrize("by", ["gansu", "conac"])
class TestTheFlush:
    def test_rows_have_the_value_once_it_is_defined_and_whoever_changes_them(
        self, by: str, world: World
    ) -> None:
        unit = world.id("unit-a")
        field = define(world, by, "name_length", formula="size(name)")
        with world.session() as session:
            length = len(session.get_one(Unit, unit).name)
        assert values(world, field, unit)[0] == length
        with world.writing() as session:
            session.get_one(Unit, unit).name = "甲乙丙"
        stored, lines = values(world, field, unit)
        assert stored == 3
        assert [int(line) % 10 for line in lines] == [3]

    def test_a_changed_formula_is_worked_out_anew(self, by: str, world: World) -> None:
        unit = world.id("unit-a")
        field = define(world, by, "name_length", formula="size(name)")
        with world.session() as session:
            known = session.get_one(OwnField, field)
            assert known.worked_out_to is None
        given = ChangeFieldInput(label="长", label_en="Length", formula="0 - size(name)")
        world.perform(CHANGE_FIELD, by, [field], given)
        assert values(world, field, unit)[0] < 0
