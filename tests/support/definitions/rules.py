"""Rules in tests: defined by an office, set off by ordinary acts, carried out by a round."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from actions.core.rules.rule_input import RuleInput
from actions.rules.define_rule import DEFINE_RULE
from admin_app.jobs.rules import carry_out_rules
from models.core.clock import FixedClock
from models.rules.rule import Rule, RuleFiring
from models.users.user import Role
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.support.world.cast import NOW, World
from tests.support.world.factories import serial

RENEWED = "domain.action.renew"


def rule_input(**given: Any) -> RuleInput:
    """A rule that tells the county's administrator of renewals, unless more is given."""
    basics = {
        "name_zh": f"规则甲{serial()}",
        "happening": RENEWED,
        "told_roles": (Role.COUNTY_ADMIN,),
    }
    return RuleInput(**{**basics, **given})


def define(world: World, by: str = "gansu", **given: Any) -> int:
    """The key of a new rule of the user's office."""
    return world.perform(DEFINE_RULE, by, [], rule_input(**given)).rows[0].row_id


def make_round(world: World, **later: float) -> int:
    """One round of the worker, now or later; how many firings it carried out."""
    return carry_out_rules(world.engine, FixedClock(NOW + dt.timedelta(**later)))


def firings(world: World, who: str = "system") -> list[RuleFiring]:
    with world.session(who) as session:
        return list(session.scalars(select(RuleFiring).order_by(RuleFiring.id)))


def rule(world: World, key: int) -> Rule:
    with world.session() as session:
        return session.get_one(Rule, key)


def told(world: World, topic: Topic = Topic.RULE_FIRED) -> list[tuple[int, str]]:
    """(user, name of the row) of each notice of a rule."""
    with world.session() as session:
        wanted = select(Notification).where(Notification.kind == topic).order_by(Notification.id)
        return [
            (each.user_id, str(each.facts.get("row", each.facts.get("name"))))
            for each in session.scalars(wanted)
        ]
