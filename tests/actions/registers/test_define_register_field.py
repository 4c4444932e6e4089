"""An office adds fields to its own registers, under the rules of any field of one's own."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.records.field_rules import FieldRefusal
from actions.core.refusal import Common, Refused
from actions.definitions.retire_field import RETIRE_FIELD
from actions.registers.define_register_field import (
    DEFINE_REGISTER_FIELD,
    DefineRegisterFieldInput,
)
from models.definitions.known_fields import fields_of_register, known_fields
from models.definitions.own_field import FieldKind
from tests.support.definitions.registers import enter, open_training
from tests.support.world.cast import World

FIELD = DefineRegisterFieldInput("budget", FieldKind.WHOLE, "预算", "Budget", least="1")


def refused(world: World, by: str, key: int, given: DefineRegisterFieldInput = FIELD) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(DEFINE_REGISTER_FIELD, by, [key], given)
    return caught.value.first.code


def test_a_field_belongs_to_one_register_alone(world: World) -> None:
    first = open_training(world)
    second = open_training(world, code="courses")
    world.perform(DEFINE_REGISTER_FIELD, "zhuoni", [first], FIELD)
    with world.session("zhuoni") as session:
        assert "budget" in {field.key for field in fields_of_register(session, first)}
        assert "budget" not in {field.key for field in fields_of_register(session, second)}
        assert known_fields(session, "unit") == ()
    enter(world, "zhuoni", "training", "培训", own_623022_budget="500")
    world.perform(DEFINE_REGISTER_FIELD, "zhuoni", [second], FIELD)


def test_a_county_retires_a_field_of_its_register(world: World) -> None:
    register = open_training(world)
    with world.session("zhuoni") as session:
        field = fields_of_register(session, register)[0]
    world.perform(RETIRE_FIELD, "zhuoni", [field.id], Nothing())
    with world.session("zhuoni") as session:
        assert field not in fields_of_register(session, register)


def test_the_rules_of_fields_hold(sqlite_world: World) -> None:
    key = open_training(sqlite_world)
    taken = DefineRegisterFieldInput("place", FieldKind.TEXT, "地点", "Place")
    assert refused(sqlite_world, "zhuoni", key, taken) is FieldRefusal.KEY_TAKEN
    malformed = DefineRegisterFieldInput("Ort", FieldKind.TEXT, "地点", "Place")
    assert refused(sqlite_world, "zhuoni", key, malformed) is FieldRefusal.KEY_MALFORMED
    for stranger in ("lintan", "shaanxi"):
        assert refused(sqlite_world, stranger, key) is Common.NOT_FOUND
    assert refused(sqlite_world, "gansu", key) is Common.NOT_OWN_OFFICE
