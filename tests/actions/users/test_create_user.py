"""Who may make a login for whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.core.refusal import Common
from actions.users.create_user import CREATE_USER, CreateUserInput, CreateUserRefusal
from models.units.unit import Unit
from models.users.user import Role
from models.values.password import PasswordFault, matches
from tests.support.world.cast import World
from tests.support.world.users import PASSWORD, _refusal, _user

NEW = CreateUserInput(
    username="Newcomer",
    display_name="新人",
    role=Role.COUNTY_ADMIN,
    new_password=PASSWORD,
    office_code="623022",
)


class TestCreateUser:
    @pytest.mark.parametrize("username", ["zhuoni", "gannan", "gansu", "conac", "system"])
    def test_create_user_is_for_the_office_itself_and_those_above(
        self, world: World, username: str
    ) -> None:
        world.perform(CREATE_USER, username, [], NEW)
        made = _user(world, "newcomer")
        assert (made.office_code, made.role) == ("623022", Role.COUNTY_ADMIN)
        assert made.must_change_password
        assert matches(PASSWORD, made.password_hash)

    @pytest.mark.parametrize("username", ["lintan", "shaanxi"])
    def test_strangers_do_not_know_the_office(self, world: World, username: str) -> None:
        code = _refusal(world, CREATE_USER, username, [], NEW)
        assert code is CreateUserRefusal.OFFICE_UNKNOWN

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "zhuoni-viewer", "unit-a"])
    def test_other_roles_create_no_user(self, world: World, username: str) -> None:
        assert _refusal(world, CREATE_USER, username, [], NEW) is Common.FORBIDDEN

    @pytest.mark.parametrize(
        "role", [Role.CITY_ADMIN, Role.PROVINCE_ADMIN, Role.REGISTRY_ADMIN, Role.UNIT_USER]
    )
    def test_nobody_is_raised_above_their_office(self, world: World, role: Role) -> None:
        code = _refusal(world, CREATE_USER, "zhuoni", [], replace(NEW, role=role))
        assert code is CreateUserRefusal.ROLE_NOT_OF_LEVEL

    @pytest.mark.parametrize("taken", ["zhuoni", "ZHUONI"])
    def test_a_name_is_given_once(self, world: World, taken: str) -> None:
        code = _refusal(world, CREATE_USER, "zhuoni", [], replace(NEW, username=taken))
        assert code is CreateUserRefusal.USERNAME_TAKEN

    @pytest.mark.parametrize("name", ["卓尼", "a b", "ab", "-abc", "ｚｈｕｏｎｉ", "a'--b"])
    def test_a_name_is_plain(self, world: World, name: str) -> None:
        code = _refusal(world, CREATE_USER, "zhuoni", [], replace(NEW, username=name))
        assert code is CreateUserRefusal.USERNAME_MALFORMED

    def test_create_user_is_of_an_office_or_of_a_unit(self, world: World) -> None:
        for given in (
            replace(NEW, office_code=None),
            replace(NEW, unit_uscc="110000000000000000"),
        ):
            code = _refusal(world, CREATE_USER, "zhuoni", [], given)
            assert code is CreateUserRefusal.OFFICE_OR_UNIT

    def test_a_unit_gets_a_login_of_its_own(self, world: World) -> None:
        with world.session() as session:
            unit = _user(world, "unit-a")
            uscc = session.get_one(Unit, unit.unit_id).uscc
        given = replace(NEW, office_code=None, unit_uscc=uscc, role=Role.UNIT_USER)
        world.perform(CREATE_USER, "zhuoni", [], given)
        assert _user(world, "newcomer").unit_id == unit.unit_id
        code = _refusal(world, CREATE_USER, "lintan", [], replace(given, username="other"))
        assert code is CreateUserRefusal.UNIT_UNKNOWN

    def test_a_weak_password_is_refused(self, world: World) -> None:
        given = replace(NEW, new_password="Newcomer-2026-a")
        assert _refusal(world, CREATE_USER, "zhuoni", [], given) is PasswordFault.EXPECTED
