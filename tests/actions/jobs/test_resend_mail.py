"""重新发送: letters that did not arrive go to the corrected address."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.jobs.resend_mail import RESEND_MAIL, ResendMailRefusal
from models.jobs.outbox import (
    MAIL_LIFECYCLE,
    Mail,
    MailEvent,
    MailState,
    MailTopic,
    refused_addresses,
)
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import User
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

BAD, GOOD = "wrong@example.cn", "right@example.cn"


def undelivered(world: World, reader: str, event: MailEvent = MailEvent.REFUSE) -> int:
    """A letter to a unit or a user that did not arrive; its key."""
    with world.writing() as session:
        mail = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW).mail()
        mail.recipient, mail.tries = BAD, 8
        if reader.startswith("user:"):
            mail.topic = MailTopic.OFFICE_DIGEST
            session.get_one(User, world.id(reader)).email = BAD
        else:
            mail.unit_id = world.id(reader)
            session.get_one(Unit, world.id(reader)).contact_email = BAD
        mail.key = f"{mail.topic}:1:{world.id(reader)}"
        MAIL_LIFECYCLE.advance(mail, MailEvent.CLAIM)
        MAIL_LIFECYCLE.advance(mail, event)
        session.flush()
        return mail.id


def resend(world: World, key: int, username: str = "zhuoni") -> Mail:
    world.perform(RESEND_MAIL, username, [key], Nothing())
    with world.session() as session:
        return session.get_one(Mail, key)


class TestResendMail:
    @pytest.mark.parametrize("reader", ["unit-b", "user:zhuoni-cashier"])
    def test_a_letter_goes_to_the_corrected_address_with_all_its_tries(
        self, world: World, reader: str
    ) -> None:
        key = undelivered(world, reader)
        with world.writing() as session:
            if reader == "unit-b":
                session.get_one(Unit, world.id(reader)).contact_email = GOOD
            else:
                session.get_one(User, world.id(reader)).email = GOOD
        mail = resend(world, key)
        assert (mail.state, mail.recipient, mail.tries) == (MailState.WAITING, GOOD, 0)

    def test_a_refused_address_must_be_corrected_first(self, world: World) -> None:
        key = undelivered(world, "unit-b")
        with pytest.raises(Refused) as refused:
            resend(world, key)
        assert refused.value.first.code is ResendMailRefusal.ADDRESS_UNCHANGED

    def test_a_letter_given_up_after_many_tries_may_go_to_the_same_address(
        self, world: World
    ) -> None:
        mail = resend(world, undelivered(world, "unit-b", MailEvent.GIVE_UP))
        assert (mail.state, mail.recipient) == (MailState.WAITING, BAD)

    def test_a_reader_without_an_address_gets_none(self, world: World) -> None:
        key = undelivered(world, "user:zhuoni-cashier")
        with world.writing() as session:
            session.get_one(User, world.id("user:zhuoni-cashier")).email = None
        with pytest.raises(Refused) as refused:
            resend(world, key)
        assert refused.value.first.code is ResendMailRefusal.NO_ADDRESS

    def test_a_neighbour_cannot_send_it(self, world: World) -> None:
        key = undelivered(world, "unit-b")
        with pytest.raises(Refused):
            resend(world, key, "lintan")

    def test_only_a_refused_address_is_marked_as_bad(self, world: World) -> None:
        undelivered(world, "unit-b")
        with world.session() as session:
            assert refused_addresses(session, {BAD, GOOD}) == {BAD}
            assert refused_addresses(session, ()) == set()
            mail = session.scalars(select(Mail)).one()
            assert (mail.reader_id, str(mail)) == (world.id("unit-b"), BAD)
