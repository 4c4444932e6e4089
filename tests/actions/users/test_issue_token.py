"""Tokens are issued and revoked by their owner."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Common
from actions.users.disable_user import DISABLE_USER
from actions.users.issue_token import ISSUE_TOKEN, IssueTokenInput, IssueTokenRefusal
from actions.users.revoke_token import REVOKE_TOKEN, RevokeTokenRefusal
from models.core.setting import Setting
from models.users.user import ApiToken
from tests.support.world.cast import World
from tests.support.world.users import _refusal, _user


class TestTokens:
    GIVEN = IssueTokenInput(name="报表", token_hash="0" * 64, days=30)

    def test_a_token_is_revoked_once(self, world: World) -> None:
        world.perform(ISSUE_TOKEN, "system", [_user(world, "zhuoni").id], self.GIVEN)
        with world.session() as session:
            ids = [session.scalars(select(ApiToken.id)).one()]
        code = _refusal(world, REVOKE_TOKEN, "zhuoni-cashier", ids, Nothing())
        assert code is RevokeTokenRefusal.NOT_YOURS
        assert _refusal(world, REVOKE_TOKEN, "lintan", ids, Nothing()) is Common.NOT_FOUND
        world.perform(REVOKE_TOKEN, "conac", ids, Nothing())
        assert _refusal(world, REVOKE_TOKEN, "conac", ids, Nothing()) is RevokeTokenRefusal.ALREADY

    def test_tokens_are_issued_by_owner_or_machine_and_to_active_users(self, world: World) -> None:
        ids = [_user(world, "zhuoni-cashier").id]
        assert _refusal(world, ISSUE_TOKEN, "conac", ids, self.GIVEN) is Common.FORBIDDEN
        world.perform(DISABLE_USER, "zhuoni", ids, Nothing())
        code = _refusal(world, ISSUE_TOKEN, "system", ids, self.GIVEN)
        assert code is IssueTokenRefusal.USER_DISABLED

    @pytest.mark.parametrize("username", ["conac", "zhuoni", "zhuoni-cashier"])
    def test_tokens_are_one_s_own_to_issue_and_revoke(self, world: World, username: str) -> None:
        world.perform(ISSUE_TOKEN, username, [_user(world, username).id], self.GIVEN)
        with world.session() as session:
            token = session.scalars(select(ApiToken)).one()
        assert token.issued_by == world.actor(username).name
        world.perform(REVOKE_TOKEN, username, [token.id], Nothing())

    def test_tokens_hold_no_longer_than_the_setting_says(self, world: World) -> None:
        ids = [_user(world, "zhuoni").id]
        given = replace(self.GIVEN, days=181)
        code = _refusal(world, ISSUE_TOKEN, "zhuoni", ids, given)
        assert code is IssueTokenRefusal.TOO_LONG
        with world.writing() as session:
            session.add(Setting(name="token_days", value={"value": 200}))
        world.perform(ISSUE_TOKEN, "zhuoni", ids, given)
