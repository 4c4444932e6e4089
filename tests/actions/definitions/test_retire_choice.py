"""A retired choice cannot be chosen until it is restored."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.core.action import AnyAction, Nothing
from actions.core.refusal import Refused
from actions.definitions.restore_choice import RESTORE_CHOICE, RestoreChoiceRefusal
from actions.definitions.retire_choice import RETIRE_CHOICE, RetireChoiceRefusal
from models.definitions.choice_list import Choice
from tests.support.definitions.choices import choice_of, define_list
from tests.support.world.cast import World


def refused(world: World, action: AnyAction, key: int) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(action, "gansu", [key], Nothing())
    return caught.value.first.code


def is_valid(world: World, key: int) -> bool:
    with world.session("zhuoni") as session:
        return session.get_one(Choice, key).is_valid_on(dt.date(2026, 6, 10))


class TestRetiringAChoice:
    def test_a_retired_choice_is_not_valid_until_it_is_restored(self, world: World) -> None:
        key = choice_of(world, define_list(world, "gansu"), "round")
        world.perform(RETIRE_CHOICE, "gansu", [key], Nothing())
        assert not is_valid(world, key)
        assert refused(world, RETIRE_CHOICE, key) is RetireChoiceRefusal.ALREADY
        world.perform(RESTORE_CHOICE, "gansu", [key], Nothing())
        assert is_valid(world, key)
        assert refused(world, RESTORE_CHOICE, key) is RestoreChoiceRefusal.IN_USE
