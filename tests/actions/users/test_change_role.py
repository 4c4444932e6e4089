"""变更角色: another role of the same office, and never one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.users.change_role import CHANGE_ROLE, ChangeRoleInput, ChangeRoleRefusal
from models.offices.office import Office
from models.users.user import ApiToken, LoginSession, Role, User
from tests.races.test_races import at_once
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker
from tests.support.world.unit_reforms import found, refused

ADMIN = ChangeRoleInput(Role.COUNTY_ADMIN, "岗位调整")
VIEWER = replace(ADMIN, role=Role.VIEWER)


def test_a_new_role_ends_sessions_and_tokens_and_holds_from_the_next_sign_in(
    world: World,
) -> None:
    key = world.id("user:zhuoni-cashier")
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        person = session.get_one(User, key)
        token, opened = maker.api_token(person).id, maker.login_session(person).id
    done = world.perform(CHANGE_ROLE, "zhuoni", [key], ADMIN)
    assert done.totals == {"session_count": 1, "token_count": 1}
    assert found(world, User, "user:zhuoni-cashier").role is Role.COUNTY_ADMIN
    with world.session() as session:
        assert session.get_one(ApiToken, token).revoked_at == NOW
        assert session.get_one(LoginSession, opened).ended_at == NOW


@pytest.mark.parametrize(
    ("username", "name", "role", "code"),
    [
        ("zhuoni", "user:zhuoni", Role.VIEWER, ChangeRoleRefusal.OWN),
        ("zhuoni", "user:unit-a", Role.CASHIER, ChangeRoleRefusal.UNIT_LOGIN),
        ("zhuoni", "user:zhuoni-cashier", Role.CASHIER, ChangeRoleRefusal.UNCHANGED),
        ("zhuoni", "user:zhuoni-cashier", Role.CITY_ADMIN, ChangeRoleRefusal.NOT_OF_LEVEL),
        ("conac", "user:zhuoni-cashier", Role.REGISTRY_ADMIN, ChangeRoleRefusal.NOT_OF_LEVEL),
        ("conac", "user:zhuoni-cashier", Role.SYSTEM, ChangeRoleRefusal.NOT_OF_LEVEL),
        ("gannan", "user:zhuoni", Role.VIEWER, ChangeRoleRefusal.LAST_ADMINISTRATOR),
        ("zhuoni", "user:lintan-cashier", Role.VIEWER, Common.NOT_FOUND),
        ("zhuoni-cashier", "user:zhuoni-viewer", Role.VIEWER, Common.FORBIDDEN),
    ],
)
def test_a_role_that_may_not_be_given_is_refused(
    world: World, username: str, name: str, role: Role, code: object
) -> None:
    given = replace(ADMIN, role=role)
    assert refused(world, CHANGE_ROLE, username, [name], given).code == code


def test_the_last_administrator_may_be_lowered_once_there_is_another(world: World) -> None:
    world.perform(CHANGE_ROLE, "gannan", [world.id("user:zhuoni-cashier")], ADMIN)
    world.perform(CHANGE_ROLE, "gannan", [world.id("user:zhuoni")], VIEWER)
    assert found(world, User, "user:zhuoni").role is Role.VIEWER


def test_two_administrators_lowered_at_the_same_moment_leave_one(world: World) -> None:
    world.perform(CHANGE_ROLE, "gannan", [world.id("user:zhuoni-cashier")], ADMIN)
    lower = [
        lambda by=by, name=name: world.perform(CHANGE_ROLE, by, [world.id(name)], VIEWER)
        for by, name in (("gannan", "user:zhuoni"), ("gansu", "user:zhuoni-cashier"))
    ]
    results = at_once(lower)
    assert sum(isinstance(result, Outcome) for result in results) == 1
    (why,) = (result for result in results if isinstance(result, Refused))
    assert why.first.code is ChangeRoleRefusal.LAST_ADMINISTRATOR
    with world.session() as session:
        managing = select(User.id).where(
            User.office_code == "623022", User.role == Role.COUNTY_ADMIN
        )
        assert len(session.scalars(managing).all()) == 1
