"""Nightly jobs: due by the clock in China, done once, made up for, and taken up after a kill."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import OutcomeUnknown
from actions.perform import perform
from admin_app.jobs import JOBS, runner, schedule
from admin_app.jobs.schedule import carry_on_run, enlist_due, make_round, run_once
from models.billing.order import Order, OrderState
from models.core.clock import FixedClock
from models.core.journal import Door, JournalEntry
from models.domains.domain import Domain, DomainState
from models.jobs.job_progress import (
    MAXIMUM_SLICE_TRIES,
    STALE_AFTER,
    claim,
    enlist,
    record_heartbeat,
    retry,
    waiting_runs,
)
from models.jobs.job_run import JobKind, JobReason, JobRun, JobState
from models.offices.office import Office
from models.remittances.remittance import Remittance, RemittanceState
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.admin_app.jobs.killed import POINTS
from tests.support.texts.sources import ROOT
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker

#: When the cast's name was approved.
BEFORE = NOW - dt.timedelta(days=3)
#: The first day on which its fee is overdue, at two in the morning in China.
LATE = FixedClock(NOW + dt.timedelta(days=87, hours=18, minutes=30))


def runs(world: World) -> dict[str, JobRun]:
    with world.session() as session:
        return {run.key: run for run in session.scalars(select(JobRun))}


def run_of(world: World, run_id: int) -> JobRun:
    with world.session() as session:
        return session.get_one(JobRun, run_id)


def done_by_jobs(world: World) -> Counter[str]:
    """Action → how often jobs carried it out."""
    with world.session() as session:
        return Counter(
            session.scalars(select(JournalEntry.action).where(JournalEntry.door == Door.JOB))
        )


def unpaid(world: World, count: int) -> None:
    """More names that nobody paid for."""
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        for number in range(count):
            maker.domain(
                f"逾期名称{number}", state=DomainState.REGISTRY_APPROVED, approved_at=BEFORE
            )


def lapsed(world: World) -> int:
    with world.session() as session:
        return len(
            session.scalars(select(Domain.id).where(Domain.state == DomainState.LAPSED)).all()
        )


class TestARound:
    def test_a_round_runs_what_is_due_and_tells_of_it(self, world: World) -> None:
        make_round(world.engine, LATE)
        assert lapsed(world) == 1
        run = runs(world)[f"lapse:{LATE.today()}"]
        assert (run.state, run.done, run.refused, run.total) == (JobState.DONE, 1, 0, 1)
        assert run.started_at == run.ended_at == LATE.at

    def test_a_round_settles_what_was_charged_after_the_money_had_come(self, world: World) -> None:
        make_round(world.engine, LATE)
        with world.session() as session:
            paid = session.get_one(Order, world.id("s-order-paid"))
        assert paid.state is OrderState.SETTLED

    def test_a_job_that_ran_does_nothing_again(self, world: World) -> None:
        make_round(world.engine, LATE)
        before = done_by_jobs(world)
        assert make_round(world.engine, LATE) == 0
        assert done_by_jobs(world) == before

    def test_a_round_leaves_names_whose_fee_was_taken(self, world: World) -> None:
        with world.writing() as session:
            order = session.get_one(Order, world.id("a-order-register"))
            order.state = OrderState.CHARGED
            order.charged_at = NOW
        make_round(world.engine, LATE)
        assert lapsed(world) == 0
        assert runs(world)[f"lapse:{LATE.today()}"].refused == 0

    def test_a_round_makes_up_for_days_on_which_nothing_ran(self, world: World) -> None:
        unpaid(world, 2)
        make_round(world.engine, FixedClock(LATE.at + dt.timedelta(days=30)))
        assert lapsed(world) == 3


class TestBeingDue:
    """By the clock in Asia/Shanghai; holidays stop nothing."""

    @pytest.mark.parametrize(
        ("at", "is_due"),
        [
            ("2026-10-01T00:59:00+08:00", False),
            ("2026-10-01T01:00:00+08:00", True),
            ("2026-09-30T17:00:00+00:00", True),
            ("2026-10-01T23:59:00+08:00", True),
        ],
    )
    def test_daily(self, at: str, is_due: bool) -> None:
        assert JOBS[JobKind.LAPSE].is_due(dt.datetime.fromisoformat(at)) is is_due

    def test_being_due_is_the_day_in_china(self, sqlite_world: World) -> None:
        clock = FixedClock(dt.datetime(2026, 9, 30, 18, 0, tzinfo=dt.UTC))
        enlist_due(sqlite_world.engine, clock)
        assert runs(sqlite_world)["lapse:2026-10-01"].day == dt.date(2026, 10, 1)

    def test_being_due_enlists_a_run_once(self, world: World) -> None:
        for _ in range(2):
            enlist_due(world.engine, LATE)
        assert len(runs(world)) == len([job for job in JOBS.values() if job.is_due(LATE.at)])


class TestALease:
    def test_a_run_is_held_by_one_worker(self, world: World) -> None:
        run_id = enlist(world.engine, JobKind.LAPSE, "lapse:x", TODAY, NOW, "系统")
        first = claim(world.engine, run_id, "one", NOW)
        assert first is not None
        assert claim(world.engine, run_id, "two", NOW) is None

    def test_a_lease_without_a_sign_of_life_goes_to_another(self, world: World) -> None:
        run_id = enlist(world.engine, JobKind.LAPSE, "lapse:x", TODAY, NOW, "系统")
        first = claim(world.engine, run_id, "one", NOW)
        assert first is not None
        later = NOW + STALE_AFTER + dt.timedelta(seconds=1)
        assert waiting_runs(world.engine, NOW + STALE_AFTER) == []
        assert waiting_runs(world.engine, later) == [run_id]
        assert claim(world.engine, run_id, "two", later) is not None
        assert not record_heartbeat(world.engine, first, later, done=7)
        assert run_of(world, run_id).done == 0

    def test_a_lease_is_kept_by_signs_of_life(self, world: World) -> None:
        run_id = enlist(world.engine, JobKind.LAPSE, "lapse:x", TODAY, NOW, "系统")
        lease = claim(world.engine, run_id, "one", NOW)
        assert lease is not None
        assert record_heartbeat(world.engine, lease, NOW + STALE_AFTER, done=1)
        assert waiting_runs(world.engine, NOW + STALE_AFTER + dt.timedelta(seconds=60)) == []

    def test_a_lease_is_given_up_when_it_kills_every_worker(self, sqlite_world: World) -> None:
        engine = sqlite_world.engine
        run_id = enlist(engine, JobKind.LAPSE, "lapse:x", TODAY, NOW, "系统")
        at = NOW
        for _ in range(MAXIMUM_SLICE_TRIES):
            assert claim(engine, run_id, "one", at) is not None
            at += STALE_AFTER * 2
        assert carry_on_run(engine, run_id, FixedClock(at))
        found = run_of(sqlite_world, run_id)
        assert (found.state, found.reason) == (JobState.FAILED, JobReason.WORKER_LOST)


class TestAKill:
    """SIGKILL at any point: taken up again, everything is done and nothing is doubled."""

    @pytest.mark.parametrize("point", POINTS)
    def test_a_kill_is_made_up_for(self, world: World, point: str) -> None:
        unpaid(world, 4)
        self._killed(world, "lapse", point, 0 if point == "before the end" else 2)
        (run,) = runs(world).values()
        assert run.state is JobState.RUNNING
        assert lapsed(world) >= 2
        later = FixedClock(LATE.at + STALE_AFTER + dt.timedelta(seconds=1))
        assert waiting_runs(world.engine, later.at) == [run.id]
        carry_on_run(world.engine, run.id, later)
        assert lapsed(world) == 5
        with world.session() as session:
            done = session.scalars(
                select(JournalEntry.key).where(JournalEntry.action == "lapse")
            ).all()
        assert len(done) == len(set(done))
        ended = run_of(world, run.id)
        assert ended.state is JobState.DONE
        assert ended.tries == 2

    @pytest.mark.parametrize("point", ["after a commit", "after a heartbeat"])
    def test_a_kill_of_a_settlement_pays_nothing_twice(self, world: World, point: str) -> None:
        self._killed(world, "settle", point, 0)
        with world.session() as session:
            (run_id,) = session.scalars(select(JobRun.id))
        carry_on_run(world.engine, run_id, FixedClock(LATE.at + STALE_AFTER * 2))
        assert run_of(world, run_id).state is JobState.DONE
        with world.session() as session:
            assert session.get_one(Order, world.id("s-order-paid")).state is OrderState.SETTLED
        assert done_by_jobs(world)["settle"] == 1

    def _killed(self, world: World, kind: str, point: str, left: int) -> None:
        url = world.engine.url.render_as_string(hide_password=False)
        ended = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.admin_app.jobs.killed",
                url,
                LATE.at.isoformat(),
                kind,
                point,
                str(left),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == -9, ended.stderr


class TestAFault:
    def test_a_fault_of_ours_is_kept_under_an_incident_and_may_be_retried(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_args: Any, **_kwargs: Any) -> Any:
            raise ZeroDivisionError

        with monkeypatch.context() as patched:
            patched.setattr(runner, "perform_passing", broken)
            run_id = run_once(sqlite_world.engine, JobKind.LAPSE, LATE)
        found = run_of(sqlite_world, run_id)
        assert (found.state, found.reason) == (JobState.FAILED, JobReason.ERROR)
        assert found.incident
        assert make_round(sqlite_world.engine, FixedClock(LATE.at)) > 0
        assert run_of(sqlite_world, run_id).state is JobState.FAILED
        assert retry(sqlite_world.engine, run_id)
        assert carry_on_run(sqlite_world.engine, run_id, LATE)
        again = run_of(sqlite_world, run_id)
        assert (again.state, again.reason, again.incident) == (JobState.DONE, None, None)

    def test_a_fault_of_the_lease_lets_go(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runner, "record_heartbeat", lambda *_args, **_counts: False)
        run_id = schedule.run_once(sqlite_world.engine, JobKind.LAPSE, LATE)
        assert run_of(sqlite_world, run_id).state is JobState.RUNNING


class TestTroubleThatPasses:
    @pytest.mark.parametrize(
        "trouble",
        [
            OutcomeUnknown("lapse", "k"),
            OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error")),
        ],
        ids=["nobody knows", "the disk fails"],
    )
    def test_after_a_commit_is_tried_again_and_nothing_is_done_twice(
        self, world: World, monkeypatch: pytest.MonkeyPatch, trouble: Exception
    ) -> None:
        unpaid(world, 3)
        run_id = enlist(world.engine, JobKind.LAPSE, "lapse:once", TODAY, LATE.now(), "系统")

        def _lose_the_answer(*arguments: Any, **options: Any) -> Any:
            perform(*arguments, **options)
            raise trouble

        with monkeypatch.context() as broken:
            broken.setattr("admin_app.jobs.slice_execution.perform", _lose_the_answer)
            assert carry_on_run(world.engine, run_id, LATE)
        assert run_of(world, run_id).state is JobState.QUEUED

        assert carry_on_run(world.engine, run_id, LATE)
        assert run_of(world, run_id).state is JobState.DONE
        assert done_by_jobs(world)["lapse"] == 1


class TestTheWeeklyDraft:
    """Due from Monday six o'clock on, once a week; a Monday that was missed is made up for."""

    @pytest.mark.parametrize(
        ("at", "is_due"),
        [
            ("2026-06-07T23:00:00+08:00", True),
            ("2026-06-08T05:59:00+08:00", False),
            ("2026-06-08T06:00:00+08:00", True),
            ("2026-06-11T01:00:00+08:00", True),
        ],
    )
    def test_the_weekly_draft_is_due(self, at: str, is_due: bool) -> None:
        assert JOBS[JobKind.DRAFT_REMITTANCE].is_due(dt.datetime.fromisoformat(at)) is is_due

    def test_the_weekly_draft_is_prepared_once_and_its_office_is_told(self, world: World) -> None:
        world.perform(CHARGE, "zhuoni", [world.id("a-order-register")], ChargeInput(40_000, 2))
        # An order that is due before the week's end and has not left.
        clock = FixedClock(NOW + dt.timedelta(hours=1))
        for _ in range(2):
            run_id = run_once(world.engine, JobKind.DRAFT_REMITTANCE, clock)
        assert run_of(world, run_id).state is JobState.DONE
        assert run_of(world, run_id).key == "draft_remittance:2026-W24"
        with world.session() as session:
            drafts = session.scalars(
                select(Remittance).where(
                    Remittance.state == RemittanceState.DRAFT, Remittance.office_code == "623022"
                )
            ).all()
            told = session.scalars(
                select(Notification.user_id).where(Notification.kind == Topic.DRAFT_READY)
            ).all()
        assert [draft.amount_fen for draft in drafts] == [40_000]
        assert world.id("user:zhuoni") in told
        assert world.id("user:lintan") not in told
