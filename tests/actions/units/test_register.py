"""登记单位: who may enter which units, and with which credit codes."""

import dataclasses

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.plan import plan
from actions.units.register import (
    REGISTER_UNIT,
    RegisterUnitInput,
    RegisterUnitNote,
    RegisterUnitRefusal,
)
from models.offices.division import Division
from models.offices.office import Office, OfficeStatus
from models.units.unit import Unit, UnitState, UnitType
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import World

GIVEN = RegisterUnitInput(
    name="卓尼县水务局", uscc=credit_code("11", "623022", "MB990001"), unit_type=UnitType.ORGAN
)


def refusal_of(world: World, given: RegisterUnitInput, username: str = "zhuoni") -> str:
    with pytest.raises(Refused) as refused:
        world.perform(REGISTER_UNIT, username, [], given)
    return refused.value.first.code


class TestRegisterUnit:
    def test_register_unit_makes_an_active_unit_of_the_actors_office(self, world: World) -> None:
        outcome = world.perform(REGISTER_UNIT, "zhuoni", [], GIVEN)
        with world.session() as session:
            unit = session.get_one(Unit, outcome.totals["unit_id"])
            assert (unit.office_code, unit.state) == ("623022", UnitState.ACTIVE)
            assert unit.invoice_title == "卓尼县水务局"
            assert unit.division_code == "623022"

    def test_a_city_may_enter_a_unit_of_a_county_below(self, world: World) -> None:
        given = dataclasses.replace(GIVEN, office_code="623021")
        outcome = world.perform(REGISTER_UNIT, "gannan", [], given)
        with world.session() as session:
            assert session.get_one(Unit, outcome.totals["unit_id"]).office_code == "623021"

    @pytest.mark.parametrize("code", ["623021", "610122", "999999"])
    def test_another_office_does_not_exist_for_a_county(self, world: World, code: str) -> None:
        given = dataclasses.replace(GIVEN, office_code=code)
        assert refusal_of(world, given) == RegisterUnitRefusal.OFFICE_UNKNOWN

    def test_a_closed_office_takes_no_more_units(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Office, world.id("office-zhuoni")).status = OfficeStatus.CLOSED
        assert refusal_of(world, GIVEN) == RegisterUnitRefusal.OFFICE_CLOSED

    def test_a_division_must_be_known(self, world: World) -> None:
        given = dataclasses.replace(GIVEN, division_code="999999")
        assert refusal_of(world, given) == RegisterUnitRefusal.DIVISION_UNKNOWN

    def test_a_mistyped_code_is_refused_with_what_is_wrong(self, world: World) -> None:
        given = dataclasses.replace(GIVEN, uscc=GIVEN.uscc[:-1])
        with pytest.raises(Refused) as refused:
            world.perform(REGISTER_UNIT, "zhuoni", [], given)
        assert refused.value.first.code == RegisterUnitRefusal.USCC_FAULTY
        assert refused.value.first.facts["fault"] == "length"

    def test_a_code_known_in_another_province_is_taken(self, world: World) -> None:
        with world.session() as session:
            code = session.get_one(Unit, world.id("unit-s")).uscc
        given = dataclasses.replace(GIVEN, uscc=code)
        assert refusal_of(world, given) == RegisterUnitRefusal.USCC_TAKEN

    def test_the_plan_does_not_tell_of_units_out_of_sight(self, world: World) -> None:
        with world.session() as session:
            codes = [session.get_one(Unit, world.id(name)).uscc for name in ("unit-s", "unit-a")]
        # A code of another division is only warned of.
        for code, refusal in zip(
            codes, (Common.TICK_MISSING, RegisterUnitRefusal.USCC_TAKEN), strict=True
        ):
            with world.session("zhuoni") as session:
                given = dataclasses.replace(GIVEN, uscc=code)
                planned = plan(session, REGISTER_UNIT, [], given, world.caller("zhuoni"))
            assert (planned.refusal and planned.refusal.code) == refusal

    def test_an_enterprise_is_never_eligible(self, world: World) -> None:
        given = dataclasses.replace(GIVEN, uscc="91110108551385082Q")
        assert refusal_of(world, given) == RegisterUnitRefusal.NOT_ELIGIBLE

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "zhuoni-viewer", "unit-a"])
    def test_only_administrators_register_a_unit(self, world: World, username: str) -> None:
        assert refusal_of(world, GIVEN, username) == Common.FORBIDDEN

    def test_the_plan_names_the_tlds_and_warns_of_another_division(self, world: World) -> None:
        given = dataclasses.replace(GIVEN, uscc=credit_code("12", "623021", "MB990002"))
        with world.session("zhuoni") as session:
            planned = plan(session, REGISTER_UNIT, [], given, world.caller("zhuoni"))
        assert planned.refusal is not None
        assert planned.refusal.code == Common.TICK_MISSING
        assert planned.preview.side_effects[0].facts == {"tlds": "公益、公益.cn"}
        assert [note.code for note in planned.preview.warnings] == [RegisterUnitNote.OTHER_DIVISION]

    def test_the_plan_of_a_faulty_code_shows_the_refusal_only(self, world: World) -> None:
        given = dataclasses.replace(GIVEN, uscc="1")
        with world.session("zhuoni") as session:
            planned = plan(session, REGISTER_UNIT, [], given, world.caller("zhuoni"))
        assert planned.refusal is not None
        assert planned.preview.side_effects == ()


class TestDivisionOfTheUnit:
    def test_division_of_the_unit_may_differ_from_the_offices(self, world: World) -> None:
        given = dataclasses.replace(GIVEN, division_code="623021")
        outcome = world.perform(REGISTER_UNIT, "zhuoni", [], given)
        with world.session() as session:
            unit = session.get_one(Unit, outcome.totals["unit_id"])
            division = session.scalars(
                select(Division).where(Division.code == unit.division_code)
            ).one()
            assert division.code == "623021"
