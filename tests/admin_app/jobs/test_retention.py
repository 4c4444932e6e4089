"""What is kept for a while goes when its time is over, so many rows a night; the rest stays."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.definitions.change_label import CHANGE_LABEL, ChangeLabelInput
from actions.jobs.prune_mail import PRUNE_MAIL
from admin_app import jobs
from admin_app.jobs.schedule import run_once
from models.core.clock import FixedClock
from models.core.journal import JournalEntry
from models.core.setting import Settings
from models.definitions.configuration import COPY_KEPT_DAYS, ConfigurationCopy
from models.definitions.label import Label, LabelColour
from models.domains.domain import Domain
from models.domains.reminder import Reminder
from models.jobs.job_progress import claim, end, enlist
from models.jobs.job_run import JobEvent, JobKind, JobRun, JobSlice, JobState
from models.jobs.outbox import MAIL_LIFECYCLE, Mail, MailEvent, MailState, MailTopic
from models.offices.office import Office
from tests.support.definitions.configurations import keep, upload
from tests.support.definitions.labels import define
from tests.support.definitions.templates import act
from tests.support.world.cast import NOW, TODAY, World

DAY = dt.timedelta(days=1)


def add(world: World, row: Any) -> None:
    with world.writing() as session:
        row.belong_to(session.get_one(Office, world.id("office-zhuoni")))
        session.add(row)


#: How a letter comes to stand in each state.
PATHS: dict[MailState, tuple[MailEvent, ...]] = {
    MailState.WAITING: (),
    MailState.SENDING: (MailEvent.CLAIM,),
    MailState.SENT: (MailEvent.CLAIM, MailEvent.SEND),
    MailState.REFUSED: (MailEvent.CLAIM, MailEvent.REFUSE),
    MailState.GIVEN_UP: (MailEvent.CLAIM, MailEvent.GIVE_UP),
}


def letter(key: str, state: MailState) -> Mail:
    found = Mail(
        key=key,
        recipient="a@b.gov.cn",
        topic=MailTopic.OFFICE_DIGEST,
        facts={},
        state=MailState.WAITING,
        written_at=NOW,
        next_at=NOW,
    )
    for happening in PATHS[state]:
        MAIL_LIFECYCLE.advance(found, happening)
    return found


def retain(world: World, days_on: int) -> JobRun:
    run_id = run_once(world.engine, JobKind.RETAIN, FixedClock(NOW + DAY * days_on))
    with world.session() as session:
        run = session.get_one(JobRun, run_id)
        assert run.state is JobState.DONE
        return run


def keys(world: World, wanted: Any) -> list[Any]:
    with world.session() as session:
        return list(session.scalars(select(wanted).order_by(wanted)))


class TestLetters:
    def test_letters_go_when_nobody_sends_them_any_more(self, world: World) -> None:
        for state in MailState:
            add(world, letter(state.value, state))
        kept = Settings().mail_kept_days
        retain(world, kept - 1)
        assert len(keys(world, Mail.key)) == len(MailState)
        retain(world, kept + 1)
        assert keys(world, Mail.key) == ["sending", "waiting"]

    def test_letters_are_bounded_in_number_a_night(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = jobs.JOBS[JobKind.RETAIN]
        letters = (step for step in job.steps if step.action is PRUNE_MAIL)
        steps = tuple(dataclasses.replace(step, size=2, most=3) for step in letters)
        monkeypatch.setitem(jobs.JOBS, JobKind.RETAIN, dataclasses.replace(job, steps=steps))
        for number in range(5):
            add(world, letter(f"m{number}", MailState.SENT))
        kept = Settings().mail_kept_days
        assert retain(world, kept + 1).done == 3
        assert keys(world, Mail.key) == ["m3", "m4"]
        retain(world, kept + 2)
        assert keys(world, Mail.key) == []


class TestReminders:
    def test_reminders_stay_while_their_end_matters(self, world: World) -> None:
        """Without its note a name in its last days would be told of again."""
        with world.session() as session:
            unit_id = session.get_one(Domain, world.id("a-due")).unit_id
        long_past = TODAY - DAY * (Settings().reminder_kept_days + 1)
        for stage, expires_on in ((7, TODAY), (30, long_past)):
            note = Reminder(
                domain_id=world.id("a-due"),
                unit_id=unit_id,
                expires_on=expires_on,
                stage=stage,
                reminded_on=expires_on,
                told_at=NOW,
            )
            add(world, note)
        retain(world, 0)
        assert keys(world, Reminder.stage) == [7]


class TestRuns:
    def test_runs_go_with_their_batches_and_leave_the_journal(self, world: World) -> None:
        engine = world.engine
        ended = enlist(engine, JobKind.SETTLE, "settle:x", TODAY, NOW, "系统")
        enlist(engine, JobKind.SETTLE, "settle:y", TODAY, NOW, "系统")
        lease = claim(engine, ended, "one", NOW)
        assert lease is not None
        end(engine, lease, JobEvent.FINISH, NOW)
        add(world, JobSlice(run_id=ended, seq=1, keys=[1], refusals=[]))
        with world.session() as session:
            entries = session.scalar(select(func.count(JournalEntry.id))) or 0
        kept = retain(world, Settings().run_kept_days + 1).key
        assert keys(world, JobRun.key) == sorted([kept, "settle:y"])
        assert keys(world, JobSlice.id) == []
        with world.session() as session:
            assert (session.scalar(select(func.count(JournalEntry.id))) or 0) > entries


class TestConfigurations:
    def test_a_changed_configuration_is_kept_each_night_and_an_unchanged_one_is_not(
        self, world: World
    ) -> None:
        define(world, "gansu", "督办")
        retain(world, 1)
        offices = keys(world, ConfigurationCopy.office_code)
        assert offices.count("620000") == 1
        retain(world, 2)
        assert keys(world, ConfigurationCopy.office_code) == offices
        with world.session() as session:
            told = select(JournalEntry).where(JournalEntry.action == "keep_configuration_nightly")
            assert len(session.scalars(told).all()) == 2
        (label,) = keys(world, Label.id)
        changed = ChangeLabelInput("督办", None, LabelColour.GREY)
        act(world, CHANGE_LABEL, "gansu", [label], changed, days=2)
        retain(world, 3)
        assert keys(world, ConfigurationCopy.office_code).count("620000") == 2

    def test_old_copies_go_but_for_what_held_when_the_time_began(self, world: World) -> None:
        define(world, "gansu", "督办")
        old = keep(world)
        define(world, "gansu", "急件")
        held = keep(world)
        uploaded = upload(world, '{"format": 1, "offices": {"620000": {}}}')
        define(world, "gansu", "重点")
        retain(world, COPY_KEPT_DAYS + 5)
        kept = keys(world, ConfigurationCopy.id)
        assert {old, uploaded} & set(kept) == set()
        assert held in kept
        assert keys(world, ConfigurationCopy.office_code).count("620000") == 2
