"""A field's words and rules change; what rows have entered stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.records.field_rules import FieldNote, FieldRefusal
from actions.core.refusal import Common, Refused
from actions.definitions import change_field
from actions.definitions.change_field import CHANGE_FIELD, ChangeFieldInput
from actions.definitions.define_field import DEFINE_FIELD
from actions.plan import plan
from models.core.own_search import OWN_SEARCH
from models.core.scope import BY_HAND
from models.definitions.own_field import MAXIMUM_SEARCHED, FieldKind, OwnField
from models.units.unit import Unit
from tests.actions.definitions.test_define_field import field
from tests.support.world.cast import World

CHOICES = "red=红/Red\ngreen=绿/Green"


def defined(world: World) -> int:
    given = field(kind=FieldKind.CHOICE, choices=CHOICES)
    key = world.perform(DEFINE_FIELD, "gansu", [], given).rows[0].row_id
    with world.writing() as session:
        session.get_one(Unit, world.id("unit-a")).own_values = {str(key): "red"}
    return key


class TestChangeField:
    def test_words_change_and_a_choice_nobody_has_may_go(self, world: World) -> None:
        key = defined(world)
        given = ChangeFieldInput("颜色", "Colour", choices="red=红色/Red")
        world.perform(CHANGE_FIELD, "gansu", [key], given)
        with world.session() as session:
            row = session.get_one(OwnField, key)
            assert row.label == "颜色"
            in_use = [choice["code"] for choice in row.choices if choice["is_active"]]
            assert in_use == ["red"]

    def test_a_choice_that_a_row_has_stays(self, world: World) -> None:
        key = defined(world)
        with pytest.raises(Refused) as caught:
            given = ChangeFieldInput("颜色", "Colour", choices="green=绿")
            world.perform(CHANGE_FIELD, "gansu", [key], given)
        assert caught.value.first.code is FieldRefusal.CHOICE_USED

    def test_its_plan_says_how_many_rows_have_a_value(self, world: World) -> None:
        key = defined(world)
        given = ChangeFieldInput("颜色", "Colour", choices=CHOICES)
        with world.session("gansu") as session:
            found = plan(session, CHANGE_FIELD, [key], given, world.caller("gansu"))
        (note,) = found.preview.side_effects
        assert note.code is FieldNote.TOUCHES
        assert note.facts == {"rows": 1, "views": 0}

    @pytest.mark.parametrize(
        ("by", "code"), [("gansu", Common.NOT_OWN_OFFICE), ("shaanxi", Common.NOT_OWN_OFFICE)]
    )
    def test_nobody_changes_what_was_set_above(self, by: str, code: Common, world: World) -> None:
        key = world.perform(DEFINE_FIELD, "conac", [], field()).rows[0].row_id
        with pytest.raises(Refused) as caught:
            world.perform(CHANGE_FIELD, by, [key], ChangeFieldInput("颜色", "Colour"))
        assert caught.value.first.code is code

    def test_to_those_beside_it_does_not_exist(self, world: World) -> None:
        key = defined(world)
        with pytest.raises(Refused) as caught:
            world.perform(CHANGE_FIELD, "shaanxi", [key], ChangeFieldInput("颜色", "Colour"))
        assert caught.value.first.code is Common.NOT_FOUND


def searched_words(world: World) -> set[str]:
    with world.session() as session:
        found = session.execute(select(OWN_SEARCH.c.words), execution_options={BY_HAND: True})
        return set(found.scalars())


class TestSearch:
    def test_values_entered_before_are_found_from_then_on_and_no_longer_afterwards(
        self, world: World
    ) -> None:
        key = world.perform(DEFINE_FIELD, "gansu", [], field()).rows[0].row_id
        with world.writing() as session:
            session.get_one(Unit, world.id("unit-a")).own_values = {str(key): "AB"}
        for is_searchable, expected in ((True, {"ab", "b"}), (False, set())):
            given = ChangeFieldInput("编号", "Number", is_searchable=is_searchable)
            world.perform(CHANGE_FIELD, "gansu", [key], given)
            assert searched_words(world) == expected

    def test_more_values_than_can_be_indexed_at_once_are_refused(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(change_field, "MAXIMUM_RUN_ROWS", 0)
        key = world.perform(DEFINE_FIELD, "gansu", [], field()).rows[0].row_id
        with world.writing() as session:
            session.get_one(Unit, world.id("unit-a")).own_values = {str(key): "AB"}
        with pytest.raises(Refused) as caught:
            given = ChangeFieldInput("编号", "Number", is_searchable=True)
            world.perform(CHANGE_FIELD, "gansu", [key], given)
        assert caught.value.first.code is FieldRefusal.TOO_MANY_TO_SEARCH

    def test_a_list_of_words_is_not_searched(self, world: World) -> None:
        key = defined(world)
        with pytest.raises(Refused) as caught:
            given = ChangeFieldInput("颜色", "Colour", choices=CHOICES, is_searchable=True)
            world.perform(CHANGE_FIELD, "gansu", [key], given)
        assert caught.value.first.code is FieldRefusal.SEARCH_UNWANTED

    def test_the_searched_fields_of_an_office_are_counted(self, world: World) -> None:
        for number in range(MAXIMUM_SEARCHED):
            given = field(code=f"s{number}", is_searchable=True)
            world.perform(DEFINE_FIELD, "gansu", [], given)
        with pytest.raises(Refused) as caught:
            world.perform(DEFINE_FIELD, "gansu", [], field(code="more", is_searchable=True))
        assert caught.value.first.code is FieldRefusal.TOO_MANY_SEARCHED
        key = world.perform(DEFINE_FIELD, "gansu", [], field(code="more")).rows[0].row_id
        with pytest.raises(Refused) as caught:
            given = ChangeFieldInput("编号", "Number", is_searchable=True)
            world.perform(CHANGE_FIELD, "gansu", [key], given)
        assert caught.value.first.code is FieldRefusal.TOO_MANY_SEARCHED
