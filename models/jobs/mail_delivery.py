"""Delivery state of e-mail: which worker has claimed a letter, what the server answered.

Bookkeeping like that of jobs: each write is a transaction of its own and needs no journal entry.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Table

from models.jobs.attempts import (
    LONGEST_ANSWER,
    MAXIMUM_TRIES,
    claim_next,
    next_attempt_at,
    record_attempt,
)
from models.jobs.outbox import MAIL_LIFECYCLE, Mail, MailEvent, MailState, MailTopic

_MAILS: Table = Mail.__table__


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
    #: The office it is written for.
    office_code: str

    @property
    def is_last_try(self) -> bool:
        """Whether it is given up if this attempt fails."""
        return self.tries >= MAXIMUM_TRIES


def take_letter(engine: Engine, at: dt.datetime) -> Letter | None:
    """Claim the next letter that is due; None when there is none."""
    found = claim_next(engine, _MAILS, MAIL_LIFECYCLE, MailEvent.CLAIM, at)
    if found is None:
        return None
    return Letter(
        found.id,
        found.key,
        found.recipient,
        found.topic,
        found.facts,
        found.language,
        found.written_at,
        found.tries + 1,
        found.office_code,
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
    values = {
        "tries": letter.tries - (not is_counted),
        "answer": answer[:LONGEST_ANSWER],
        "next_at": next_attempt_at(at, letter.tries),
        "sent_at": at if happening is MailEvent.SEND else None,
    }
    return record_attempt(engine, _MAILS, MAIL_LIFECYCLE, happening, letter.id, values)
