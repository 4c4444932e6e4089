"""What is unfinished is counted kind by kind, and one of each is named."""

from __future__ import annotations

from models.offices.office import Office
from models.reorganisation.unfinished import Unfinished, unfinished_of
from tests.support.world.cast import World
from tests.support.world.unit_reforms import charge_all


def test_each_kind_is_counted_with_the_first_of_it(world: World) -> None:
    charge_all(world)
    with world.session() as session:
        rests = unfinished_of(session, session.get_one(Office, world.id("office-zhuoni")))
        found = {rest.kind: rest for rest in rests}
        assert set(found) == {Unfinished.MONEY_UNDER_WAY, Unfinished.LOTS_UNSIGNED}
        assert found[Unfinished.MONEY_UNDER_WAY].count == 4
        assert found[Unfinished.LOTS_UNSIGNED].name == "LOT-zhuoni-transit"


def test_an_office_above_others_is_told_so(world: World) -> None:
    with world.session() as session:
        rests = unfinished_of(session, session.get_one(Office, world.id("office-gannan")))
        assert [(rest.kind, rest.count) for rest in rests] == [(Unfinished.OFFICES_BELOW, 2)]
