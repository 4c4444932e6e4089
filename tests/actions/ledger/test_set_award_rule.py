"""The rate of 奖励经费: a new rule ends the one before."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.ledger.set_award_rule import SET_AWARD_RULE, SetAwardRuleInput, SetAwardRuleRefusal
from models.ledger.award import AwardRule
from tests.support.world.awards import set_rule
from tests.support.world.cast import TODAY, World


class TestARule:
    def test_a_rule_ends_the_one_before(self, world: World) -> None:
        later = TODAY + dt.timedelta(days=30)
        set_rule(world, 500)
        set_rule(world, 0, later, by="conac-finance")
        with world.session() as session:
            rules = session.scalars(select(AwardRule).order_by(AwardRule.valid_from)).all()
            assert [(rule.rate_bp, rule.valid_to) for rule in rules] == [(500, later), (0, None)]

    @pytest.mark.parametrize(
        ("province", "day", "code"),
        [
            ("623022", TODAY, SetAwardRuleRefusal.NO_PROVINCE),
            ("620000", TODAY - dt.timedelta(days=1), SetAwardRuleRefusal.IN_PAST),
            ("620000", TODAY, SetAwardRuleRefusal.LATER_RULE),
            ("620000", TODAY + dt.timedelta(days=1), SetAwardRuleRefusal.UNCHANGED),
        ],
    )
    def test_a_rule_is_refused(
        self, world: World, province: str, day: dt.date, code: SetAwardRuleRefusal
    ) -> None:
        set_rule(world, 500)
        with pytest.raises(Refused) as caught:
            rate = 500 if code is SetAwardRuleRefusal.UNCHANGED else 100
            given = SetAwardRuleInput(province, rate, day)
            world.perform(SET_AWARD_RULE, "conac", [], given)
        assert caught.value.first.code is code

    def test_only_the_registry_sets_the_rate(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            set_rule(world, 500, by="gansu")
        assert caught.value.first.code is Common.FORBIDDEN
