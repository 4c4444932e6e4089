"""A rule is retired and restored; it fires in between never again for what happened meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.rules.restore_rule import RESTORE_RULE, RestoreRuleRefusal
from actions.rules.retire_rule import RETIRE_RULE, RetireRuleRefusal
from models.rules.rule import RuleState
from tests.actions.test_outgoing_messages import renew
from tests.support.definitions.rules import define, firings, make_round, rule
from tests.support.world.cast import World


def refused(world: World, action: Any, key: int, by: str = "gansu") -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [key], Nothing())
    return caught.value.first.code


class TestRetireAndRestore:
    def test_what_happened_while_it_was_retired_is_not_made_up_for(self, world: World) -> None:
        key = define(world)
        world.perform(RETIRE_RULE, "gansu", [key], Nothing())
        renew(world, "a-due")
        world.perform(RESTORE_RULE, "gansu", [key], Nothing())
        renew(world, "b-due")
        make_round(world)
        assert [firing.row_id for firing in firings(world)] == [world.id("b-due")]

    def test_an_event_that_waits_when_its_rule_is_retired_fires_nothing(
        self, sqlite_world: World
    ) -> None:
        key = define(sqlite_world)
        renew(sqlite_world, "a-due")
        sqlite_world.perform(RETIRE_RULE, "gansu", [key], Nothing())
        make_round(sqlite_world)
        assert firings(sqlite_world) == []

    def test_neither_is_done_twice(self, sqlite_world: World) -> None:
        key = define(sqlite_world)
        assert refused(sqlite_world, RESTORE_RULE, key) is RestoreRuleRefusal.IN_USE
        sqlite_world.perform(RETIRE_RULE, "gansu", [key], Nothing())
        assert refused(sqlite_world, RETIRE_RULE, key) is RetireRuleRefusal.ALREADY

    def test_a_province_does_not_retire_the_rule_of_the_registry_or_of_another(
        self, sqlite_world: World
    ) -> None:
        national, other = define(sqlite_world, "conac"), define(sqlite_world, "shaanxi")
        assert refused(sqlite_world, RETIRE_RULE, national) is Common.NOT_OWN_OFFICE
        assert refused(sqlite_world, RETIRE_RULE, other) is Common.NOT_FOUND
        sqlite_world.perform(RETIRE_RULE, "conac", [other], Nothing())
        assert rule(sqlite_world, other).state is RuleState.RETIRED
