"""Signing out ends one session."""

from __future__ import annotations

from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Common
from actions.users.sign_out import SIGN_OUT
from models.users.user import LoginSession, User
from tests.support.world.cast import NOW, World
from tests.support.world.users import _refusal


class TestSignOut:
    def test_sign_out_ends_nobody_elses_session(self, world: World) -> None:
        with world.writing() as session:
            user = session.scalars(select(User).where(User.username == "zhuoni-cashier")).one()
            opened = LoginSession(token_hash="0" * 64, user_id=user.id, started_at=NOW, seen_at=NOW)
            opened.belong_to(user)
            session.add(opened)
        code = _refusal(world, SIGN_OUT, "zhuoni", [opened.id], Nothing())
        assert code is Common.NOT_FOUND
        world.perform(SIGN_OUT, "zhuoni-cashier", [opened.id], Nothing())
