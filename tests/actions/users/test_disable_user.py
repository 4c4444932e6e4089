"""Logins are disabled and enabled, and their tokens end with them."""

from __future__ import annotations

from sqlalchemy import select

from actions.core.action import Nothing
from actions.users.disable_user import DISABLE_USER, DisableUserRefusal
from actions.users.enable_user import ENABLE_USER, EnableUserRefusal
from actions.users.issue_token import ISSUE_TOKEN, IssueTokenInput
from models.users.user import ApiToken, User
from tests.support.world.cast import NOW, World
from tests.support.world.users import _refusal, _user


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

    def test_disable_and_enable_refuses_ones_own_login(self, world: World) -> None:
        ids = [_user(world, "zhuoni").id]
        assert _refusal(world, DISABLE_USER, "zhuoni", ids, Nothing()) is DisableUserRefusal.OWN

    def test_tokens_end_with_their_user(self, world: World) -> None:
        ids = [_user(world, "zhuoni-cashier").id]
        given = IssueTokenInput(name="报表", token_hash="0" * 64)
        world.perform(ISSUE_TOKEN, "system", ids, given)
        world.perform(DISABLE_USER, "zhuoni", ids, Nothing())
        with world.session() as session:
            assert session.scalars(select(ApiToken.revoked_at)).one() == NOW
