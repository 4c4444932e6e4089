"""编办隶属变更: a new code under another office, with everything the old one had."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.result import Answer
from actions.invoices.sign_for import SIGN_FOR
from actions.offices.move_office import MOVE_OFFICE, MoveOfficeInput
from models.core.scope import Scope, ScopeLevel
from models.invoices.stock_balance import stock_of
from models.offices.division import Division
from models.offices.office import Office, OfficeStatus, PaymentMode
from models.registration.office_opening import OpeningFault
from models.reorganisation.unfinished import Unfinished
from models.units.unit import Unit
from models.users.user import Role, User
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker
from tests.support.world.unit_reforms import DOCUMENT, found, refused, sound

GIVEN = MoveOfficeInput("610130", "卓尼县编办", "610100", DOCUMENT, None, "卓新县")
ZHUONI = ["office-zhuoni"]


def move(world: World, given: MoveOfficeInput = GIVEN) -> Any:
    """Zhuoni signs for its parcel and moves; a move out of the province has a reason."""
    world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())
    ids = [world.id("office-zhuoni")]
    try:
        return world.perform(MOVE_OFFICE, "conac", ids, given)
    except Refused as why:
        answer = Answer(str(why.first.facts["answered"]), "国务院批准的区划调整")
        return world.perform(MOVE_OFFICE, "conac", ids, given, answer=answer)


def opened(world: World, code: str = "610130") -> Office:
    with world.session() as session:
        return session.scalars(select(Office).where(Office.code == code)).one()


def test_the_office_stands_under_its_new_code_and_the_old_code_ends(world: World) -> None:
    with world.writing() as session:
        here = session.get_one(Office, world.id("office-zhuoni"))
        maker = Maker(session, here, NOW)
        mode = maker.put(PaymentMode(office_id=here.id, payee="卓尼县财政局"))
    move(world)
    office, old = opened(world), found(world, Office, "office-zhuoni")
    assert (office.province_code, office.city_code) == ("610000", "610100")
    assert (old.status, old.successor_code) == (OfficeStatus.CLOSED, "610130")
    with world.session() as session:
        division = session.scalars(select(Division).where(Division.code == "623022")).one()
        assert (division.valid_to, division.successor_code) == (TODAY, "610130")
        assert session.get_one(PaymentMode, mode.id).office_id == office.id
    sound(world)


def test_units_sheets_and_people_are_seen_from_the_new_place_alone(world: World) -> None:
    move(world)
    unit = found(world, Unit, "unit-a")
    assert (unit.office_code, unit.division_code) == ("610130", "610130")
    sights = {"shaanxi": True, "gansu": False, "gannan": False, "lintan": False, "lantian": False}
    for username, is_seen in sights.items():
        with world.session(username) as session:
            assert (session.get(Unit, unit.id) is not None) is is_seen, username
    with world.session() as session:
        assert stock_of(session, "610130").sheets == 70
        assert session.get_one(User, world.id("user:zhuoni")).role is Role.COUNTY_ADMIN
    world = World(world.engine, world.ids)  # They sign in again.
    assert world.actor("zhuoni").scope == Scope(ScopeLevel.OFFICE, "610130")
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    sound(world)


def test_a_county_moves_within_its_province_without_a_reason(world: World) -> None:
    world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())
    given = replace(GIVEN, code="629001", parent_code="620000")
    world.perform(MOVE_OFFICE, "conac", [world.id("office-zhuoni")], given)
    assert opened(world, "629001").city_code == "620000"
    sound(world)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (replace(GIVEN, code="623021", parent_code="623000"), OpeningFault.CODE_USED),
        (replace(GIVEN, parent_code="620000"), OpeningFault.NOT_UNDER),
        (replace(GIVEN, division_name=None), OpeningFault.DIVISION_NAMELESS),
        (GIVEN, Unfinished.LOTS_UNSIGNED),
    ],
)
def test_a_place_that_is_not_free_and_things_unfinished_are_refused(
    world: World, given: MoveOfficeInput, code: object
) -> None:
    assert refused(world, MOVE_OFFICE, "conac", ZHUONI, given).code is code


@pytest.mark.parametrize("username", ["gansu", "zhuoni"])
def test_nobody_but_conac_moves_offices(sqlite_world: World, username: str) -> None:
    assert refused(sqlite_world, MOVE_OFFICE, username, ZHUONI, GIVEN).code is Common.FORBIDDEN
