"""到期提醒: each once a term and stage, made up for by one, in the program and by mail."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from admin_app.jobs import mail_sender
from admin_app.jobs.schedule import run_once
from config import MailSecurity, MailServer
from models.core.clock import FixedClock
from models.domains.domain import Domain, DomainState
from models.domains.reminder import Reminder, stage_of
from models.jobs.attempts import HELD_FOR
from models.jobs.job_run import JobKind
from models.jobs.mail_delivery import take_letter
from models.jobs.outbox import MAIL_LIFECYCLE, Mail, MailEvent, MailState
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import User
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

STAGES = (90, 60, 30, 7, 1)


def remind(world: World, days: int = 0) -> None:
    run_once(world.engine, JobKind.REMIND, FixedClock(NOW + dt.timedelta(days=days)))


def stages(world: World, name: str) -> list[int]:
    with world.session() as session:
        wanted = select(Reminder.stage).where(Reminder.domain_id == world.id(name))
        return list(session.scalars(wanted.order_by(Reminder.id)))


def notices(world: World, username: str) -> list[dict[str, Any]]:
    with world.session() as session:
        wanted = select(Notification.facts).where(
            Notification.user_id == world.id(f"user:{username}"),
            Notification.kind == Topic.EXPIRING,
        )
        return list(session.scalars(wanted.order_by(Notification.id)))


class TestStages:
    @pytest.mark.parametrize(
        ("days", "stage"),
        [(91, None), (90, 90), (61, 90), (60, 60), (8, 30), (7, 7), (1, 1), (0, 0), (-5, 0)],
    )
    def test_stages_are_the_nearest_that_was_passed(self, days: int, stage: int | None) -> None:
        assert stage_of(days, STAGES) == stage


class TestReminders:
    def test_reminders_are_made_once_a_stage(self, world: World) -> None:
        remind(world)
        remind(world)
        assert stages(world, "a-due") == [30]
        assert stages(world, "b-due") == [60]
        assert stages(world, "a-far") == []
        assert stages(world, "a-grace") == [0]
        assert stages(world, "a-redemption") == []
        assert stages(world, "a-submitted") == []

    def test_reminders_come_again_at_the_next_stage(self, world: World) -> None:
        remind(world)
        for days in (1, 22, 23, 24, 29, 30, 31):
            remind(world, days)
        assert stages(world, "a-due") == [30, 7, 1, 0]

    def test_reminders_of_missed_days_are_made_up_for_by_one(self, world: World) -> None:
        remind(world, 29)
        assert stages(world, "a-due") == [1]
        assert stages(world, "b-due") == [30]

    def test_reminders_begin_anew_with_a_new_term(self, world: World) -> None:
        remind(world)
        with world.writing() as session:
            domain = session.get_one(Domain, world.id("a-due"))
            assert domain.expires_on is not None
            domain.expires_on += dt.timedelta(days=1)
        remind(world, 1)
        assert stages(world, "a-due") == [30, 30]

    def test_reminders_tell_each_office_and_unit_once(self, world: World) -> None:
        remind(world)
        with world.session() as session:
            due = session.scalars(
                select(Domain.unit_id).where(
                    Domain.office_code == "623022",
                    Domain.state == DomainState.REGISTERED,
                    Domain.due_on.between(dt.date(2026, 5, 11), dt.date(2026, 9, 8)),
                )
            ).all()
        (mine,) = notices(world, "zhuoni")
        assert mine == {"count": len(due), "days": 60}
        (units,) = notices(world, "unit-b")
        assert units["count"] == due.count(world.id("unit-b"))
        assert notices(world, "zhuoni-viewer") == []
        assert len(notices(world, "lintan")) == 1
        remind(world, 1)
        assert len(notices(world, "zhuoni")) == 1


@dataclass
class Inbox:
    """A mail server: what it took, and the answers it gives before it takes anything."""

    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    #: Called when a letter was taken, before the sender hears of it.
    after: Any = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.after:
            self.after()
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, MailServer]]:
    found = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as asked:
        port = asked.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield (
        found,
        MailServer(
            host="127.0.0.1",
            port=port,
            security=MailSecurity.NONE,
            sender="noreply@example.cn",
            public_url="https://yuming.example.cn",
        ),
    )
    controller.stop()


@pytest.fixture
def mailing_app(
    sqlite_app: Flask, inbox: tuple[Inbox, MailServer], sqlite_world: World
) -> Iterator[Flask]:
    """The program with a mail server, and people with addresses."""
    with sqlite_world.writing() as session:
        chief = session.get_one(User, sqlite_world.id("user:zhuoni"))
        chief.email = "chief@example.cn"
        reader = session.get_one(User, sqlite_world.id("user:lintan"))
        reader.email, reader.language = "lintan@example.cn", "en"
        session.get_one(Unit, sqlite_world.id("unit-b")).contact_email = "school@example.cn"
    sqlite_app.extensions["mail_server"] = inbox[1]
    with sqlite_app.app_context():
        yield sqlite_app


def states(world: World) -> list[MailState]:
    with world.session() as session:
        return list(session.scalars(select(Mail.state).order_by(Mail.id)))


def send(world: World, hands: MovableClock) -> int:
    return mail_sender.send_letters(world.engine, hands)


@pytest.mark.usefixtures("mailing_app")
class TestLetters:
    def test_letters_go_to_each_office_s_people_and_each_unit(
        self, sqlite_world: World, inbox: tuple[Inbox, MailServer], hands: MovableClock
    ) -> None:
        remind(sqlite_world)
        assert send(sqlite_world, hands) == 3
        assert send(sqlite_world, hands) == 0
        letters = {str(letter["To"]): letter for letter in inbox[0].taken}
        assert set(letters) == {"chief@example.cn", "lintan@example.cn", "school@example.cn"}
        digest = letters["chief@example.cn"]
        assert "域名到期提醒汇总" in str(digest["Subject"])
        body = digest.get_content()
        for said in ("2026-07-10 到期  卓尼县教育局.政务", "柳林小学", "https://yuming.example.cn"):
            assert said in body
        assert "临潭" not in body
        own = letters["school@example.cn"].get_content()
        assert "柳林小学" in own
        assert "教育局.政务" not in own
        assert digest.get_content_type() == "text/plain"

    def test_letters_are_in_the_reader_s_language(
        self, sqlite_world: World, inbox: tuple[Inbox, MailServer], hands: MovableClock
    ) -> None:
        remind(sqlite_world)
        send(sqlite_world, hands)
        (letter,) = [x for x in inbox[0].taken if x["To"] == "lintan@example.cn"]
        assert "Digest of names near their end" in str(letter["Subject"])
        assert "ends 2026-07-10" in letter.get_content()

    def test_letters_are_sent_again_under_their_own_number_when_the_sender_was_killed(
        self, sqlite_world: World, inbox: tuple[Inbox, MailServer], hands: MovableClock
    ) -> None:
        """The server had taken it; the word of it was lost with the sender."""
        remind(sqlite_world)
        letter = take_letter(sqlite_world.engine, hands.now())
        assert letter is not None
        number = mail_sender.message_id(letter.key, inbox[1])
        assert send(sqlite_world, hands) == 2
        hands.at += HELD_FOR
        assert send(sqlite_world, hands) == 1
        assert [str(x["Message-ID"]) for x in inbox[0].taken].count(number) == 1
        assert states(sqlite_world) == [MailState.SENT] * 3

    def test_letters_wait_when_the_server_is_busy_and_are_refused_when_it_says_no(
        self, sqlite_world: World, inbox: tuple[Inbox, MailServer], hands: MovableClock
    ) -> None:
        remind(sqlite_world)
        inbox[0].answers = ["451 later", "554 never"]
        assert send(sqlite_world, hands) == 1
        assert sorted(states(sqlite_world)) == ["refused", "sent", "waiting"]
        hands.turn(minutes=2)
        assert send(sqlite_world, hands) == 1
        assert sorted(states(sqlite_world)) == ["refused", "sent", "sent"]
        with sqlite_world.session() as session:
            (answer,) = session.scalars(select(Mail.answer).where(Mail.state == "refused"))
        assert "554" in str(answer)

    def test_letters_wait_when_there_is_no_server(
        self, sqlite_world: World, mailing_app: Flask, hands: MovableClock
    ) -> None:
        remind(sqlite_world)
        server = mailing_app.extensions["mail_server"]
        mailing_app.extensions["mail_server"] = replace(server, port=1)
        assert send(sqlite_world, hands) == 0
        assert states(sqlite_world) == [MailState.WAITING] * 3

    def test_no_letter_is_written_to_an_address_that_was_refused(
        self, sqlite_world: World, inbox: tuple[Inbox, MailServer], hands: MovableClock
    ) -> None:
        with sqlite_world.writing() as session:
            maker = Maker(session, session.get_one(Office, sqlite_world.id("office-zhuoni")), NOW)
            bad = maker.mail()
            bad.recipient = "chief@example.cn"
            MAIL_LIFECYCLE.advance(bad, MailEvent.CLAIM)
            MAIL_LIFECYCLE.advance(bad, MailEvent.REFUSE)
        remind(sqlite_world)
        assert send(sqlite_world, hands) == 2
        assert "chief@example.cn" not in {str(letter["To"]) for letter in inbox[0].taken}
        assert len(notices(sqlite_world, "zhuoni")) == 1


class TestWithoutAMailServer:
    def test_no_letter_is_written(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(User, world.id("user:zhuoni")).email = "chief@example.cn"
        remind(world)
        assert states(world) == []
        assert len(notices(world, "zhuoni")) == 1


def test_a_letter_is_in_one_sender_s_hands(world: World) -> None:
    with world.writing() as session:
        Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW).mail()
    assert take_letter(world.engine, NOW) is not None
    assert take_letter(world.engine, NOW) is None
    assert take_letter(world.engine, NOW + HELD_FOR) is not None
