"""Fields whose values are words of a list: of a shared one, or of one of their own."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Nothing
from actions.core.records.field_rules import FieldRefusal
from actions.definitions.change_choice import CHANGE_CHOICE, ChangeChoiceInput
from actions.definitions.change_field import CHANGE_FIELD, ChangeFieldInput
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from actions.definitions.retire_choice import RETIRE_CHOICE
from actions.definitions.retire_choice_list import RETIRE_CHOICE_LIST
from actions.plan import plan
from models.definitions.known_fields import known_fields
from models.definitions.label import LabelColour
from models.definitions.own_field import FieldEntity, FieldKind, OwnField
from tests.support.definitions.choices import add, choice_of, define_list
from tests.support.world.cast import World
from tests.support.world.settings import refusal

NAME = "own_620000_seal"


def given(**more: Any) -> DefineFieldInput:
    basics = {
        "entity": FieldEntity.UNIT,
        "code": "seal",
        "kind": FieldKind.CHOICE,
        "label": "印章样式",
        "label_en": "Seal",
    }
    return DefineFieldInput(**basics | more)


def define(world: World, by: str = "gansu", **more: Any) -> int:
    return world.perform(DEFINE_FIELD, by, [], given(**more)).rows[0].row_id


def words_for(world: World, who: str) -> list[str]:
    with world.session(who) as session:
        (spec,) = known_fields(session, "unit")
        return [choice.code for choice in spec.choices]


def retire(world: World, by: str, of: int, code: str) -> None:
    world.perform(RETIRE_CHOICE, by, [choice_of(world, of, code)], Nothing())


class TestWordsOfOnesOwn:
    def test_they_are_a_list_of_the_field_and_keep_their_colour_when_the_field_changes(
        self, world: World
    ) -> None:
        key = define(world, choices="round=圆章/Round\nsquare=方章/Square")
        with world.session("gansu") as session:
            of = session.get_one(OwnField, key).choice_list_id
        assert of is not None
        red = ChangeChoiceInput("圆章", "Round", LabelColour.RED)
        world.perform(CHANGE_CHOICE, "gansu", [choice_of(world, of, "round")], red)
        changed = ChangeFieldInput("印章样式", "Seal", choices="oval=椭圆\nround=圆章/Round")
        world.perform(CHANGE_FIELD, "gansu", [key], changed)
        with world.session("zhuoni") as session:
            field = session.get_one(OwnField, key)
            assert field.choice_list_id == of
            found = [(c["code"], c["colour"], bool(c["is_active"])) for c in field.choices]
        assert found == [
            ("oval", None, True),
            ("round", "red", True),
            ("square", None, False),
        ]


class TestASharedList:
    def test_a_field_takes_a_list_and_what_is_added_to_it_later(self, world: World) -> None:
        define_list(world, "gansu")
        key = define(world, choice_list="seals")
        add(world, "gansu", "seals", "steel", "钢印")
        assert words_for(world, "zhuoni") == ["round", "square", "steel"]
        suggested = CHANGE_FIELD.suggest
        assert suggested is not None
        with world.session("gansu") as session:
            found = plan(session, CHANGE_FIELD, [key], None, world.caller("gansu"))
        assert found.refusal is None

    def test_a_provinces_field_has_the_words_it_added_to_an_open_list_of_the_registry(
        self, world: World
    ) -> None:
        define_list(world, "conac", is_open=True)
        for by in ("gansu", "shaanxi"):
            define(world, by, choice_list="seals")
        add(world, "gansu", "seals", "steel", "钢印")
        assert words_for(world, "zhuoni") == ["round", "square", "62_steel"]
        assert words_for(world, "shaanxi") == ["round", "square"]

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"choice_list": "none"}, FieldRefusal.LIST_UNKNOWN),
            ({"choice_list": "theirs"}, FieldRefusal.LIST_UNKNOWN),
            ({"choice_list": "seals", "choices": "a=甲"}, FieldRefusal.CHOICES_AND_LIST),
            ({"choice_list": "seals", "kind": FieldKind.TEXT}, FieldRefusal.CHOICES_UNWANTED),
        ],
    )
    def test_a_list_that_cannot_be_taken_is_refused(
        self, sqlite_world: World, more: dict[str, Any], code: FieldRefusal
    ) -> None:
        define_list(sqlite_world, "gansu")
        define_list(sqlite_world, "shaanxi", "theirs")
        assert refusal(sqlite_world, DEFINE_FIELD, given(**more), "gansu") is code

    def test_the_plan_to_retire_a_list_counts_the_fields_that_use_it(self, world: World) -> None:
        of = define_list(world, "gansu")
        define(world, choice_list="seals")
        with world.session("gansu") as session:
            found = plan(session, RETIRE_CHOICE_LIST, [of], Nothing(), world.caller("gansu"))
        assert found.facts_of(of)["using_field_count"] == 1
        world.perform(RETIRE_CHOICE_LIST, "gansu", [of], Nothing())
        assert words_for(world, "zhuoni") == ["round", "square"]
        more = {"code": "seal2", "choice_list": "seals"}
        assert refusal(world, DEFINE_FIELD, given(**more), "gansu") is FieldRefusal.LIST_UNKNOWN
