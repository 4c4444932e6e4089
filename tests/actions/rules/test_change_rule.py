"""A rule is changed from now on; the form begins with the rule as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.core.context import Context
from actions.core.refusal import Common, Refused
from actions.rules.change_rule import CHANGE_RULE, suggest
from models.core.journal import Door
from models.rules.rule import Rule
from tests.actions.test_outgoing_messages import renew
from tests.support.definitions.rules import define, firings, make_round, rule_input
from tests.support.world.cast import NOW, TODAY, World


class TestChangeRule:
    def test_the_new_condition_holds_from_now_on(self, world: World) -> None:
        key = define(world, condition="term_years > 50")
        renew(world, "a-due")
        make_round(world)
        assert firings(world) == []
        world.perform(CHANGE_RULE, "gansu", [key], rule_input(condition="term_years < 50"))
        renew(world, "b-due")
        make_round(world)
        assert [firing.row_id for firing in firings(world)] == [world.id("b-due")]

    def test_a_form_saved_as_it_stood_changes_nothing(self, sqlite_world: World) -> None:
        key = define(sqlite_world, condition="term_years > 1", message="请跟进")
        with sqlite_world.session("gansu") as session:
            actor = sqlite_world.actor("gansu")
            ctx = Context(session, actor, NOW, TODAY, Door.GRID)
            given = suggest(ctx, [session.get_one(Rule, key)])
        with pytest.raises(Refused) as caught:
            sqlite_world.perform(CHANGE_RULE, "gansu", [key], given)
        assert caught.value.first.code is Common.UNCHANGED
        sqlite_world.perform(CHANGE_RULE, "gansu", [key], replace(given, message="尽快"))

    def test_a_province_does_not_change_the_rule_of_another(self, sqlite_world: World) -> None:
        key = define(sqlite_world, "shaanxi")
        with pytest.raises(Refused) as caught:
            sqlite_world.perform(CHANGE_RULE, "gansu", [key], rule_input())
        assert caught.value.first.code is Common.NOT_FOUND
