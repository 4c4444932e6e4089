"""What runs write for rules: the rows of the rule's office, in the transaction of the run."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.domains.renew import RENEW, RenewInput
from actions.domains.reserve_names import RESERVE_NAMES, ReservedLine, ReserveNamesInput
from actions.labelled import READERS
from actions.rules.retire_rule import RETIRE_RULE
from actions.units.register import REGISTER_UNIT
from models.domains.domain import Domain
from models.rules.happening import model_of
from models.rules.rule import RuleEvent
from tests.actions.test_outgoing_messages import renew
from tests.actions.units.test_register import GIVEN
from tests.support.definitions.labels import define as define_label
from tests.support.definitions.labels import put
from tests.support.definitions.rules import define, firings, make_round
from tests.support.world.cast import World


def events(world: World) -> list[RuleEvent]:
    with world.session() as session:
        return list(session.scalars(select(RuleEvent).order_by(RuleEvent.id)))


class TestWriteEvents:
    def test_a_run_writes_one_event_for_each_rule_with_all_its_rows(self, world: World) -> None:
        keys = {define(world, "gansu"), define(world, "conac")}
        renew(world, "a-due", "b-due")
        found = events(world)
        assert {event.rule_id for event in found} == keys
        for event in found:
            assert event.row_ids == sorted([world.id("a-due"), world.id("b-due")])

    def test_a_rule_of_another_province_hears_of_nothing(self, world: World) -> None:
        define(world, "shaanxi")
        renew(world, "a-due")
        assert events(world) == []

    def test_a_run_that_is_refused_writes_nothing(self, world: World) -> None:
        define(world, "gansu")
        with pytest.raises(Refused):
            world.perform(RENEW, "zhuoni", [world.id("a-held")], RenewInput(years=99))
        assert events(world) == []

    def test_a_retired_rule_hears_of_nothing(self, sqlite_world: World) -> None:
        key = define(sqlite_world, "gansu")
        sqlite_world.perform(RETIRE_RULE, "gansu", [key], Nothing())
        renew(sqlite_world, "a-due")
        assert events(sqlite_world) == []

    def test_a_row_that_enters_a_state_by_any_action_is_found(self, world: World) -> None:
        define(world, "gansu", happening="domain_order.state.payable")
        renew(world, "a-due")
        (event,) = events(world)
        assert len(event.row_ids) == 1

    def test_a_run_without_ticked_rows_names_the_rows_that_it_made(self, world: World) -> None:
        define(world, "gansu", happening="unit.action.register_unit")
        made = world.perform(REGISTER_UNIT, "zhuoni", [], GIVEN).rows[0].row_id
        (event,) = events(world)
        assert event.row_ids == [made]

    def test_a_run_on_a_table_without_offices_is_let_through(self, world: World) -> None:
        define(world, "gansu", happening="domain.state.registered")
        line = ReservedLine("甲词", "测试", "测试〔2026〕1号")
        world.perform(RESERVE_NAMES, "conac", [], ReserveNamesInput((line,)))
        assert events(world) == []

    @pytest.mark.parametrize("table", sorted(READERS))
    def test_the_rows_of_each_table_that_rules_are_about_have_an_office(self, table: str) -> None:
        assert {"province_code", "city_code", "office_code"} <= set(
            model_of(table).__table__.c.keys()
        )

    def test_what_a_rule_does_sets_no_rule_off(self, world: World) -> None:
        label = define_label(world, "gansu", "急件")
        define(world, "gansu", told_roles=(), label=str(label))
        define(world, "gansu", happening="domain.action.label_domain")
        renew(world, "a-due")
        make_round(world)
        assert len(firings(world)) == 1
        assert events(world) == []
        put(world, "zhuoni", Domain, [world.id("b-due")], label)
        assert len(events(world)) == 1
