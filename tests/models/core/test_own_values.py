"""The index of own values says what the rows say, whatever happens to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from models.core.journal import JournalChange
from models.core.own_values import OWN_VALUE, diff_name
from models.core.scope import BY_HAND
from models.definitions.own_field import FieldEntity, FieldKind
from models.invariants.own_values import count_own_values
from models.offices.office import Office
from models.units.unit import Unit
from tests.support.world.cast import World


def define(world: World, by: str) -> int:
    given = DefineFieldInput(FieldEntity.UNIT, "floor", FieldKind.WHOLE, "楼层", "Floor")
    return world.perform(DEFINE_FIELD, by, [], given).rows[0].row_id


def lines(world: World) -> list[tuple[Any, ...]]:
    with world.session() as session:
        found = session.execute(select(OWN_VALUE), execution_options={BY_HAND: True})
        return [tuple(line) for line in found]


def breaches(world: World) -> int:
    with world.engine.connect() as connection:
        return count_own_values(connection)


class TestTheIndex:
    def test_it_follows_a_value_that_is_set_changed_and_taken_away(self, world: World) -> None:
        field, unit = define(world, "gansu"), world.id("unit-a")
        for values, expected in (
            ({str(field): 3}, [(field, unit, "1000000000000000003", None, False)]),
            ({str(field): 4}, [(field, unit, "1000000000000000004", None, False)]),
            ({}, []),
        ):
            with world.writing() as session:
                session.get_one(Unit, unit).own_values = values
            assert lines(world) == expected
            assert breaches(world) == 0

    def test_a_row_that_moves_takes_its_province_along(self, world: World) -> None:
        field, unit = define(world, "conac"), world.id("unit-a")
        with world.writing() as session:
            session.get_one(Unit, unit).own_values = {str(field): 3}
        assert [line[3] for line in lines(world)] == ["620000"]
        with world.writing() as session:
            there = session.scalars(select(Office).where(Office.code == "610000")).one()
            session.get_one(Unit, unit).belong_to(there)
        assert [line[3] for line in lines(world)] == ["610000"]
        assert breaches(world) == 0

    def test_the_journal_names_each_field(self, world: World) -> None:
        field, unit = define(world, "gansu"), world.id("unit-a")
        with world.writing() as session:
            session.get_one(Unit, unit).own_values = {str(field): 3}
        with world.session() as session:
            newest = select(JournalChange.diff).order_by(JournalChange.id.desc()).limit(1)
            assert session.scalars(newest).one() == {diff_name(field): [None, 3]}
