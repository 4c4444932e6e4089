"""Words, colour, order and days of a choice change; its code stays."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.core.choices.choice_rules import ChoiceRefusal
from actions.core.refusal import Common, Refused
from actions.definitions.change_choice import CHANGE_CHOICE, ChangeChoiceInput
from models.definitions.choice_list import Choice
from models.definitions.label import LabelColour
from tests.support.definitions.choices import choice_of, define_list
from tests.support.world.cast import World

DAY = dt.date(2026, 6, 10)


def refused(world: World, by: str, key: int, given: ChangeChoiceInput) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(CHANGE_CHOICE, by, [key], given)
    return caught.value.first.code


class TestChangingAChoice:
    def test_its_words_change_and_its_code_stays(self, world: World) -> None:
        key = choice_of(world, define_list(world, "gansu"), "round")
        given = ChangeChoiceInput("圆形章", "Circle", LabelColour.RED, 5, DAY, DAY)
        world.perform(CHANGE_CHOICE, "gansu", [key], given)
        with world.session("zhuoni") as session:
            choice = session.get_one(Choice, key)
            assert (choice.code, choice.name_zh, choice.colour) == (
                *("round", "圆形章"),
                LabelColour.RED,
            )
            assert choice.is_valid_on(DAY)

    def test_a_word_of_another_choice_and_crossed_days_are_refused(self, world: World) -> None:
        key = choice_of(world, define_list(world, "gansu"), "round")
        taken = refused(world, "gansu", key, ChangeChoiceInput("方章"))
        assert taken is ChoiceRefusal.WORD_TAKEN
        crossed = ChangeChoiceInput("圆章", valid_from=DAY, valid_until=DAY - dt.timedelta(days=1))
        assert refused(world, "gansu", key, crossed) is ChoiceRefusal.DAYS_CROSSED

    def test_a_choice_from_above_or_beside_is_not_changed(self, world: World) -> None:
        above = choice_of(world, define_list(world, "conac"), "round")
        beside = choice_of(world, define_list(world, "shaanxi", "theirs"), "round")
        given = ChangeChoiceInput("圆形章")
        assert refused(world, "gansu", above, given) is Common.NOT_OWN_OFFICE
        assert refused(world, "gansu", beside, given) is Common.NOT_FOUND
