"""What a rule may be set on: written as one text, known to those who read the rows."""

from __future__ import annotations

import pytest

from models.rules.happening import (
    Happening,
    RuleTrigger,
    happening_from,
    happenings_of,
    known_happening,
)
from tests.support.world.cast import World


class TestHappening:
    def test_a_happening_is_read_as_it_is_written(self, sqlite_world: World) -> None:
        with sqlite_world.session("gansu") as session:
            every = list(happenings_of(session))
        assert {happening_from(str(each)) for each in every} == set(every)
        assert {each.trigger for each in every} == set(RuleTrigger)

    @pytest.mark.parametrize("text", ["domain", "domain.state", "domain.moon.full", ""])
    def test_another_text_is_none(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"unpack|not a valid"):
            happening_from(text)

    def test_logins_set_nothing_off(self, sqlite_world: World) -> None:
        with sqlite_world.session("conac") as session:
            assert "user" not in {each.entity for each in happenings_of(session)}
            assert known_happening(session, "user.action.disable_user") is None
            assert known_happening(session, "domain.state.registered") == Happening(
                "domain", RuleTrigger.STATE, "registered"
            )
