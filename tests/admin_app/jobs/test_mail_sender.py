"""Letters over a real SMTP server that refuses, puts off or hangs up on some of them."""

from __future__ import annotations

import datetime as dt
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from admin_app.jobs.mail_sender import send_letters
from config import MailSecurity, MailServer
from models.core.clock import FixedClock
from models.jobs.attempts import MAXIMUM_TRIES
from models.jobs.outbox import Mail, MailState
from models.offices.office import Office
from models.workspace.notify import Topic
from tests.support.definitions.templates import word_notice
from tests.support.pages.notifications import topics
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


@dataclass
class Post:
    """A mail server: the addresses it took, and its answers about others."""

    taken: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hangs_up_on: set[str] = field(default_factory=set)
    bodies: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.hangs_up_on:
            server.transport.close()
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken += envelope.rcpt_tos
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.bodies.append(message.get_content())  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def post() -> Iterator[tuple[Post, MailServer]]:
    found = Post()
    with socket.create_server(("127.0.0.1", 0)) as asked:
        port = asked.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    server = MailServer(
        host="127.0.0.1", port=port, security=MailSecurity.NONE, sender="noreply@example.cn"
    )
    yield found, server
    controller.stop()


@pytest.fixture
def mailing(
    sqlite_app: Flask, post: tuple[Post, MailServer], sqlite_world: World
) -> Iterator[Flask]:
    """The program with that server, and ten letters of Zhuoni's office to send."""
    write(sqlite_world, *(f"unit{n}@example.cn" for n in range(10)))
    sqlite_app.extensions["mail_server"] = post[1]
    with sqlite_app.app_context():
        yield sqlite_app


def write(world: World, *addresses: str) -> None:
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        for address in addresses:
            maker.mail().recipient = address


def send(world: World, **later: float) -> int:
    return send_letters(world.engine, FixedClock(NOW + dt.timedelta(**later)))


def states(world: World) -> dict[str, MailState]:
    with world.session() as session:
        return {row.recipient: row.state for row in session.scalars(select(Mail))}


@pytest.mark.usefixtures("mailing")
class TestSendLetters:
    def test_one_refused_address_of_ten_does_not_hold_up_the_others(
        self, sqlite_world: World, post: tuple[Post, MailServer]
    ) -> None:
        post[0].answers["unit3@example.cn"] = "550 no such user"
        assert send(sqlite_world) == 9
        assert states(sqlite_world)["unit3@example.cn"] is MailState.REFUSED
        assert len(post[0].taken) == 9
        # Told to the office's people, and to nobody else.
        assert topics(sqlite_world, "zhuoni") == [Topic.MAIL_UNDELIVERED]
        assert topics(sqlite_world, "lintan") == topics(sqlite_world, "unit-a") == []
        assert send(sqlite_world, days=1) == 0
        assert topics(sqlite_world, "zhuoni") == [Topic.MAIL_UNDELIVERED]

    def test_a_mail_begins_as_its_province_words_it(
        self, sqlite_world: World, post: tuple[Post, MailServer]
    ) -> None:
        topic = "mail_unit_reminder"
        word_notice(sqlite_world, "gansu", "{to}，共 {count} 个：", subject=topic)
        word_notice(sqlite_world, "shaanxi", "别处的话", subject=topic)
        word_notice(sqlite_world, "gansu", "以后的话", days=1, subject=topic)
        assert send(sqlite_world) == 10
        for body in post[0].bodies:
            assert re.search(r"，共 \d+ 个：", body)
            assert "别处的话" not in body
            assert "以后的话" not in body

    def test_a_temporary_answer_is_tried_again_with_growing_waits_and_then_given_up(
        self, sqlite_world: World, post: tuple[Post, MailServer]
    ) -> None:
        post[0].answers["unit3@example.cn"] = "451 mailbox busy"
        assert send(sqlite_world) == 9
        tried_at = []
        for minute in range(3 * 24 * 60 // 2):
            send(sqlite_world, minutes=2 * minute)
            with sqlite_world.session() as session:
                letter = session.scalars(
                    select(Mail).where(Mail.recipient == "unit3@example.cn")
                ).one()
            if letter.tries > len(tried_at) + 1:
                tried_at.append(2 * minute)
            if letter.state is MailState.GIVEN_UP:
                break
        assert letter.tries == MAXIMUM_TRIES
        waits = [after - before for before, after in zip([0, *tried_at], tried_at, strict=False)]
        assert waits == sorted(waits)
        assert topics(sqlite_world, "zhuoni") == [Topic.MAIL_UNDELIVERED]

    def test_a_server_that_hangs_up_on_one_letter_gets_the_others_over_a_new_connection(
        self, sqlite_world: World, post: tuple[Post, MailServer]
    ) -> None:
        post[0].hangs_up_on.add("unit3@example.cn")
        assert send(sqlite_world) == 9
        assert states(sqlite_world)["unit3@example.cn"] is MailState.WAITING

    @pytest.mark.parametrize(
        "address", ["教育局@example.cn", "a@b.cn\r\nBcc: c@d.cn", "no address", "", "<>", "a@\x00"]
    )
    def test_an_address_that_no_letter_can_hold_is_given_up_at_once(
        self, sqlite_world: World, post: tuple[Post, MailServer], address: str
    ) -> None:
        write(sqlite_world, address)
        assert send(sqlite_world) == 10
        assert states(sqlite_world)[address] is MailState.REFUSED
        assert "c@d.cn" not in post[0].taken

    def test_a_letter_that_cannot_be_written_is_given_up_and_its_address_stays_good(
        self, sqlite_world: World
    ) -> None:
        with sqlite_world.writing() as session:
            broken = session.scalars(select(Mail).where(Mail.recipient == "unit3@example.cn")).one()
            broken.facts = {**broken.facts, "names": [["no unit and no day"]]}
        assert send(sqlite_world) == 9
        assert states(sqlite_world)["unit3@example.cn"] is MailState.GIVEN_UP

    def test_letters_age_by_no_try_while_the_server_is_down(
        self, sqlite_world: World, mailing: Flask
    ) -> None:
        server = mailing.extensions["mail_server"]
        mailing.extensions["mail_server"] = replace(server, port=1)
        for hour in range(3 * MAXIMUM_TRIES):
            assert send(sqlite_world, hours=hour) == 0
        assert set(states(sqlite_world).values()) == {MailState.WAITING}
        assert topics(sqlite_world, "zhuoni") == []
        mailing.extensions["mail_server"] = server
        assert send(sqlite_world, days=3) == 10

    def test_a_letter_says_who_it_is_for_in_plain_words(
        self, sqlite_world: World, post: tuple[Post, MailServer]
    ) -> None:
        send(sqlite_world)
        assert "2026-07-10 到期  试验.政务" in post[0].bodies[0]
