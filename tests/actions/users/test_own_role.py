"""自定义角色: a built-in role narrowed to a part of its work, and never widened.

define_own_role, change_own_role, retire_own_role, restore_own_role.
"""

from __future__ import annotations

import pytest

from actions.core.refusal import Common, Refused
from actions.permissions import CATALOG
from actions.users.own_role import EDIT_RECORDS, LABEL_RECORDS, OwnRoleRefusal
from actions.users.set_own_role import SetOwnRoleRefusal
from models.users.own_role import OwnRole
from models.users.user import Role
from tests.support.definitions.own_roles import (
    CHANGE,
    DEFINE,
    RESTORE,
    RETIRE,
    define,
    narrow,
    role_input,
)
from tests.support.world.cast import World
from tests.support.world.settings import refusal


class TestWhatIsLeft:
    def test_no_role_opens_what_the_narrowed_one_may_not_do(self, sqlite_world: World) -> None:
        key = define(sqlite_world)
        given = role_input("越权", Role.CASHIER, "charge", "approve_registry", "dispatch")
        assert DEFINE is not None
        done = sqlite_world.perform(DEFINE, "gansu", [], given)
        with sqlite_world.session() as session:
            assert session.get_one(OwnRole, done.rows[0].row_id).work == ["charge"]
            assert session.get_one(OwnRole, key).work == ["renew", "charge"]

    def test_nobody_narrowed_manages_logins(self) -> None:
        assert DEFINE is not None
        (members, _rest) = DEFINE.input.__annotations__["work"].__args__
        offered = {member.value for member in members}
        managing = {"create_user", "change_role", "set_own_role", "reset_password", "enable_user"}
        assert not offered & managing
        assert not offered & {"define_own_role", "change_own_role"}
        assert offered >= {EDIT_RECORDS, LABEL_RECORDS}
        assert offered - {EDIT_RECORDS, LABEL_RECORDS} <= {action.key for action in CATALOG}


class TestDefiningARole:
    @pytest.mark.parametrize("who", ["gannan", "zhuoni", "zhuoni-cashier", "conac-finance"])
    def test_nobody_but_the_registry_and_a_province_defines_roles(
        self, sqlite_world: World, who: str
    ) -> None:
        assert refusal(sqlite_world, DEFINE, role_input(), who) is Common.FORBIDDEN

    def test_a_role_is_seen_below_and_not_beside(self, world: World) -> None:
        key = define(world)
        for who, sees in {"zhuoni": True, "gannan": True, "conac": True, "shaanxi": False}.items():
            with world.session(who) as session:
                assert (session.get(OwnRole, key) is not None) is sees, who

    def test_a_name_is_taken_by_what_the_definer_sees(self, sqlite_world: World) -> None:
        define(sqlite_world)
        assert refusal(sqlite_world, DEFINE, role_input(), "gansu") is OwnRoleRefusal.TAKEN
        define(sqlite_world, "shaanxi")

    def test_units_have_no_own_roles(self, sqlite_world: World) -> None:
        given = role_input(base=Role.UNIT_USER)
        assert refusal(sqlite_world, DEFINE, given, "gansu") is OwnRoleRefusal.NOT_OF_STAFF

    def test_a_role_that_somebody_has_is_neither_retired_nor_based_on_another(
        self, world: World
    ) -> None:
        key = define(world)
        narrow(world, key)
        assert RETIRE is not None
        assert CHANGE is not None
        assert RESTORE is not None
        for action, given in ((RETIRE, RETIRE.input()), (CHANGE, role_input(base=Role.VIEWER))):
            with pytest.raises(Refused) as caught:
                world.perform(action, "gansu", [key], given)
            assert caught.value.first.code is OwnRoleRefusal.HELD
        narrow(world, None)
        world.perform(RETIRE, "gansu", [key], RETIRE.input())
        with pytest.raises(Refused) as caught:
            narrow(world, key)
        assert caught.value.first.code is SetOwnRoleRefusal.RETIRED
        world.perform(RESTORE, "gansu", [key], RESTORE.input())
        narrow(world, key)
