"""A retired field holds for nobody, and its values stay where they are."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.records.field_rules import FieldRefusal
from actions.core.refusal import Refused
from actions.definitions.retire_field import RETIRE_FIELD
from models.definitions.known_fields import fields_of
from models.units.unit import Unit
from tests.actions.definitions.test_change_field import defined
from tests.support.world.cast import World


def test_a_retired_field_is_gone_from_forms_and_keeps_its_values(world: World) -> None:
    key = defined(world)
    world.perform(RETIRE_FIELD, "gansu", [key], Nothing())
    with world.session("zhuoni") as session:
        assert fields_of(session) == ()
        assert session.get_one(Unit, world.id("unit-a")).own_values == {str(key): "red"}


def test_a_field_is_retired_once(world: World) -> None:
    key = defined(world)
    world.perform(RETIRE_FIELD, "gansu", [key], Nothing())
    with pytest.raises(Refused) as caught:
        world.perform(RETIRE_FIELD, "gansu", [key], Nothing())
    assert caught.value.first.code is FieldRefusal.RETIRED
