"""A plan says of each row what a run would say, and writes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.context import Context
from actions.core.refusal import Common, Refusal, Refused
from actions.core.result import Preview
from actions.perform import perform
from actions.plan import plan
from models.core.scope import scoped_session
from models.core.setting import known_day
from tests.support.database.database_digest import digest
from tests.support.database.database_faults import statements
from tests.support.world.annotate import ANNOTATE, GIVEN, AnnotateInput, annotate, refused
from tests.support.world.cast import NOW, TODAY, World


class TestPlan:
    def plan(self, world: World, ids: list[int], given: Any = GIVEN, by: str = "zhuoni") -> Any:
        with world.session(by) as session:
            return plan(session, ANNOTATE, ids, given, world.caller(by))

    def test_plan_says_of_each_row_what_a_run_would_say(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "a-held", "s-due")]
        planned = self.plan(world, ids)

        assert list(planned.verdicts) == list(refused(world, ANNOTATE, "zhuoni", ids).verdicts)
        assert {row.id for row in planned.rows} == set(ids[:2])

    def test_plan_previews_the_rows_that_pass(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "a-held", "s-due")]

        assert self.plan(world, ids).preview.totals == {"row_count": 1}

    def test_plan_says_what_is_refused_to_the_rows_together(self, world: World) -> None:
        planned = self.plan(world, [world.id("a-due")], AnnotateInput("不许"))

        assert planned.refusal == Refusal(Common.CONFLICT)

    def test_plan_of_no_passing_row_says_nothing_of_them_together(self, world: World) -> None:
        planned = self.plan(world, [world.id("a-held")], AnnotateInput("不许"))

        assert planned.refusal is None

    def test_plan_writes_nothing_and_locks_nothing(self, world: World) -> None:
        before = digest(world.engine)
        with statements(world.engine) as asked:
            self.plan(world, [world.id("a-due")])

        assert digest(world.engine) == before
        assert all(sql.startswith(("SELECT", "BEGIN")) for sql in asked), asked
        assert not any("FOR " in sql for sql in asked)

    def test_plan_tells_the_day_to_a_session_outside_a_request(self, world: World) -> None:
        """A background check opens sessions of its own; lists count relative days in them too."""
        caller = world.caller("zhuoni")
        with scoped_session(world.engine, caller.actor.scope) as session:
            plan(session, ANNOTATE, [world.id("a-due")], GIVEN, caller)
            assert known_day(session) == TODAY

    def test_plan_is_refused_to_who_may_not_run_it(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            self.plan(world, [world.id("a-due")], by="zhuoni-viewer")

        assert caught.value.first.code is Common.FORBIDDEN

    def test_plan_may_be_followed_by_the_run_in_the_same_session(self, world: World) -> None:
        ids, caller = [world.id("a-due")], world.caller("zhuoni")
        with world.session("zhuoni") as session:
            plan(session, ANNOTATE, ids, GIVEN, caller)

            assert perform(session, ANNOTATE, ids, GIVEN, caller, key="k").totals

    def test_plan_tells_a_verb_that_it_plans(self, world: World) -> None:
        seen = []

        def note(ctx: Context, rows: Any, given: Any, facts: None) -> Preview:
            seen.append((ctx.entry, ctx.at, str(ctx.today)))
            return Preview()

        with world.session("zhuoni") as session:
            plan(session, annotate(preview=note), [1], GIVEN, world.caller("zhuoni"))

        assert seen == [(None, NOW, "2026-06-10")]
