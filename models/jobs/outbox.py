"""待发邮件: letters written in the transaction that causes them, and sent afterwards.

A letter leaves at least once, under a Message-ID that its key alone decides, so a server that
sees it twice can tell. It does not leave twice unless the worker dies between the server's word
and ours.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, synonym

from models.core.base import Base, Json, UtcDateTime, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes


class MailTopic(StrEnum):
    """What a letter tells."""

    #: To an office: the names of its units that are near their end.
    OFFICE_DIGEST = "office_digest"
    #: To a unit: its own.
    UNIT_REMINDER = "unit_reminder"


class MailState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    #: The server will not have it, now or later.
    REFUSED = "refused"
    #: Tried until the tries were used up.
    GIVEN_UP = "given_up"


#: A letter that nobody sends any more.
ENDED_STATES = (MailState.SENT, MailState.REFUSED, MailState.GIVEN_UP)


class MailEvent(StrEnum):
    """What happens to a letter."""

    CLAIM = "claim"
    SEND = "send"
    POSTPONE = "postpone"
    REFUSE = "refuse"
    GIVE_UP = "give_up"


MAIL_LIFECYCLE = Lifecycle[MailState, MailEvent](
    MailState.WAITING,
    {
        # A letter whose sender was killed is claimed anew while it still says that it is sent.
        MailEvent.CLAIM: from_states(MailState.WAITING, MailState.SENDING, to=MailState.SENDING),
        MailEvent.SEND: from_states(MailState.SENDING, to=MailState.SENT),
        MailEvent.POSTPONE: from_states(MailState.SENDING, to=MailState.WAITING),
        MailEvent.REFUSE: from_states(MailState.SENDING, to=MailState.REFUSED),
        MailEvent.GIVE_UP: from_states(MailState.SENDING, to=MailState.GIVEN_UP),
    },
)


class Mail(Scoped, Base):
    """A plain-text letter to one address."""

    __tablename__ = "mail"
    __table_args__ = (Index(None, "state", "next_at"), *ancestor_indexes(registrant=True))

    id: Mapped[pk]
    #: What it is, to whom: the same letter is never written twice.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    recipient: Mapped[str] = mapped_column(String(120))
    #: What it tells, with the facts that fill its words; it is put into words when it is sent.
    topic: Mapped[MailTopic] = mapped_column(words(MailTopic))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    #: The locale it is written in.
    language: Mapped[str] = mapped_column(String(8), default="zh_CN")
    state: Mapped[MailState] = mapped_column(words(MailState), default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: Not before this; while it is being sent, when its sender counts as lost.
    next_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: What the server said last.
    answer: Mapped[str | None] = mapped_column(String(300))
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")


MAIL_LIFECYCLE.guard(Mail.state)
