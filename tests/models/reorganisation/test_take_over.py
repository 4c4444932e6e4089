"""The estate of an office, and the role that people have in the office after it."""

from __future__ import annotations

import pytest

from models.offices.office import CollectBy, Office, OfficeLevel
from models.reorganisation.take_over import estate_of, payer_of, role_after
from models.users.user import Role
from tests.support.world.cast import World


@pytest.mark.parametrize(
    ("role", "level", "after"),
    [
        (Role.COUNTY_ADMIN, OfficeLevel.COUNTY, Role.COUNTY_ADMIN),
        (Role.COUNTY_ADMIN, OfficeLevel.CITY, Role.VIEWER),
        (Role.CITY_ADMIN, OfficeLevel.COUNTY, Role.VIEWER),
        (Role.CASHIER, OfficeLevel.CITY, Role.CASHIER),
        (Role.VIEWER, OfficeLevel.PROVINCE, Role.VIEWER),
    ],
)
def test_nobody_rises_by_moving_to_an_office_of_another_level(
    role: Role, level: OfficeLevel, after: Role
) -> None:
    assert role_after(role, level) is after


def test_the_balance_goes_to_the_account_that_pays_for_the_office(world: World) -> None:
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-lintan"))
        assert payer_of(session, office) is office
        office.collect_by = CollectBy.PROVINCE_POOL
        assert payer_of(session, office).code == "620000"


def test_an_estate_is_empty_when_nothing_has_to_go(world: World) -> None:
    with world.session() as session:
        for name, is_empty in {"office-zhuoni": False, "office-xian": True}.items():
            office = session.get_one(Office, world.id(name))
            estate = estate_of(session, office, None, lambda statement: statement)
            assert estate.is_empty is is_empty, name
