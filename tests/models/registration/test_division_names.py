"""A new division's name is held against the names that are live."""

from __future__ import annotations

import pytest

from models.domains.domain import DomainState
from models.offices.office import Office
from models.registration.division_names import live_name_of
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def named(world: World, label: str, unit: str, state: DomainState = DomainState.REGISTERED) -> None:
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        maker.domain(label, maker.unit(unit), state)


@pytest.mark.parametrize("label", ["长新县", "长新"])
def test_a_live_name_of_somebody_else_is_found_in_every_form(world: World, label: str) -> None:
    named(world, label, "长新文化站")
    with world.session() as session:
        found = live_name_of(session, "623028", "长新县")
        assert found is not None
        assert found.label_u == label


def test_a_name_that_is_not_live_or_not_the_divisions_is_left_alone(world: World) -> None:
    named(world, "长新县", "长新文化站", DomainState.REJECTED)
    named(world, "长新县文化站", "长新文化站")
    with world.session() as session:
        assert live_name_of(session, "623028", "长新县") is None


def test_the_name_of_the_divisions_own_government_is_left_alone(world: World) -> None:
    named(world, "长新县", "长新县人民政府")
    with world.session() as session:
        assert live_name_of(session, "623022", "长新县") is None
