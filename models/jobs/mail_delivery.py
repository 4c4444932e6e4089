"""Delivery state of e-mail: which worker has claimed a letter, what the server answered.

Bookkeeping like that of jobs: each write is a transaction of its own and needs no journal entry.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Engine,
    select,
    update,  # noqa: TID251  bookkeeping outside the journal: see above
)

from models.core.engine import WRITES
from models.core.locking import locking_free
from models.jobs.outbox import MAIL_LIFECYCLE, Mail, MailEvent, MailState, MailTopic

#: After this time the sender of a claimed letter is considered dead.
HELD_FOR = dt.timedelta(minutes=5)
MAXIMUM_MAIL_TRIES = 8
_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=6)
_LONGEST_ANSWER = 300

_MAILS = Mail.__table__


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed letter."""

    id: int
    key: str
    recipient: str
    topic: MailTopic
    facts: dict[str, Any]
    language: str
    written_at: dt.datetime
    #: Attempts, including this one.
    tries: int

    @property
    def is_last_try(self) -> bool:
        """Whether it is given up if this attempt fails."""
        return self.tries >= MAXIMUM_MAIL_TRIES


def take_letter(engine: Engine, at: dt.datetime) -> Letter | None:
    """Claim the next letter that is due; None when there is none."""
    sources, target = MAIL_LIFECYCLE.moves[MailEvent.CLAIM]
    is_due = _MAILS.c.state.in_(sources) & (_MAILS.c.next_at <= at)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        wanted = select(_MAILS).where(is_due).order_by(_MAILS.c.next_at, _MAILS.c.id).limit(1)
        found = connection.execute(locking_free(wanted)).one_or_none()
        if found is None:
            return None
        values = {"state": target, "next_at": at + HELD_FOR, "tries": found.tries + 1}
        connection.execute(update(_MAILS).where(_MAILS.c.id == found.id).values(**values))
        connection.commit()
    return Letter(
        found.id,
        found.key,
        found.recipient,
        found.topic,
        found.facts,
        found.language,
        found.written_at,
        found.tries + 1,
    )


def record_delivery(
    engine: Engine,
    letter: Letter,
    happening: MailEvent,
    at: dt.datetime,
    answer: str,
    *,
    is_counted: bool = True,
) -> MailState:
    """Record that a letter was sent, or that it is tried again, later each time.

    A letter that will not be sent is given up by an action, which tells its office. An attempt that
    failed for all letters alike, as while the server is down, is not counted.
    """
    sources, target = MAIL_LIFECYCLE.moves[happening]
    wait = min(_FIRST_WAIT * 2 ** (letter.tries - 1), _LONGEST_WAIT)
    values = {
        "state": target,
        "tries": letter.tries - (not is_counted),
        "answer": answer[:_LONGEST_ANSWER],
        "next_at": at + wait,
        "sent_at": at if happening is MailEvent.SEND else None,
    }
    which = (_MAILS.c.id == letter.id) & _MAILS.c.state.in_(sources)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(update(_MAILS).where(which).values(**values))
        connection.commit()
    return target
