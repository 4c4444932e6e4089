"""批量修改 through every door: one value for a field of many records."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.records.change_many import CHANGE_UNITS
from models.core.journal import Door
from models.units.unit import Unit
from tests.support.pages.doors import DOORS, Doors, End, told
from tests.support.world.cast import World


def units(world: World) -> list[int]:
    return [world.id("unit-a"), world.id("unit-b")]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_gives_one_value_to_many(doors: Doors, door: Door) -> None:
    world, ids = doors.world, units(doors.world)
    values = {"field": "legal_representative", "value": "王某"}
    with world.session() as session:
        before = dict(session.execute(select(Unit.id, Unit.row_version)).all())
    first = doors.call(CHANGE_UNITS, "zhuoni", ids, values, door=door)
    assert first.end is End.DONE, first.said
    with world.session() as session:
        for unit in session.scalars(select(Unit).where(Unit.id.in_(ids))):
            assert unit.legal_representative == "王某"
            assert unit.row_version == before[unit.id] + 1


def test_the_page_offers_the_fields_by_the_words_of_their_columns(sqlite_doors: Doors) -> None:
    page = sqlite_doors.plan(CHANGE_UNITS, "zhuoni", units(sqlite_doors.world))
    said = told(page)
    assert page.status_code == 200
    for word in ("批量修改", "修改哪一栏", "联系电话", "法定代表人", "确认修改"):
        assert word in said
