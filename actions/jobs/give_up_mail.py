"""邮件未送达: give a letter up that a server refused or never took, and tell its office.

The sender runs it as the system, for a letter in its hands. A refused address stays marked as bad
(`refused_addresses`) until it is changed; other letters are not held up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import HAS_NO_PLAN, Action, Reach, param
from actions.core.context import Context
from actions.core.result import Result, RowResult
from models.jobs.outbox import MAIL_LIFECYCLE, Mail, MailEvent, MailState
from models.users.user import Role


@dataclass(frozen=True, slots=True)
class GiveUpMailInput:
    """What the server said last, and whether it is its last word."""

    answer: str = param(maximum_length=300)
    is_refused: bool = param()


def run(ctx: Context, rows: Sequence[Mail], given: GiveUpMailInput, facts: None) -> Result:
    for row in rows:
        MAIL_LIFECYCLE.advance(row, MailEvent.REFUSE if given.is_refused else MailEvent.GIVE_UP)
        row.answer = given.answer
    return Result(rows=[RowResult(row.id, row.recipient) for row in rows])


GIVE_UP_MAIL = Action(
    key="give_up_mail",
    model=Mail,
    input=GiveUpMailInput,
    row_facts=HAS_NO_PLAN,
    run=run,
    states=frozenset({MailState.SENDING}),
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
