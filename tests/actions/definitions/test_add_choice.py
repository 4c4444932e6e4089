"""Choices are added to lists of one's own and to open ones of the registry."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.core.choices.choice_rules import ChoiceRefusal, offered_lists
from actions.core.refusal import Common
from actions.definitions.add_choice import ADD_CHOICE, AddChoiceInput
from models.definitions.choice_list import Choice
from models.definitions.label import LabelColour
from tests.support.definitions.choices import add, codes, define_list
from tests.support.world.cast import World
from tests.support.world.settings import refusal

DAY = dt.date(2026, 6, 10)


class TestAddingAChoice:
    def test_a_choice_has_its_words_its_colour_and_its_days(self, world: World) -> None:
        define_list(world, "gansu")
        more = {"name_en": "Steel", "colour": LabelColour.BLUE, "valid_until": DAY}
        key = add(world, "gansu", "seals", "steel", "钢印", **more)
        with world.session("zhuoni") as session:
            choice = session.get_one(Choice, key)
            assert (choice.code, choice.name_en, choice.colour) == (
                *("steel", "Steel"),
                LabelColour.BLUE,
            )
            assert choice.is_valid_on(DAY)
            assert not choice.is_valid_on(DAY + dt.timedelta(days=1))

    def test_two_provinces_add_the_same_choice_to_an_open_list_and_see_their_own(
        self, world: World
    ) -> None:
        key = define_list(world, "conac", is_open=True)
        add(world, "gansu", "seals", "steel", "钢印")
        add(world, "shaanxi", "seals", "steel", "钢印")
        built_in = {"round", "square"}
        assert codes(world, "zhuoni", key) == {*built_in, "62_steel"}
        assert codes(world, "shaanxi", key) == {*built_in, "61_steel"}
        assert codes(world, "conac", key) == {*built_in, "62_steel", "61_steel"}

    def test_a_closed_list_from_above_and_one_from_beside_are_not_offered(
        self, world: World
    ) -> None:
        define_list(world, "conac")
        define_list(world, "shaanxi", "theirs")
        with world.session("gansu") as session:
            assert not {"seals", "theirs"} & {code for code, _name in offered_lists(session)}
        for code in ("seals", "theirs", "none"):
            given = AddChoiceInput(code, "steel", "钢印")
            assert refusal(world, ADD_CHOICE, given, "gansu") is ChoiceRefusal.LIST_UNKNOWN

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (("round", "圆"), ChoiceRefusal.CODE_TAKEN),
            (("steel", "圆章"), ChoiceRefusal.WORD_TAKEN),
            (("steel", "round"), ChoiceRefusal.WORD_TAKEN),
            (("62_steel", "钢印"), ChoiceRefusal.CODE_MALFORMED),
            (("<b>", "钢印"), ChoiceRefusal.CODE_MALFORMED),
            (("steel", "钢印，钢"), ChoiceRefusal.NOT_A_WORD),
        ],
    )
    def test_a_choice_that_breaks_a_rule_is_refused(
        self, sqlite_world: World, given: tuple[str, str], code: ChoiceRefusal
    ) -> None:
        define_list(sqlite_world, "conac", is_open=True)
        asked = AddChoiceInput("seals", *given)
        assert refusal(sqlite_world, ADD_CHOICE, asked, "conac") is code

    def test_days_that_cross_and_a_full_list_are_refused(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        define_list(sqlite_world, "gansu")
        crossed = AddChoiceInput(
            "seals", "steel", "钢印", valid_from=DAY, valid_until=DAY - dt.timedelta(days=1)
        )
        found = refusal(sqlite_world, ADD_CHOICE, crossed, "gansu")
        assert found is ChoiceRefusal.DAYS_CROSSED
        monkeypatch.setattr("actions.definitions.add_choice.MAXIMUM_CHOICES", 2)
        full = AddChoiceInput("seals", "steel", "钢印")
        assert refusal(sqlite_world, ADD_CHOICE, full, "gansu") is ChoiceRefusal.TOO_MANY

    @pytest.mark.parametrize("who", ["gannan", "zhuoni", "conac-finance"])
    def test_nobody_but_the_registry_and_a_province_adds_choices(
        self, sqlite_world: World, who: str
    ) -> None:
        define_list(sqlite_world, "conac", is_open=True)
        given = AddChoiceInput("seals", "steel", "钢印")
        assert refusal(sqlite_world, ADD_CHOICE, given, who) is Common.FORBIDDEN
