"""限定角色: who is given an own role, and who never is."""

from __future__ import annotations

import pytest

from actions.core.refusal import Common, Refused
from actions.users.change_role import CHANGE_ROLE, ChangeRoleInput
from actions.users.set_own_role import SetOwnRoleRefusal
from models.users.user import Role, User
from tests.support.definitions.own_roles import (
    DEFINE,
    define,
    narrow,
    role_input,
    second,
)
from tests.support.world.cast import World


class TestGivingARole:
    def test_a_login_keeps_the_narrowing_only_as_long_as_its_role(self, world: World) -> None:
        narrow(world, define(world))
        given = ChangeRoleInput(Role.VIEWER, "轮岗")
        world.perform(CHANGE_ROLE, "zhuoni", [world.id("user:zhuoni-cashier")], given)
        with world.session() as session:
            cashier = session.get_one(User, world.id("user:zhuoni-cashier"))
            assert (cashier.role, cashier.own_role_id) == (Role.VIEWER, None)

    @pytest.mark.parametrize(
        ("by", "who", "code"),
        [
            ("zhuoni", "zhuoni", SetOwnRoleRefusal.OWN),
            ("zhuoni", "unit-a", SetOwnRoleRefusal.UNIT_LOGIN),
            ("zhuoni", "zhuoni-viewer", SetOwnRoleRefusal.OTHER_BASE),
            ("zhuoni", "lintan-cashier", Common.NOT_FOUND),
            ("zhuoni-cashier", "zhuoni-viewer", Common.FORBIDDEN),
            ("shaanxi", "zhuoni-cashier", Common.NOT_FOUND),
        ],
    )
    def test_what_may_not_be_given_is_refused(
        self, sqlite_world: World, by: str, who: str, code: object
    ) -> None:
        key = define(sqlite_world)
        with pytest.raises(Refused) as caught:
            narrow(sqlite_world, key, who, by)
        assert caught.value.first.code == code

    def test_a_role_of_a_sister_province_does_not_exist(self, world: World) -> None:
        key = define(world, "shaanxi")
        for asked in (key, 99_999):
            with pytest.raises(Refused) as caught:
                narrow(world, asked)
            assert caught.value.first.code is SetOwnRoleRefusal.UNKNOWN

    def test_a_role_of_another_province_is_not_given_by_the_registry_either(
        self, world: World
    ) -> None:
        with pytest.raises(Refused) as caught:
            narrow(world, define(world, "shaanxi"), by="conac")
        assert caught.value.first.code is SetOwnRoleRefusal.ELSEWHERE

    def test_one_administrator_stays_without_an_own_role(self, world: World) -> None:
        assert DEFINE is not None
        given = role_input("县级经办", Role.COUNTY_ADMIN, "register_unit")
        key = world.perform(DEFINE, "gansu", [], given).rows[0].row_id
        with pytest.raises(Refused) as caught:
            narrow(world, key, "zhuoni", by="gansu")
        assert caught.value.first.code is SetOwnRoleRefusal.LAST_ADMINISTRATOR
        second(world, "zhuoni-two", Role.COUNTY_ADMIN, "623022")
        narrow(world, key, "zhuoni", by="gansu")
