"""The values of a retired field go for good when a second person says so."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from actions.core.action import Nothing
from actions.core.records.field_rules import FieldNote, FieldRefusal
from actions.core.refusal import Common, Refused
from actions.definitions import purge_field
from actions.definitions.ask_to_purge_field import ASK_TO_PURGE_FIELD, AskToPurgeFieldInput
from actions.definitions.change_field_kind import CHANGE_FIELD_KIND, ChangeFieldKindInput
from actions.definitions.define_field import DEFINE_FIELD
from actions.definitions.purge_field import PURGE_FIELD
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.retire_field import RETIRE_FIELD
from actions.plan import plan
from actions.registers.define_register_field import (
    DEFINE_REGISTER_FIELD,
    DefineRegisterFieldInput,
)
from models.core.own_search import OWN_SEARCH
from models.core.own_values import OWN_VALUE
from models.core.scope import BY_HAND
from models.definitions.known_fields import fields_of_register
from models.definitions.own_field import FieldKind, OwnField
from models.invariants import OWN_VALUES, breaches
from models.registers.register_row import RegisterRow
from models.units.unit import Unit
from tests.actions.definitions.test_define_field import field
from tests.support.definitions.registers import enter, open_training
from tests.support.world.cast import World

WHY = AskToPurgeFieldInput("不应收集")


def asked(world: World, *units: str) -> int:
    """A retired field of Gansu with values of these units, which Gansu asked to purge."""
    given = field(is_searchable=True)
    key = world.perform(DEFINE_FIELD, "gansu", [], given).rows[0].row_id
    with world.writing() as session:
        for unit in units:
            session.get_one(Unit, world.id(unit)).own_values = {str(key): f"印-{unit}"}
    world.perform(RETIRE_FIELD, "gansu", [key], Nothing())
    world.perform(ASK_TO_PURGE_FIELD, "gansu", [key], WHY)
    return key


def lines(world: World) -> int:
    """Lines of both indexes."""
    with world.session() as session:
        counts = (
            session.execute(
                select(func.count()).select_from(table), execution_options={BY_HAND: True}
            ).scalar_one()
            for table in (OWN_VALUE, OWN_SEARCH)
        )
        return sum(counts)


def refused(world: World, action: object, by: str, key: int, given: object) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [key], given)  # type: ignore[arg-type]
    return caught.value.first.code


class TestPurgeField:
    def test_another_person_deletes_the_values_from_the_records_and_the_indexes(
        self, world: World
    ) -> None:
        key = asked(world, "unit-a", "unit-c")
        outcome = world.perform(PURGE_FIELD, "conac", [key], Nothing())
        assert dict(outcome.totals) == {"purged_count": 2, "left_count": 0}
        assert lines(world) == 0
        with world.session() as session:
            assert session.get_one(Unit, world.id("unit-a")).own_values == {}
            assert session.get_one(OwnField, key).purge_asked_by_key is None
        with world.engine.connect() as connection:
            assert breaches(connection)[OWN_VALUES] == 0
        assert refused(world, PURGE_FIELD, "conac", key, Nothing()) is FieldRefusal.PURGE_NOT_ASKED

    def test_who_asked_cannot_carry_it_out(self, world: World) -> None:
        key = asked(world, "unit-a")
        assert refused(world, PURGE_FIELD, "gansu", key, Nothing()) is Common.SECOND_PERSON
        assert lines(world) > 0

    def test_a_field_in_use_and_one_that_nobody_asked_for_stay(self, world: World) -> None:
        key = world.perform(DEFINE_FIELD, "gansu", [], field()).rows[0].row_id
        assert refused(world, ASK_TO_PURGE_FIELD, "gansu", key, WHY) is FieldRefusal.NOT_RETIRED
        assert refused(world, PURGE_FIELD, "conac", key, Nothing()) is FieldRefusal.PURGE_NOT_ASKED

    def test_it_is_asked_for_once_and_restoring_withdraws_it(self, world: World) -> None:
        key = asked(world, "unit-a")
        assert refused(world, ASK_TO_PURGE_FIELD, "gansu", key, WHY) is FieldRefusal.PURGE_ASKED
        world.perform(RESTORE_FIELD, "gansu", [key], Nothing())
        assert refused(world, PURGE_FIELD, "conac", key, Nothing()) is FieldRefusal.PURGE_NOT_ASKED

    def test_the_plan_says_how_many_and_that_nothing_undoes_it(self, world: World) -> None:
        key = asked(world, "unit-a", "unit-c")
        with world.session("conac") as session:
            found = plan(session, PURGE_FIELD, [key], Nothing(), world.caller("conac"))
        told = {note.code: note.facts for note in found.preview.side_effects}
        assert told[FieldNote.PURGES]["count"] == 2
        assert FieldNote.PURGE_IS_FINAL in told

    def test_a_long_purge_goes_on_in_the_next_run(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(purge_field, "MAXIMUM_CONVERTED", 1)
        key = asked(world, "unit-a", "unit-c")
        for left in (1, 0):
            outcome = world.perform(PURGE_FIELD, "conac", [key], Nothing())
            assert dict(outcome.totals) == {"purged_count": 1, "left_count": left}

    def test_a_province_does_not_delete_what_left_it(self, world: World) -> None:
        key = asked(world, "unit-a", "unit-s")
        with world.writing() as session:
            session.get_one(OwnField, key).purge_asked_by_key = "user:0"
        assert refused(world, PURGE_FIELD, "gansu", key, Nothing()) is FieldRefusal.PURGE_BEYOND

    @pytest.mark.parametrize(
        ("by", "code"), [("shaanxi", Common.NOT_FOUND), ("zhuoni", Common.NOT_OWN_OFFICE)]
    )
    def test_nobody_beside_or_below_asks_or_purges(
        self, by: str, code: Common, sqlite_world: World
    ) -> None:
        key = asked(sqlite_world, "unit-a")
        assert refused(sqlite_world, PURGE_FIELD, by, key, Nothing()) is Common.NOT_FOUND
        assert refused(sqlite_world, ASK_TO_PURGE_FIELD, by, key, WHY) is code


def test_a_kind_changes_and_the_old_values_are_purged_by_an_office_above(world: World) -> None:
    register = open_training(world)
    given = DefineRegisterFieldInput("budget", FieldKind.TEXT, "预算", "Budget")
    world.perform(DEFINE_REGISTER_FIELD, "zhuoni", [register], given)
    with world.session("zhuoni") as session:
        fields = fields_of_register(session, register)
    old = next(field.id for field in fields if field.key == "budget")
    row = enter(world, "zhuoni", "training", "培训", own_623022_budget="500")
    changed = world.perform(
        CHANGE_FIELD_KIND, "zhuoni", [old], ChangeFieldKindInput(FieldKind.WHOLE)
    )
    new = changed.rows[0].row_id
    with world.session("zhuoni") as session:
        found = session.get_one(RegisterRow, row).own_values
        assert (found[str(old)], found[str(new)]) == ("500", 500)
        assert session.get_one(OwnField, new).register_id == register
    world.perform(ASK_TO_PURGE_FIELD, "zhuoni", [old], AskToPurgeFieldInput("重复"))
    with pytest.raises(Refused) as caught:
        world.perform(PURGE_FIELD, "zhuoni", [old], Nothing())
    assert caught.value.first.code is Common.SECOND_PERSON
    world.perform(PURGE_FIELD, "gansu", [old], Nothing())
    with world.session("zhuoni") as session:
        assert str(old) not in session.get_one(RegisterRow, row).own_values
