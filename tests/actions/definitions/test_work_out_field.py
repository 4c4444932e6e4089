"""A new formula is worked out in parts, for the rows of its owner and below alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.records import field_expressions
from actions.core.records.field_rules import FieldRefusal
from actions.core.refusal import Refused
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from actions.definitions.work_out_field import WORK_OUT_FIELD
from models.definitions.own_field import FieldEntity, FieldKind, OwnField
from models.units.unit import Unit
from tests.support.world.cast import World


def computed(world: World) -> int:
    given = DefineFieldInput(
        FieldEntity.UNIT, "size", FieldKind.WHOLE, "长度", "Length", formula="size(name)"
    )
    return world.perform(DEFINE_FIELD, "gansu", [], given).rows[0].row_id


def worked_out(world: World, field: int) -> set[str]:
    """The provinces of the units that have a value."""
    with world.session() as session:
        units = session.scalars(select(Unit)).all()
        return {unit.province_code for unit in units if str(field) in unit.own_values}


def test_parts_follow_each_other_until_all_rows_are_worked_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_expressions, "ROWS_AT_ONCE", 1)
    field = computed(world)
    counts: list[Any] = []
    while True:
        with world.session("gansu") as session:
            if session.get_one(OwnField, field).worked_out_to is None:
                break
        counts.append(world.perform(WORK_OUT_FIELD, "gansu", [field], Nothing()).totals)
    assert counts[0] == {"worked_out_count": 1}
    assert counts[-1] == {"worked_out_count": 0}
    assert worked_out(world, field) == {"620000"}
    with world.session("gansu") as session:
        assert all(str(field) in unit.own_values for unit in session.scalars(select(Unit)))


def test_what_is_all_worked_out_is_not_worked_out_again(world: World) -> None:
    field = computed(world)
    with pytest.raises(Refused) as refused:
        world.perform(WORK_OUT_FIELD, "gansu", [field], Nothing())
    assert refused.value.first.code is FieldRefusal.ALL_WORKED_OUT
