"""待发邮件 (transactional outbox): mail is written in the transaction that causes it, sent later.

Delivery is at least once, with a Message-ID derived from the key, so that a server can recognise a
duplicate. A letter is sent twice only if the worker dies between the server's reply and our commit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, synonym

from models.core.base import Base, Json, UtcDateTime, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.values.language import SOURCE_LANGUAGE
from models.values.tone import Tone


class MailTopic(StrEnum):
    """The subject of a letter."""

    #: To an office: names of its units that expire soon.
    OFFICE_DIGEST = "office_digest"
    #: To a unit: its own names that expire soon.
    UNIT_REMINDER = "unit_reminder"
    #: To a person: a rule fired for a row.
    RULE = "rule"
    #: To a person: a report at its time.
    REPORT = "report"


class MailState(StrEnum):
    """The state of a letter."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    #: Rejected permanently by the server.
    REFUSED = "refused"
    #: All attempts used up.
    GIVEN_UP = "given_up"


#: States of letters that did not arrive.
UNDELIVERED_STATES = (MailState.REFUSED, MailState.GIVEN_UP)
#: States of letters that will not be sent (again).
ENDED_STATES = (MailState.SENT, *UNDELIVERED_STATES)


class MailEvent(StrEnum):
    """What happens to a letter."""

    CLAIM = "claim"
    SEND = "send"
    POSTPONE = "postpone"
    REFUSE = "refuse"
    GIVE_UP = "give_up"
    RESEND = "resend"


MAIL_LIFECYCLE = Lifecycle[MailState, MailEvent](
    MailState.WAITING,
    {
        # A letter of a dead worker is claimed again while its state is still SENDING.
        MailEvent.CLAIM: from_states(MailState.WAITING, MailState.SENDING, to=MailState.SENDING),
        MailEvent.SEND: from_states(MailState.SENDING, to=MailState.SENT),
        MailEvent.POSTPONE: from_states(MailState.SENDING, to=MailState.WAITING),
        MailEvent.REFUSE: from_states(MailState.SENDING, to=MailState.REFUSED),
        MailEvent.GIVE_UP: from_states(MailState.SENDING, to=MailState.GIVEN_UP),
        MailEvent.RESEND: from_states(*UNDELIVERED_STATES, to=MailState.WAITING),
    },
    tones={
        MailState.REFUSED: Tone.DANGER,
        MailState.GIVEN_UP: Tone.DANGER,
    },
)


class Mail(Scoped, Base):
    """A plain-text letter to one address."""

    __tablename__ = "mail"
    __table_args__ = (Index(None, "state", "next_at"), *ancestor_indexes(registrant=True))

    id: Mapped[pk]
    #: Deduplication key: the topic, the run that wrote it, and its reader.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    recipient: Mapped[str] = mapped_column(String(120))
    #: The topic and its facts; the text is rendered when it is sent.
    topic: Mapped[MailTopic] = mapped_column(words(MailTopic))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    #: The locale of its text.
    language: Mapped[str] = mapped_column(String(8), default=SOURCE_LANGUAGE)
    state: Mapped[MailState] = mapped_column(words(MailState), default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: Earliest time of the next attempt; while being sent, when the sender is considered dead.
    next_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The server's last reply.
    answer: Mapped[str | None] = mapped_column(String(300))
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")

    @property
    def reader_id(self) -> int | None:
        """The key of the unit, or where there is none, of the user it is written to."""
        reader = self.key.rpartition(":")[2]
        return self.unit_id or (int(reader) if reader.isdecimal() else None)

    def __str__(self) -> str:
        return self.recipient


def refused_addresses(session: Session, addresses: Collection[str]) -> set[str]:
    """Those of the addresses that a mail server has refused for good.

    A letter sent again goes to a corrected address, so an address stays bad until it is changed.
    """
    refused = select(Mail.recipient).where(
        Mail.state == MailState.REFUSED, Mail.recipient.in_(addresses)
    )
    return set(session.scalars(refused)) if addresses else set()


MAIL_LIFECYCLE.guard(Mail.state)
