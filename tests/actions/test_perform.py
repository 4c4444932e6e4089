"""The single door: what stops a batch, and that a refusal leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.actor import Caller
from actions.core.context import Context
from actions.core.refusal import Common, Refusal, Refused
from actions.core.result import Result
from actions.domains.renew import RENEW, RenewInput
from actions.perform import perform
from models.core.journal import Door, JournalChange, JournalEntry, JournalReceipt
from models.core.scope import scoped_session
from models.core.setting import known_day
from models.domains.domain import Domain, DomainState
from models.values.document_number import NumberKind, parse_number
from models.values.limits import MAXIMUM_BATCH_ROWS
from tests.conftest import open_engine
from tests.support.database.database_digest import digest
from tests.support.database.database_faults import statements
from tests.support.world.annotate import ANNOTATE, GIVEN, AnnotateInput, _run, annotate, refused
from tests.support.world.cast import NOW, TODAY, World


class TestRowsThatAreNotThere:
    @pytest.mark.parametrize("username", ["zhuoni", "gannan", "unit-a"])
    def test_foreign_and_absent_ones_are_refused_alike(self, world: World, username: str) -> None:
        for row_id in (world.id("s-due"), 10**9, 0, -1, 2**63, 2**200):
            (verdict,) = refused(world, ANNOTATE, username, [row_id]).verdicts

            assert verdict.name == f"#{row_id}"
            assert verdict.refusal == Refusal(Common.NOT_FOUND)

    def test_stop_the_others_too(self, world: World) -> None:
        verdicts = refused(
            world, ANNOTATE, "zhuoni", [world.id("a-due"), world.id("s-due")]
        ).verdicts

        assert [verdict.refusal for verdict in verdicts] == [None, Refusal(Common.NOT_FOUND)]


class TestABatch:
    def test_a_batch_is_carried_out_on_every_row(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "a-grace", "b-due")]
        outcome = world.perform(ANNOTATE, "zhuoni", ids, GIVEN)
        with world.session() as session:
            changed = session.scalars(select(Domain.id).where(Domain.purpose == "用途"))

            assert set(changed) == set(ids)
        assert outcome.totals == {"row_count": 3}

    def test_a_batch_tells_the_day_to_a_session_outside_a_request(self, world: World) -> None:
        """A background run opens sessions of its own; lists count relative days in them too."""
        caller = world.caller("zhuoni")
        with scoped_session(world.engine, caller.actor.scope) as session:
            perform(session, ANNOTATE, [world.id("a-due")], GIVEN, caller, key="day")
            assert known_day(session) == TODAY

    def test_a_batch_takes_a_row_ticked_twice_once(self, world: World) -> None:
        outcome = world.perform(ANNOTATE, "zhuoni", [world.id("a-due")] * 3, GIVEN)

        assert outcome.totals == {"row_count": 1}

    def test_a_batch_stops_as_a_whole_at_one_refused_row_with_a_verdict_for_each(
        self, world: World
    ) -> None:
        ids = [world.id(name) for name in ("b-due", "a-held", "a-due")]
        verdicts = refused(world, ANNOTATE, "zhuoni", ids).verdicts

        assert [verdict.row_id for verdict in verdicts] == sorted(ids)
        assert {v.row_id: v.refusal for v in verdicts if v.refusal} == {
            world.id("a-held"): Refusal(Common.CONFLICT, {"name": "卓尼县教研室.政务"})
        }

    def test_a_batch_stops_at_what_is_refused_to_the_rows_together(self, world: World) -> None:
        refusal = refused(world, ANNOTATE, "zhuoni", [world.id("a-due")], AnnotateInput("不许"))

        assert refusal.refusal == Refusal(Common.CONFLICT)
        assert [verdict.refusal for verdict in refusal.verdicts] == [None]

    def test_a_batch_refuses_a_row_in_another_state_and_names_it(self, world: World) -> None:
        action = annotate(states=frozenset({DomainState.REGISTERED}))
        (verdict,) = refused(world, action, "zhuoni", [world.id("a-submitted")]).verdicts

        assert verdict.refusal == Refusal(Common.WRONG_STATE, {"state": DomainState.SUBMITTED})

    def test_a_batch_of_too_many_rows_is_refused_before_anything_is_asked(
        self, world: World
    ) -> None:
        ids = list(range(1, MAXIMUM_BATCH_ROWS + 2))
        caller = world.caller("zhuoni")
        with statements(world.engine) as asked:
            refusal = refused_unseen(world, ids, caller)

        assert refusal.first == Refusal(
            Common.TOO_MANY_ROWS, {"count": MAXIMUM_BATCH_ROWS + 1, "maximum": MAXIMUM_BATCH_ROWS}
        )
        assert asked == []

    def test_a_batch_of_no_rows_is_refused(self, world: World) -> None:
        assert refused(world, ANNOTATE, "zhuoni", []).first == Refusal(Common.NO_ROWS)

    def test_a_batch_that_creates_needs_none(self, world: World) -> None:
        action = annotate(minimum_rows=0)

        assert world.perform(action, "zhuoni", [], GIVEN).rows == ()

    def test_a_batch_undoes_itself_when_the_run_breaks(self, world: World) -> None:
        def broken(ctx: Context, rows: Any, given: Any, facts: None) -> Result:
            _run(ctx, rows, given, facts)
            ctx.session.flush()
            raise ZeroDivisionError

        before = digest(world.engine)
        with world.session("zhuoni") as session:
            ids, caller = [world.id("a-due")], world.caller("zhuoni")
            with pytest.raises(ZeroDivisionError):
                perform(session, annotate(run=broken), ids, GIVEN, caller, key="k")
            assert digest(world.engine) == before
            perform(session, ANNOTATE, ids, GIVEN, caller, key="k")

    def test_a_batch_must_not_begin_with_changes_already_made(self, world: World) -> None:
        with world.session("zhuoni") as session:
            session.get_one(Domain, world.id("a-due")).purpose = "偷偷"
            with pytest.raises(AssertionError, match="inside a run"):
                perform(session, ANNOTATE, [1], GIVEN, world.caller("zhuoni"), key="k")


def refused_unseen(world: World, ids: list[int], caller: Caller) -> Refused:
    with world.session("zhuoni") as session, pytest.raises(Refused) as caught:
        perform(session, ANNOTATE, ids, GIVEN, caller, key="k")
    return caught.value


class TestTheJournal:
    def test_the_journal_names_who_what_where_and_with_what(self, world: World) -> None:
        with world.session("unit-a") as session:
            caller = world.caller("unit-a", Door.API)
            outcome = perform(session, ANNOTATE, [world.id("a-due")], GIVEN, caller, key="k")
        with world.session() as session:
            entry = session.get_one(JournalEntry, outcome.entry_id)

            assert (entry.action, entry.door, entry.key) == ("annotate", Door.API, "k")
            assert (entry.actor_key, entry.actor_name) == (caller.actor.key, "教育局经办")
            assert (entry.at, entry.input) == (NOW, {"purpose": "用途"})
            assert (entry.office_code, entry.unit_id) == ("623022", world.id("unit-a"))

    def test_the_journal_holds_one_entry_a_run_and_a_change_a_row(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "b-due")]
        outcome = world.perform(ANNOTATE, "zhuoni", ids, GIVEN)
        with world.session() as session:
            changes = session.scalars(
                select(JournalChange).where(JournalChange.entry_id == outcome.entry_id)
            ).all()

            assert {change.row_id for change in changes} == set(ids)
            assert all(change.diff == {"purpose": [None, "用途"]} for change in changes)

    def test_the_journal_numbers_the_receipt_by_its_office_day_and_entry(
        self, world: World
    ) -> None:
        outcome = world.perform(ANNOTATE, "zhuoni", [world.id("a-due")], GIVEN)
        number = parse_number(outcome.receipt_no)

        assert (number.kind, number.office_code) == (NumberKind.RECEIPT, "623022")
        assert (str(number.on), number.sequence) == ("2026-06-10", outcome.entry_id)


class TestAKey:
    def run(self, world: World, key: str, given: Any = GIVEN, by: str = "zhuoni") -> Any:
        return world.perform(ANNOTATE, by, [world.id("a-due"), world.id("b-due")], given, key)

    def test_a_key_that_comes_again_changes_nothing_and_gives_the_first_outcome(
        self, world: World
    ) -> None:
        first = self.run(world, "k")
        before = digest(world.engine)
        again = self.run(world, "k")

        assert digest(world.engine) == before
        assert again.is_replay
        assert not first.is_replay
        assert (again.receipt_no, again.rows, again.totals, again.at) == (
            first.receipt_no,
            first.rows,
            first.totals,
            first.at,
        )

    def test_a_key_is_remembered_after_a_restart(self, world: World) -> None:
        first = self.run(world, "k")
        world.engine.dispose()
        url = world.engine.url.render_as_string(hide_password=False)
        restarted = World(open_engine(url), world.ids)
        again = self.run(restarted, "k")
        restarted.engine.dispose()

        assert again.is_replay
        assert again.entry_id == first.entry_id

    def test_a_key_replays_although_the_rows_could_not_be_done_twice(self, world: World) -> None:
        ids, given = [world.id("a-due")], RenewInput(1)
        first = world.perform(RENEW, "zhuoni", ids, given, "k")

        assert world.perform(RENEW, "zhuoni", ids, given, "k").rows == first.rows

    @pytest.mark.parametrize("other", ["input", "rows", "action"])
    def test_a_key_with_another_request_is_refused(self, world: World, other: str) -> None:
        self.run(world, "k")
        ids = [world.id("a-due")] if other == "rows" else [world.id("a-due"), world.id("b-due")]
        given = AnnotateInput("另一") if other == "input" else GIVEN
        action = annotate(key="annotate_again") if other == "action" else ANNOTATE
        before = digest(world.engine)
        with pytest.raises(Refused) as caught:
            world.perform(action, "zhuoni", ids, given, "k")

        assert caught.value.first == Refusal(Common.KEY_REUSED)
        assert digest(world.engine) == before

    def test_a_key_belongs_to_its_actor(self, world: World) -> None:
        self.run(world, "k")

        assert not self.run(world, "k", by="gansu").is_replay

    def test_a_key_of_a_refused_run_may_be_used_again(self, world: World) -> None:
        with pytest.raises(Refused):
            self.run(world, "k", AnnotateInput("不许"))

        assert not self.run(world, "k").is_replay

    @pytest.mark.parametrize("key", ["", "k" * 81])
    def test_a_key_that_is_missing_or_too_long_is_refused(self, world: World, key: str) -> None:
        with world.session("zhuoni") as session, pytest.raises(Refused) as caught:
            perform(session, ANNOTATE, [1], GIVEN, world.caller("zhuoni"), key=key)

        assert caught.value.first == Refusal(Common.KEY_MISSING)


class TestAnOutcome:
    def test_an_outcome_reads_back_as_it_was_told(self, world: World) -> None:
        first = world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(2), "k")
        with world.session() as session:
            stored = session.get_one(JournalReceipt, first.entry_id).outcome

        (row,) = stored["rows"]
        assert row["name"] == "卓尼县教育局.政务"
        assert row["facts"]["amount_fen"] == 40_000
        assert stored["totals"] == {"row_count": 1, "amount_fen": 40_000}
