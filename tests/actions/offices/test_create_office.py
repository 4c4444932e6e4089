"""新设编办: a division's office stands where its code says, once for all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.core.refusal import Common
from actions.offices.create_office import CREATE_OFFICE, CreateOfficeInput
from actions.units.register import REGISTER_UNIT, RegisterUnitInput
from actions.users.create_user import CREATE_USER, CreateUserInput
from models.offices.division import Division, DivisionLevel
from models.offices.office import CollectBy, Office, OfficeLevel, PaymentMode
from models.registration.office_opening import OpeningFault
from models.units.unit import Unit, UnitType
from models.users.user import Role
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import TODAY, World
from tests.support.world.unit_reforms import refused, sound

NEW = CreateOfficeInput(
    "623028", "长新县机构编制委员会办公室", "623000", "民函〔2026〕1号", None, "长新县"
)


def created(world: World, code: str = "623028") -> Office:
    with world.session() as session:
        return session.scalars(select(Office).where(Office.code == code)).one()


def test_a_new_county_has_its_codes_its_division_and_a_way_to_pay(world: World) -> None:
    world.perform(CREATE_OFFICE, "conac", [], NEW)
    office = created(world)
    assert office.level is OfficeLevel.COUNTY
    assert (office.province_code, office.city_code, office.office_code) == (
        "620000",
        "623000",
        "623028",
    )
    with world.session() as session:
        division = session.scalars(select(Division).where(Division.code == "623028")).one()
        assert (division.name, division.parent_code) == ("长新县", "623000")
        assert (division.level, division.valid_from) == (DivisionLevel.COUNTY, TODAY)
        mode = session.scalars(select(PaymentMode).where(PaymentMode.office_id == office.id))
        assert mode.one().office_code == "623028"
    sound(world)


def test_a_new_office_works_at_once_and_its_sister_sees_nothing_of_it(world: World) -> None:
    world.perform(CREATE_OFFICE, "conac", [], NEW)
    person = CreateUserInput(
        "changxin", "长新管理员", Role.COUNTY_ADMIN, "Lapis-7-River-Stone", "623028"
    )
    world.perform(CREATE_USER, "gannan", [], person)
    world = World(world.engine, world.ids)  # with its new login
    uscc = credit_code("12", "623028", "MB777777")
    unit = RegisterUnitInput("长新县档案馆", uscc, UnitType.INSTITUTION)
    world.perform(REGISTER_UNIT, "changxin", [], unit)
    for username, count in {
        "changxin": 1,
        "gannan": 1,
        "gansu": 1,
        "zhuoni": 0,
        "shaanxi": 0,
    }.items():
        with world.session(username) as session:
            seen = session.scalars(select(Unit.id).where(Unit.office_code == "623028")).all()
            offices = session.scalars(select(Office.id).where(Office.code == "623028")).all()
            assert (len(seen), len(offices)) == (count, count), username
    sound(world)


def test_a_new_office_follows_the_collection_switches_of_its_province(world: World) -> None:
    with world.writing() as session:
        for office in session.scalars(select(Office).where(Office.province_code == "620000")):
            office.collect_by = CollectBy.PROVINCE_POOL
    world.perform(CREATE_OFFICE, "conac", [], NEW)
    assert created(world).collect_by is CollectBy.PROVINCE_POOL


def test_a_county_of_a_province_and_a_province_of_its_own_are_created(world: World) -> None:
    straight = replace(NEW, code="629001", parent_code="620000", division_name="陇新市")
    world.perform(CREATE_OFFICE, "conac", [], straight)
    office = created(world, "629001")
    assert (office.level, office.city_code) == (OfficeLevel.COUNTY, "620000")
    province = replace(NEW, code="630000", parent_code="000000", division_name="青新省")
    world.perform(CREATE_OFFICE, "conac", [], province)
    assert created(world, "630000").province_code == "630000"
    sound(world)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (replace(NEW, code="62302"), OpeningFault.CODE_MALFORMED),
        (replace(NEW, code="623022"), OpeningFault.CODE_USED),
        (replace(NEW, parent_code="629900"), OpeningFault.PARENT_UNKNOWN),
        (replace(NEW, parent_code="610100"), OpeningFault.NOT_UNDER),
        (replace(NEW, parent_code="623021"), OpeningFault.NOT_UNDER),
        (replace(NEW, division_name=None), OpeningFault.DIVISION_NAMELESS),
        (replace(NEW, division_name="柳林小学"), OpeningFault.NAME_IS_LIVE),
        (replace(NEW, on=TODAY + dt.timedelta(days=1)), OpeningFault.DAY_IN_FUTURE),
    ],
)
def test_an_office_that_cannot_stand_there_is_refused(
    world: World, given: CreateOfficeInput, fault: OpeningFault
) -> None:
    assert refused(world, CREATE_OFFICE, "conac", [], given).code is fault


def test_the_code_of_a_division_that_ended_is_not_used_again(world: World) -> None:
    with world.writing() as session:
        session.add(
            Division(
                code="623028",
                name="旧县",
                level=DivisionLevel.COUNTY,
                parent_code="623000",
                valid_to=TODAY,
            )
        )
    assert refused(world, CREATE_OFFICE, "conac", [], NEW).code is OpeningFault.DIVISION_ENDED


@pytest.mark.parametrize("username", ["conac-finance", "gansu", "gannan", "zhuoni", "unit-a"])
def test_nobody_but_conac_sets_up_offices(sqlite_world: World, username: str) -> None:
    assert refused(sqlite_world, CREATE_OFFICE, username, [], NEW).code is Common.FORBIDDEN
