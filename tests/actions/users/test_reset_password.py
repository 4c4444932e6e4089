"""Who may reset whose password."""

from __future__ import annotations

import pytest

from actions.core.refusal import Common, Refused
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput, ResetPasswordRefusal
from models.values.password import PasswordFault, matches
from tests.support.world.cast import World
from tests.support.world.users import PASSWORD, _user


class TestResetPassword:
    def _reset(self, world: World, by: str, whose: str, password: str = PASSWORD) -> None:
        ids = [_user(world, whose).id]
        world.perform(RESET_PASSWORD, by, ids, ResetPasswordInput(password))

    def test_reset_password_opens_the_door_once_more(self, world: World) -> None:
        self._reset(world, "gannan", "zhuoni")
        user = _user(world, "zhuoni")
        assert matches(PASSWORD, user.password_hash)
        assert user.must_change_password

    def test_nobody_resets_their_own_or_a_strangers(self, world: World) -> None:
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
