"""编办撤销: an office with nothing left ends, and is never used again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Common
from actions.invoices.sign_for import SIGN_FOR
from actions.offices.close_office import CLOSE_OFFICE, CloseOfficeInput, CloseOfficeRefusal
from actions.offices.create_office import CREATE_OFFICE, CreateOfficeInput
from actions.units.register import REGISTER_UNIT, RegisterUnitInput
from actions.units.transfer import TRANSFER_UNIT, TransferUnitInput
from actions.users.create_user import CREATE_USER, CreateUserInput
from models.offices.division import Division
from models.offices.office import Office, OfficeStatus
from models.registration.office_opening import OpeningFault
from models.units.unit import UnitType
from models.users.user import Role, User
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import TODAY, World
from tests.support.world.unit_reforms import refused, sound

GIVEN = CloseOfficeInput("民函〔2026〕4号")
NEW = CreateOfficeInput("623028", "长新县编办", "623000", "民函〔2026〕1号", None, "长新县")


def empty_office(world: World) -> World:
    """A new office with one login; the world with its name 'changxin'."""
    world.perform(CREATE_OFFICE, "conac", [], NEW)
    password = "Lapis-7-River-Stone"
    person = CreateUserInput("changxin", "长新管理员", Role.COUNTY_ADMIN, password, "623028")
    world.perform(CREATE_USER, "gannan", [], person)
    with world.session() as session:
        key = session.scalars(select(Office.id).where(Office.code == "623028")).one()
    return World(world.engine, {**world.ids, "changxin": key})


def test_an_empty_office_is_closed_with_its_logins_and_its_division(world: World) -> None:
    world = empty_office(world)
    world.perform(CLOSE_OFFICE, "conac", [world.id("changxin")], GIVEN)
    with world.session() as session:
        office = session.get_one(Office, world.id("changxin"))
        assert (office.status, office.closed_on) == (OfficeStatus.CLOSED, TODAY)
        assert office.successor_code is None
        person = session.scalars(select(User).where(User.username == "changxin")).one()
        assert not person.is_active
        division = session.scalars(select(Division).where(Division.code == "623028")).one()
        assert division.valid_to == TODAY
    sound(world)


def test_a_closed_office_takes_nothing_and_its_code_is_not_given_again(world: World) -> None:
    world = empty_office(world)
    world.perform(CLOSE_OFFICE, "conac", [world.id("changxin")], GIVEN)
    assert refused(world, CREATE_OFFICE, "conac", [], NEW).code is OpeningFault.CODE_USED
    uscc = credit_code("12", "623028", "MB777777")
    unit = RegisterUnitInput("长新站", uscc, UnitType.INSTITUTION, office_code="623028")
    assert refused(world, REGISTER_UNIT, "gannan", [], unit).code == "register_unit_office_closed"
    moved = TransferUnitInput("623028", "文1号")
    why = refused(world, TRANSFER_UNIT, "gannan", ["unit-a"], moved)
    assert why.code == "transfer_unit_office_closed"
    person = CreateUserInput("other-one", "某人", Role.CASHIER, "Lapis-7-River-Stone", "623028")
    assert refused(world, CREATE_USER, "gannan", [], person).code == "create_user_office_closed"


def test_an_office_that_still_holds_something_is_merged_instead(world: World) -> None:
    world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())
    why = refused(world, CLOSE_OFFICE, "conac", ["office-zhuoni"], GIVEN)
    assert why.code is CloseOfficeRefusal.STILL_HOLDS
    assert (why.facts["moved_unit_count"], why.facts["sheets"]) == (2, 70)


def test_a_division_may_go_on_without_its_office(world: World) -> None:
    world = empty_office(world)
    given = replace(GIVEN, division_ends=False)
    world.perform(CLOSE_OFFICE, "conac", [world.id("changxin")], given)
    with world.session() as session:
        division = session.scalars(select(Division).where(Division.code == "623028")).one()
        assert division.valid_to is None


@pytest.mark.parametrize("username", ["gansu", "gannan"])
def test_nobody_but_conac_closes_offices(sqlite_world: World, username: str) -> None:
    why = refused(sqlite_world, CLOSE_OFFICE, username, ["office-zhuoni"], GIVEN)
    assert why.code is Common.FORBIDDEN


def test_the_registry_is_never_closed(sqlite_world: World) -> None:
    why = refused(sqlite_world, CLOSE_OFFICE, "conac", ["registry"], GIVEN)
    assert why.code == "closing_registry"
