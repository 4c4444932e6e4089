"""Logins: who may make, reset, disable and enable whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Action, Nothing
from actions.core.refusal import Common, Refused
from actions.users.create_user import CREATE_USER, CreateUserInput, CreateUserRefusal
from actions.users.disable_user import DISABLE_USER, DisableUserRefusal
from actions.users.enable_user import ENABLE_USER, EnableUserRefusal
from actions.users.issue_token import ISSUE_TOKEN, IssueTokenInput, IssueTokenRefusal
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput, ResetPasswordRefusal
from actions.users.revoke_token import REVOKE_TOKEN, RevokeTokenRefusal
from actions.users.sign_out import SIGN_OUT
from models.core.setting import Setting
from models.units.unit import Unit
from models.users.user import ApiToken, LoginSession, Role, User
from models.values.password import PasswordFault, matches
from tests.support.cast import NOW, World

PASSWORD = "Harbour-Sparrow-7"
NEW = CreateUserInput(
    username="Newcomer",
    display_name="新人",
    role=Role.COUNTY_ADMIN,
    new_password=PASSWORD,
    office_code="623022",
)


def _user(world: World, username: str) -> User:
    with world.session() as session:
        return session.scalars(select(User).where(User.username == username)).one()


def _refusal(
    world: World, action: Action[Any, Any, Any], username: str, ids: list[int], given: Any
) -> Any:
    with pytest.raises(Refused) as refused:
        world.perform(action, username, ids, given)
    return refused.value.first.code


class TestCreateUser:
    @pytest.mark.parametrize("username", ["zhuoni", "gannan", "gansu", "conac", "system"])
    def test_is_for_the_office_itself_and_those_above(self, world: World, username: str) -> None:
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
    def test_is_not_for_other_roles(self, world: World, username: str) -> None:
        assert _refusal(world, CREATE_USER, username, [], NEW) is Common.FORBIDDEN

    @pytest.mark.parametrize(
        "role", [Role.CITY_ADMIN, Role.PROVINCE_ADMIN, Role.REGISTRY_ADMIN, Role.UNIT_USER]
    )
    def test_nobody_is_raised_above_his_office(self, world: World, role: Role) -> None:
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

    def test_is_of_an_office_or_of_a_unit(self, world: World) -> None:
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


class TestResetPassword:
    def _reset(self, world: World, by: str, whose: str, password: str = PASSWORD) -> None:
        ids = [_user(world, whose).id]
        world.perform(RESET_PASSWORD, by, ids, ResetPasswordInput(password))

    def test_opens_the_door_once_more(self, world: World) -> None:
        self._reset(world, "gannan", "zhuoni")
        user = _user(world, "zhuoni")
        assert matches(PASSWORD, user.password_hash)
        assert user.must_change_password

    def test_nobody_resets_his_own_or_a_strangers(self, world: World) -> None:
        for by, whose, code in (
            ("zhuoni", "zhuoni", ResetPasswordRefusal.OWN),
            ("zhuoni", "lintan", Common.NOT_FOUND),
            ("zhuoni", "gansu", Common.NOT_FOUND),
            ("zhuoni-cashier", "zhuoni", Common.FORBIDDEN),
        ):
            with pytest.raises(Refused) as refused:
                self._reset(world, by, whose)
            assert refused.value.first.code is code

    def test_the_rules_hold(self, world: World) -> None:
        with pytest.raises(Refused) as refused:
            self._reset(world, "gannan", "zhuoni", "Zhuoni-Harbour-1")
        assert refused.value.first.code is PasswordFault.EXPECTED


class TestDisableAndEnable:
    def test_a_user_comes_back(self, world: World) -> None:
        ids = [_user(world, "zhuoni-cashier").id]
        world.perform(DISABLE_USER, "zhuoni", ids, Nothing())
        assert not _user(world, "zhuoni-cashier").is_active
        assert _refusal(world, DISABLE_USER, "zhuoni", ids, Nothing()) is DisableUserRefusal.ALREADY
        world.perform(ENABLE_USER, "zhuoni", ids, Nothing())
        assert _user(world, "zhuoni-cashier").is_active
        assert _refusal(world, ENABLE_USER, "zhuoni", ids, Nothing()) is EnableUserRefusal.ALREADY

    def test_a_lock_is_lifted(self, world: World) -> None:
        with world.writing() as session:
            user = session.scalars(select(User).where(User.username == "zhuoni-cashier")).one()
            user.locked_until = NOW.replace(hour=23, minute=39)
        world.perform(ENABLE_USER, "zhuoni", [user.id], Nothing())
        assert _user(world, "zhuoni-cashier").locked_until is None

    def test_nobody_disables_himself(self, world: World) -> None:
        ids = [_user(world, "zhuoni").id]
        assert _refusal(world, DISABLE_USER, "zhuoni", ids, Nothing()) is DisableUserRefusal.OWN

    def test_tokens_end_with_their_user(self, world: World) -> None:
        ids = [_user(world, "zhuoni-cashier").id]
        given = IssueTokenInput(name="报表", token_hash="0" * 64)
        world.perform(ISSUE_TOKEN, "system", ids, given)
        world.perform(DISABLE_USER, "zhuoni", ids, Nothing())
        with world.session() as session:
            assert session.scalars(select(ApiToken.revoked_at)).one() == NOW


class TestTokens:
    GIVEN = IssueTokenInput(name="报表", token_hash="0" * 64, days=30)

    def test_are_revoked_once(self, world: World) -> None:
        world.perform(ISSUE_TOKEN, "system", [_user(world, "zhuoni").id], self.GIVEN)
        with world.session() as session:
            ids = [session.scalars(select(ApiToken.id)).one()]
        code = _refusal(world, REVOKE_TOKEN, "zhuoni-cashier", ids, Nothing())
        assert code is RevokeTokenRefusal.NOT_YOURS
        assert _refusal(world, REVOKE_TOKEN, "lintan", ids, Nothing()) is Common.NOT_FOUND
        world.perform(REVOKE_TOKEN, "conac", ids, Nothing())
        assert _refusal(world, REVOKE_TOKEN, "conac", ids, Nothing()) is RevokeTokenRefusal.ALREADY

    def test_are_issued_by_owner_or_machine_and_to_active_users(self, world: World) -> None:
        ids = [_user(world, "zhuoni-cashier").id]
        assert _refusal(world, ISSUE_TOKEN, "conac", ids, self.GIVEN) is Common.FORBIDDEN
        world.perform(DISABLE_USER, "zhuoni", ids, Nothing())
        code = _refusal(world, ISSUE_TOKEN, "system", ids, self.GIVEN)
        assert code is IssueTokenRefusal.USER_DISABLED

    @pytest.mark.parametrize("username", ["conac", "zhuoni", "zhuoni-cashier"])
    def test_are_one_s_own_to_issue_and_revoke(self, world: World, username: str) -> None:
        world.perform(ISSUE_TOKEN, username, [_user(world, username).id], self.GIVEN)
        with world.session() as session:
            token = session.scalars(select(ApiToken)).one()
        assert token.issued_by == world.actor(username).name
        world.perform(REVOKE_TOKEN, username, [token.id], Nothing())

    def test_hold_no_longer_than_the_setting_says(self, world: World) -> None:
        ids = [_user(world, "zhuoni").id]
        given = replace(self.GIVEN, days=181)
        code = _refusal(world, ISSUE_TOKEN, "zhuoni", ids, given)
        assert code is IssueTokenRefusal.TOO_LONG
        with world.writing() as session:
            session.add(Setting(name="token_days", value={"value": 200}))
        world.perform(ISSUE_TOKEN, "zhuoni", ids, given)


class TestSignOut:
    def test_ends_nobody_elses_session(self, world: World) -> None:
        with world.writing() as session:
            user = session.scalars(select(User).where(User.username == "zhuoni-cashier")).one()
            opened = LoginSession(token_hash="0" * 64, user_id=user.id, started_at=NOW, seen_at=NOW)
            opened.belong_to(user)
            session.add(opened)
        code = _refusal(world, SIGN_OUT, "zhuoni", [opened.id], Nothing())
        assert code is Common.NOT_FOUND
        world.perform(SIGN_OUT, "zhuoni-cashier", [opened.id], Nothing())
