"""The single door: who may pass, what stops a batch, and that a refusal leaves nothing behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, text

from actions.core.action import (
    MAXIMUM_ROWS,
    Action,
    Context,
    Preview,
    Reach,
    Result,
    RowResult,
    param,
)
from actions.core.actor import Caller
from actions.core.refusal import Common, Refusal, Refused
from actions.domains.renew import RENEW, RenewInput
from actions.perform import MAXIMUM_TRIES, perform
from actions.plan import plan
from models import Domain, InvoiceLot, JournalChange, JournalEntry, JournalReceipt, Order
from models.core.journal import Door
from models.core.scope import BY_HAND, ScopeError
from models.domains.domain import DomainState
from models.users.user import Role
from models.values.document_number import NumberKind, parse_number
from tests.conftest import open_engine
from tests.support.cast import NOW, World
from tests.support.database_digest import digest
from tests.support.database_faults import FAILURES, failing, statements


@dataclass(frozen=True, slots=True)
class AnnotateInput:
    purpose: str = param(maximum_length=200)


def _check(row: Domain, given: AnnotateInput, _facts: None) -> Refusal | None:
    return Refusal(Common.CONFLICT, {"name": row.name_u}) if row.is_held else None


def _check_batch(rows: Any, given: AnnotateInput, _facts: None) -> Refusal | None:
    return Refusal(Common.CONFLICT) if given.purpose == "不许" else None


def _run(ctx: Context, rows: Any, given: AnnotateInput, _facts: None) -> Result:
    for row in rows:
        row.purpose = given.purpose
    return Result([RowResult(row.id, row.name_u) for row in rows], {"row_count": len(rows)})


def annotate(**changes: Any) -> Action[Any, Any, Any]:
    """A small verb on names, for roles of each reach."""
    given: dict[str, Any] = {
        "key": "annotate",
        "model": Domain,
        "input": AnnotateInput,
        "check": _check,
        "check_batch": _check_batch,
        "preview": lambda _ctx, rows, _given, _facts: Preview(totals={"row_count": len(rows)}),
        "run": _run,
        "grants": {
            Role.PROVINCE_ADMIN: Reach.SCOPE,
            Role.CITY_ADMIN: Reach.BELOW,
            Role.COUNTY_ADMIN: Reach.OWN,
            Role.UNIT_USER: Reach.SCOPE,
            Role.REGISTRY_ADMIN: Reach.OWN,
        },
    }
    return Action(**(given | changes))


ANNOTATE = annotate()
GIVEN = AnnotateInput("用途")


def refused(
    world: World, action: Any, username: str, ids: list[int], given: Any = GIVEN
) -> Refused:
    """The refusal of a run that must be refused, after which not one row differs."""
    before = digest(world.engine)
    with pytest.raises(Refused) as caught:
        world.perform(action, username, ids, given)
    assert digest(world.engine) == before
    return caught.value


class TestPermission:
    @pytest.mark.parametrize("username", ["zhuoni-viewer", "zhuoni-cashier", "conac-finance"])
    def test_is_refused_to_a_role_the_action_does_not_name(
        self, world: World, username: str
    ) -> None:
        refusal = refused(world, ANNOTATE, username, [world.id("a-due")]).first

        assert refusal.code is Common.FORBIDDEN
        assert refusal.facts["action"] == "annotate"

    def test_comes_before_the_rows_so_nothing_is_learnt_from_it(self, world: World) -> None:
        absent = refused(world, ANNOTATE, "zhuoni-viewer", [10**9]).first

        assert absent == refused(world, ANNOTATE, "zhuoni-viewer", [world.id("a-due")]).first

    def test_of_own_stops_at_the_office(self, world: World) -> None:
        world.perform(ANNOTATE, "zhuoni", [world.id("a-due")], GIVEN)
        (verdict,) = refused(world, ANNOTATE, "conac", [world.id("a-due")]).verdicts

        assert verdict.refusal == Refusal(Common.NOT_OWN_OFFICE)

    def test_of_below_leaves_the_own_office_out(self, world: World) -> None:
        action = annotate(model=InvoiceLot, check=lambda *_: None, key="annotate_lot", run=_no_run)
        with world.writing() as session:
            lot = session.get_one(InvoiceLot, world.id("gansu-signed"))
            lot.office_code = lot.city_code = "623000"
        (verdict,) = refused(world, action, "gannan", [world.id("gansu-signed")]).verdicts

        assert verdict.refusal == Refusal(Common.NOT_BELOW)
        world.perform(ANNOTATE, "gannan", [world.id("a-due"), world.id("c-due")], GIVEN)

    def test_of_scope_reaches_every_row_that_is_seen(self, world: World) -> None:
        world.perform(ANNOTATE, "gansu", [world.id("a-due"), world.id("c-due")], GIVEN)
        world.perform(ANNOTATE, "unit-a", [world.id("a-due")], GIVEN)

    def test_of_a_session_of_another_actor_is_a_bug(self, world: World) -> None:
        with world.session("lintan") as session, pytest.raises(ScopeError):
            perform(session, ANNOTATE, [1], GIVEN, world.caller("zhuoni"), key="k")


def _no_run(ctx: Context, rows: Any, _given: Any, _facts: None) -> Result:
    return Result([RowResult(row.id, str(row)) for row in rows])


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
    def test_is_carried_out_on_every_row(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "a-grace", "b-due")]
        outcome = world.perform(ANNOTATE, "zhuoni", ids, GIVEN)
        with world.session() as session:
            changed = session.scalars(select(Domain.id).where(Domain.purpose == "用途"))

            assert set(changed) == set(ids)
        assert outcome.totals == {"row_count": 3}

    def test_takes_a_row_ticked_twice_once(self, world: World) -> None:
        outcome = world.perform(ANNOTATE, "zhuoni", [world.id("a-due")] * 3, GIVEN)

        assert outcome.totals == {"row_count": 1}

    def test_stops_as_a_whole_at_one_refused_row_with_a_verdict_for_each(
        self, world: World
    ) -> None:
        ids = [world.id(name) for name in ("b-due", "a-held", "a-due")]
        verdicts = refused(world, ANNOTATE, "zhuoni", ids).verdicts

        assert [verdict.row_id for verdict in verdicts] == sorted(ids)
        assert {v.row_id: v.refusal for v in verdicts if v.refusal} == {
            world.id("a-held"): Refusal(Common.CONFLICT, {"name": "卓尼县教研室.政务"})
        }

    def test_stops_at_what_is_refused_to_the_rows_together(self, world: World) -> None:
        refusal = refused(world, ANNOTATE, "zhuoni", [world.id("a-due")], AnnotateInput("不许"))

        assert refusal.refusal == Refusal(Common.CONFLICT)
        assert [verdict.refusal for verdict in refusal.verdicts] == [None]

    def test_refuses_a_row_in_another_state_and_names_it(self, world: World) -> None:
        action = annotate(states=frozenset({DomainState.REGISTERED}))
        (verdict,) = refused(world, action, "zhuoni", [world.id("a-submitted")]).verdicts

        assert verdict.refusal == Refusal(Common.WRONG_STATE, {"state": DomainState.SUBMITTED})

    def test_of_too_many_rows_is_refused_before_anything_is_asked(self, world: World) -> None:
        ids = list(range(1, MAXIMUM_ROWS + 2))
        caller = world.caller("zhuoni")
        with statements(world.engine) as asked:
            refusal = refused_unseen(world, ids, caller)

        assert refusal.first == Refusal(
            Common.TOO_MANY_ROWS, {"count": MAXIMUM_ROWS + 1, "maximum": MAXIMUM_ROWS}
        )
        assert asked == []

    def test_of_no_rows_is_refused(self, world: World) -> None:
        assert refused(world, ANNOTATE, "zhuoni", []).first == Refusal(Common.NO_ROWS)

    def test_that_creates_needs_none(self, world: World) -> None:
        action = annotate(minimum_rows=0)

        assert world.perform(action, "zhuoni", [], GIVEN).rows == ()

    def test_undoes_itself_when_the_run_breaks(self, world: World) -> None:
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

    def test_must_not_begin_with_changes_already_made(self, world: World) -> None:
        with world.session("zhuoni") as session:
            session.get_one(Domain, world.id("a-due")).purpose = "偷偷"
            with pytest.raises(AssertionError, match="inside a run"):
                perform(session, ANNOTATE, [1], GIVEN, world.caller("zhuoni"), key="k")


def refused_unseen(world: World, ids: list[int], caller: Caller) -> Refused:
    with world.session("zhuoni") as session, pytest.raises(Refused) as caught:
        perform(session, ANNOTATE, ids, GIVEN, caller, key="k")
    return caught.value


class TestTheJournal:
    def test_names_who_what_where_and_with_what(self, world: World) -> None:
        with world.session("unit-a") as session:
            caller = world.caller("unit-a", Door.API)
            outcome = perform(session, ANNOTATE, [world.id("a-due")], GIVEN, caller, key="k")
        with world.session() as session:
            entry = session.get_one(JournalEntry, outcome.entry_id)

            assert (entry.action, entry.door, entry.key) == ("annotate", Door.API, "k")
            assert (entry.actor_key, entry.actor_name) == (caller.actor.key, "教育局经办")
            assert (entry.at, entry.input) == (NOW, {"purpose": "用途"})
            assert (entry.office_code, entry.unit_id) == ("623022", world.id("unit-a"))

    def test_holds_one_entry_a_run_and_a_change_a_row(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "b-due")]
        outcome = world.perform(ANNOTATE, "zhuoni", ids, GIVEN)
        with world.session() as session:
            changes = session.scalars(
                select(JournalChange).where(JournalChange.entry_id == outcome.entry_id)
            ).all()

            assert {change.row_id for change in changes} == set(ids)
            assert all(change.diff == {"purpose": [None, "用途"]} for change in changes)

    def test_numbers_the_receipt_by_its_office_day_and_entry(self, world: World) -> None:
        outcome = world.perform(ANNOTATE, "zhuoni", [world.id("a-due")], GIVEN)
        number = parse_number(outcome.receipt_no)

        assert (number.kind, number.office_code) == (NumberKind.RECEIPT, "623022")
        assert (str(number.on), number.sequence) == ("2026-06-10", outcome.entry_id)


class TestAKey:
    def run(self, world: World, key: str, given: Any = GIVEN, by: str = "zhuoni") -> Any:
        return world.perform(ANNOTATE, by, [world.id("a-due"), world.id("b-due")], given, key)

    def test_that_comes_again_changes_nothing_and_gives_the_first_outcome(
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

    def test_is_remembered_after_a_restart(self, world: World) -> None:
        first = self.run(world, "k")
        world.engine.dispose()
        url = world.engine.url.render_as_string(hide_password=False)
        restarted = World(open_engine(url), world.ids)
        again = self.run(restarted, "k")
        restarted.engine.dispose()

        assert again.is_replay
        assert again.entry_id == first.entry_id

    def test_replays_although_the_rows_could_not_be_done_twice(self, world: World) -> None:
        ids, given = [world.id("a-due")], RenewInput(1)
        first = world.perform(RENEW, "zhuoni", ids, given, "k")

        assert world.perform(RENEW, "zhuoni", ids, given, "k").rows == first.rows

    @pytest.mark.parametrize("other", ["input", "rows", "action"])
    def test_with_another_request_is_refused(self, world: World, other: str) -> None:
        self.run(world, "k")
        ids = [world.id("a-due")] if other == "rows" else [world.id("a-due"), world.id("b-due")]
        given = AnnotateInput("另一") if other == "input" else GIVEN
        action = annotate(key="annotate_again") if other == "action" else ANNOTATE
        before = digest(world.engine)
        with pytest.raises(Refused) as caught:
            world.perform(action, "zhuoni", ids, given, "k")

        assert caught.value.first == Refusal(Common.KEY_REUSED)
        assert digest(world.engine) == before

    def test_belongs_to_its_actor(self, world: World) -> None:
        self.run(world, "k")

        assert not self.run(world, "k", by="gansu").is_replay

    def test_of_a_refused_run_may_be_used_again(self, world: World) -> None:
        with pytest.raises(Refused):
            self.run(world, "k", AnnotateInput("不许"))

        assert not self.run(world, "k").is_replay

    @pytest.mark.parametrize("key", ["", "k" * 81])
    def test_that_is_missing_or_too_long_is_refused(self, world: World, key: str) -> None:
        with world.session("zhuoni") as session, pytest.raises(Refused) as caught:
            perform(session, ANNOTATE, [1], GIVEN, world.caller("zhuoni"), key=key)

        assert caught.value.first == Refusal(Common.KEY_MISSING)


class TestAnOutcome:
    def test_reads_back_as_it_was_told(self, world: World) -> None:
        first = world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(2), "k")
        with world.session() as session:
            stored = session.get_one(JournalReceipt, first.entry_id).outcome

        (row,) = stored["rows"]
        assert row["name"] == "卓尼县教育局.政务"
        assert row["facts"]["amount_fen"] == 40_000
        assert stored["totals"] == {"row_count": 1, "amount_fen": 40_000}


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.perform.time.sleep", lambda _seconds: None)


@pytest.mark.usefixtures("_no_waiting")
class TestTryingAgain:
    """Deadlocks and busy databases are tried again whole, whatever statement they strike."""

    IDS = ("a-due", "a-grace", "b-due")

    def renew(self, world: World) -> Any:
        ids = [world.id(name) for name in self.IDS]
        return world.perform(RENEW, "zhuoni", ids, RenewInput(1), "k")

    def orders(self, world: World) -> int:
        with world.session() as session:
            found = session.scalar(
                select(func.count()).select_from(Order).where(Order.submitted_by == "卓尼管理员")
            )
            return found or 0

    def test_gives_one_effect_wherever_it_was_struck(self, world: World) -> None:
        world.actor("zhuoni")
        with failing(world.engine, lambda _number: False) as counted:
            self.renew(world)
        self.reset(world)
        boundaries = counted.statements
        assert boundaries >= 10

        for failure in FAILURES[world.engine.dialect.name]:
            for boundary in range(boundaries):
                with failing(world.engine, lambda n, b=boundary: n == b, failure) as struck:
                    self.renew(world)
                assert struck.raised == 1, (failure, boundary)
                assert self.orders(world) == len(self.IDS), (failure, boundary)
                self.reset(world)

    def reset(self, world: World) -> None:
        """Frees the key and the names, so that the next boundary meets the same world."""
        with world.writing() as session:
            for order in session.scalars(select(Order).where(Order.submitted_by == "卓尼管理员")):
                session.delete(order)
        drop = "DROP TRIGGER IF EXISTS {}_append_only_{}"
        on = "" if world.engine.dialect.name == "sqlite" else " ON {}"
        with world.engine.execution_options(writes=True).begin() as connection:
            for table in ("journal_receipt", "journal_change", "journal_entry"):
                connection.execute(text((drop + on).format(table, "delete", table)))
                where = "entry_id" if table == "journal_change" else "id"
                keyed = "SELECT id FROM journal_entry WHERE key = 'k'"
                connection.execute(text(f"DELETE FROM {table} WHERE {where} IN ({keyed})"))

    def test_gives_up_politely_and_leaves_nothing(self, world: World) -> None:
        before = digest(world.engine)
        for failure in FAILURES[world.engine.dialect.name]:
            with failing(world.engine, lambda n: n >= 8, failure) as struck:
                with pytest.raises(Refused) as caught:
                    self.renew(world)
                assert struck.raised == MAXIMUM_TRIES
            assert caught.value.first == Refusal(Common.BUSY)
            assert digest(world.engine) == before

    def test_succeeds_at_the_last_try(self, world: World) -> None:
        strikes = iter([True] * (MAXIMUM_TRIES - 1))
        with failing(world.engine, lambda n: n > 8 and next(strikes, False)) as struck:
            self.renew(world)

        assert struck.raised == MAXIMUM_TRIES - 1
        assert self.orders(world) == len(self.IDS)

    def test_is_not_for_a_broken_statement(self, world: World) -> None:
        def broken(ctx: Context, rows: Any, given: Any, facts: None) -> Result:
            ctx.session.execute(text("SELECT nothing FROM nowhere"), execution_options=_BY_HAND)
            raise AssertionError("never reached")

        before = digest(world.engine)
        with pytest.raises(Exception, match="nowhere"):
            world.perform(annotate(run=broken), "zhuoni", [world.id("a-due")], GIVEN)
        assert digest(world.engine) == before


_BY_HAND = {BY_HAND: True}


class TestLosingARace:
    def test_to_a_newer_version_of_the_row_is_refused_as_stale(self, world: World) -> None:
        def overtaken(ctx: Context, rows: Any, given: Any, facts: None) -> Result:
            newer = text("UPDATE domain SET row_version = row_version + 1")
            ctx.session.execute(newer, execution_options=_BY_HAND)
            return _run(ctx, rows, given, facts)

        refusal = refused(world, annotate(run=overtaken), "zhuoni", [world.id("a-due")])

        assert refusal.first == Refusal(Common.STALE)

    def test_to_a_constraint_is_refused_in_its_words(self, world: World) -> None:
        def blind(ctx: Context, rows: Any, given: Any, facts: Any) -> Result:
            for row in rows:
                ctx.session.add(_copy(ctx.session.get_one(Order, world.id("a-order-renew-1")), row))
            return Result([])

        refusal = refused(world, annotate(run=blind), "zhuoni", [world.id("a-quoted-2")])

        assert refusal.first.code == "renewal_open"

    def test_to_a_foreign_key_out_of_scope_is_refused_as_not_found(self, world: World) -> None:
        def forge(ctx: Context, rows: Any, given: Any, facts: None) -> Result:
            rows[0].unit_id = world.id("unit-s")
            return Result([])

        refusal = refused(world, annotate(run=forge), "zhuoni", [world.id("a-due")])

        assert refusal.first == Refusal(Common.NOT_FOUND)


def _copy(order: Order, row: Domain) -> Order:
    names = ("kind", "term_years", "unit_price_fen", "amount_fen", "submitted_by", "submitted_at")
    twin = Order(
        order_no="D-twin",
        domain_id=row.id,
        unit_id=row.unit_id,
        base_expires_on=row.expires_on,
        **{name: getattr(order, name) for name in names},
    )
    twin.belong_to(row)
    return twin


class TestPlan:
    def plan(self, world: World, ids: list[int], given: Any = GIVEN, by: str = "zhuoni") -> Any:
        with world.session(by) as session:
            return plan(session, ANNOTATE, ids, given, world.caller(by))

    def test_says_of_each_row_what_a_run_would_say(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "a-held", "s-due")]
        planned = self.plan(world, ids)

        assert list(planned.verdicts) == list(refused(world, ANNOTATE, "zhuoni", ids).verdicts)
        assert {row.id for row in planned.rows} == set(ids[:2])

    def test_previews_the_rows_that_pass(self, world: World) -> None:
        ids = [world.id(name) for name in ("a-due", "a-held", "s-due")]

        assert self.plan(world, ids).preview.totals == {"row_count": 1}

    def test_says_what_is_refused_to_the_rows_together(self, world: World) -> None:
        planned = self.plan(world, [world.id("a-due")], AnnotateInput("不许"))

        assert planned.refusal == Refusal(Common.CONFLICT)

    def test_of_no_passing_row_says_nothing_of_them_together(self, world: World) -> None:
        planned = self.plan(world, [world.id("a-held")], AnnotateInput("不许"))

        assert planned.refusal is None

    def test_writes_nothing_and_locks_nothing(self, world: World) -> None:
        before = digest(world.engine)
        with statements(world.engine) as asked:
            self.plan(world, [world.id("a-due")])

        assert digest(world.engine) == before
        assert all(sql.startswith(("SELECT", "BEGIN")) for sql in asked), asked
        assert not any("FOR " in sql for sql in asked)

    def test_is_refused_to_who_may_not_run_it(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            self.plan(world, [world.id("a-due")], by="zhuoni-viewer")

        assert caught.value.first.code is Common.FORBIDDEN

    def test_may_be_followed_by_the_run_in_the_same_session(self, world: World) -> None:
        ids, caller = [world.id("a-due")], world.caller("zhuoni")
        with world.session("zhuoni") as session:
            plan(session, ANNOTATE, ids, GIVEN, caller)

            assert perform(session, ANNOTATE, ids, GIVEN, caller, key="k").totals

    def test_tells_a_verb_that_it_plans(self, world: World) -> None:
        seen = []

        def note(ctx: Context, rows: Any, given: Any, facts: None) -> Preview:
            seen.append((ctx.entry, ctx.at, str(ctx.today)))
            return Preview()

        with world.session("zhuoni") as session:
            plan(session, annotate(preview=note), [1], GIVEN, world.caller("zhuoni"))

        assert seen == [(None, NOW, "2026-06-10")]


class TestLocks:
    @pytest.mark.postgres
    def test_are_taken_in_key_order_and_leave_foreign_keys_free(
        self, postgres_world: World
    ) -> None:
        with statements(postgres_world.engine) as asked:
            postgres_world.perform(ANNOTATE, "zhuoni", [postgres_world.id("a-due")], GIVEN)
        (locking,) = [sql for sql in asked if "FOR " in sql and sql.startswith("SELECT")]

        assert locking.endswith("ORDER BY domain.id FOR NO KEY UPDATE OF domain")

    def test_on_sqlite_are_the_write_lock_from_the_start(self, sqlite_world: World) -> None:
        sqlite_world.actor("zhuoni")
        with statements(sqlite_world.engine) as asked:
            sqlite_world.perform(ANNOTATE, "zhuoni", [sqlite_world.id("a-due")], GIVEN)

        assert asked[0] == "BEGIN IMMEDIATE"
