"""Award rules and settled orders, for the tests of awards."""

from __future__ import annotations

import datetime as dt

from actions.ledger.set_award_rule import SET_AWARD_RULE, SetAwardRuleInput
from tests.support.world.cast import TODAY, World


def set_rule(world: World, rate_bp: int, day: dt.date | None = None, by: str = "conac") -> None:
    given = SetAwardRuleInput("620000", rate_bp, day or TODAY)
    world.perform(SET_AWARD_RULE, by, [], given)
