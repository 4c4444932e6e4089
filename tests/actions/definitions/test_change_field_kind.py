"""A field gets another kind; its values convert record by record, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.records import kind_conversion
from actions.core.records.field_rules import FieldNote, FieldRefusal
from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.definitions.change_field_kind import CHANGE_FIELD_KIND, ChangeFieldKindInput
from actions.definitions.define_field import DEFINE_FIELD
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.retire_field import RETIRE_FIELD
from actions.plan import plan
from models.definitions.own_field import FieldKind, OwnField
from models.invariants import OWN_VALUES, breaches
from models.units.unit import Unit
from models.users.user import Role
from tests.actions.definitions.test_define_field import field
from tests.support.world.cast import World

CHOICES = "red=红/Red\ngreen=绿/Green"


def defined(world: World, values: dict[str, object], **given: Any) -> int:
    """A field of Gansu's units, and its values by unit."""
    key = world.perform(DEFINE_FIELD, "gansu", [], field(**given)).rows[0].row_id
    with world.writing() as session:
        for unit, value in values.items():
            session.get_one(Unit, world.id(unit)).own_values = {str(key): value}
    return key


def change(world: World, key: int, kind: FieldKind, by: str = "gansu", **given: Any) -> Outcome:
    return world.perform(CHANGE_FIELD_KIND, by, [key], ChangeFieldKindInput(kind, **given))


def values(world: World, key: int) -> dict[str, object]:
    with world.session() as session:
        named = {world.id(name): name for name in ("unit-a", "unit-b", "unit-c", "unit-s")}
        rows = session.scalars(select(Unit).where(Unit.id.in_(named)))
        return {named[r.id]: r.own_values[str(key)] for r in rows if str(key) in r.own_values}


class TestChangeFieldKind:
    def test_the_new_field_takes_over_the_key_with_the_converted_values(self, world: World) -> None:
        key = defined(world, {"unit-a": "12", "unit-c": "1,300"}, is_searchable=True)
        outcome = change(world, key, FieldKind.WHOLE)
        new = outcome.rows[0].row_id
        assert dict(outcome.totals) == {"value_count": 2, "left_count": 0}
        assert values(world, new) == {"unit-a": 12, "unit-c": 1300}
        assert values(world, key) == {"unit-a": "12", "unit-c": "1,300"}
        with world.session() as session:
            old, after = session.get_one(OwnField, key), session.get_one(OwnField, new)
            assert (old.key, old.is_active) == ("seal_no_old1", False)
            assert (after.key, after.kind, after.is_active) == ("seal_no", FieldKind.WHOLE, True)
            assert (after.label, after.office_code) == ("印章编号", "620000")
        with world.engine.connect() as connection:
            assert breaches(connection)[OWN_VALUES] == 0

    def test_a_value_that_does_not_convert_refuses_all_unless_it_is_left_out(
        self, world: World
    ) -> None:
        key = defined(world, {"unit-a": "12", "unit-b": "十二"})
        with pytest.raises(Refused) as caught:
            change(world, key, FieldKind.WHOLE)
        assert caught.value.first.code is FieldRefusal.DOES_NOT_CONVERT
        assert caught.value.first.facts == {"count": 1, "names": "卓尼县柳林小学"}
        outcome = change(world, key, FieldKind.WHOLE, leaves_out=True)
        assert values(world, outcome.rows[0].row_id) == {"unit-a": 12}
        assert values(world, key) == {"unit-a": "12", "unit-b": "十二"}

    def test_the_plan_counts_what_converts_and_names_what_does_not(self, world: World) -> None:
        key = defined(world, {"unit-a": "12", "unit-b": "十二"})
        given = ChangeFieldKindInput(FieldKind.WHOLE, leaves_out=True)
        with world.session("gansu") as session:
            found = plan(session, CHANGE_FIELD_KIND, [key], given, world.caller("gansu"))
        told = {note.code: note.facts for note in found.preview.side_effects}
        assert told[FieldNote.CONVERTS] == {"count": 1}
        assert told[FieldNote.STAYS] == {"count": 1, "names": "卓尼县柳林小学"}

    def test_it_can_be_changed_back(self, world: World) -> None:
        key = defined(world, {"unit-a": "12"})
        new = change(world, key, FieldKind.WHOLE).rows[0].row_id
        world.perform(RETIRE_FIELD, "gansu", [new], Nothing())
        world.perform(RESTORE_FIELD, "gansu", [key], Nothing())
        assert values(world, key) == {"unit-a": "12"}

    def test_values_that_become_the_same_are_not_unique(self, world: World) -> None:
        key = defined(world, {"unit-a": "12", "unit-c": "012"}, is_unique=True)
        outcome = change(world, key, FieldKind.WHOLE, leaves_out=True)
        assert values(world, outcome.rows[0].row_id) == {"unit-a": 12}

    def test_texts_become_words_of_a_list_and_one_word_several(self, world: World) -> None:
        key = defined(world, {"unit-a": "红", "unit-b": "Green"})
        chosen = change(world, key, FieldKind.CHOICE, choices=CHOICES).rows[0].row_id
        assert values(world, chosen) == {"unit-a": "red", "unit-b": "green"}
        several = change(world, chosen, FieldKind.CHOICES).rows[0].row_id
        assert values(world, several) == {"unit-a": ["red"], "unit-b": ["green"]}

    @pytest.mark.parametrize(
        ("given", "kind", "code"),
        [
            ({"kind": FieldKind.DATE}, FieldKind.WHOLE, FieldRefusal.KIND_UNREACHABLE),
            ({}, FieldKind.TEXT, FieldRefusal.KIND_UNCHANGED),
            ({}, FieldKind.CHOICE, FieldRefusal.CHOICES_MISSING),
            ({"whole_for": (Role.COUNTY_ADMIN,)}, FieldKind.DATE, FieldRefusal.MASK_UNWANTED),
        ],
    )
    def test_a_kind_that_cannot_be_is_refused(
        self, given: dict[str, Any], kind: FieldKind, code: Any, sqlite_world: World
    ) -> None:
        key = defined(sqlite_world, {}, **given)
        with pytest.raises(Refused) as caught:
            change(sqlite_world, key, kind)
        assert caught.value.first.code is code

    def test_more_records_than_can_be_converted_at_once_are_refused(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kind_conversion, "MAXIMUM_CONVERTED", 1)
        key = defined(sqlite_world, {"unit-a": "1", "unit-b": "2"})
        with pytest.raises(Refused) as caught:
            change(sqlite_world, key, FieldKind.WHOLE)
        assert caught.value.first.code is FieldRefusal.TOO_MANY_TO_CONVERT

    def test_values_of_a_unit_that_left_the_province_stay_as_they_were(self, world: World) -> None:
        key = defined(world, {"unit-a": "12", "unit-s": "13"})
        new = change(world, key, FieldKind.WHOLE).rows[0].row_id
        assert values(world, new) == {"unit-a": 12}
        assert values(world, key) == {"unit-a": "12", "unit-s": "13"}

    @pytest.mark.parametrize(
        ("by", "code"), [("shaanxi", Common.NOT_FOUND), ("zhuoni", Common.NOT_OWN_OFFICE)]
    )
    def test_nobody_beside_or_below_changes_it(
        self, by: str, code: Common, sqlite_world: World
    ) -> None:
        key = defined(sqlite_world, {})
        with pytest.raises(Refused) as caught:
            change(sqlite_world, key, FieldKind.WHOLE, by)
        assert caught.value.first.code is code
