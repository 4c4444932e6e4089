"""岗位交接: whose a row is, and who sees it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.offices.handover_record import HandoverRecord
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker, make_any

COUNTS = {"zhuoni": 1, "gannan": 1, "gansu": 1, "lintan": 0, "unit-a": 0}


@pytest.mark.parametrize(("username", "count"), COUNTS.items())
def test_a_row_is_seen_by_its_office_and_those_above_it(
    world: World, username: str, count: int
) -> None:
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        make_any(Maker(session, office, NOW), HandoverRecord)

    with world.session(username) as session:
        assert len(session.scalars(select(HandoverRecord)).all()) == count
