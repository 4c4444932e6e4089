"""A field's words and rules change; what rows have entered stays."""

from __future__ import annotations

import pytest

from actions.core.records.field_rules import FieldNote, FieldRefusal
from actions.core.refusal import Common, Refused
from actions.definitions.change_field import CHANGE_FIELD, ChangeFieldInput
from actions.definitions.define_field import DEFINE_FIELD
from actions.plan import plan
from models.definitions.own_field import FieldKind, OwnField
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
            assert [choice["code"] for choice in row.choices] == ["red"]

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
