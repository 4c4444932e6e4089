"""A restored field holds again."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.records.field_rules import FieldRefusal
from actions.core.refusal import Refused
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.retire_field import RETIRE_FIELD
from models.definitions.known_fields import fields_of
from tests.actions.definitions.test_change_field import defined
from tests.support.world.cast import World


def test_a_restored_field_is_back(world: World) -> None:
    key = defined(world)
    world.perform(RETIRE_FIELD, "gansu", [key], Nothing())
    world.perform(RESTORE_FIELD, "gansu", [key], Nothing())
    with world.session("zhuoni") as session:
        assert [spec.id for spec in fields_of(session)] == [key]


def test_a_field_in_use_is_not_restored(world: World) -> None:
    key = defined(world)
    with pytest.raises(Refused) as caught:
        world.perform(RESTORE_FIELD, "gansu", [key], Nothing())
    assert caught.value.first.code is FieldRefusal.IN_USE
