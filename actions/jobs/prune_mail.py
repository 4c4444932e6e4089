"""清理邮件: delete letters that were sent or given up long ago.

The system runs it every night. Their contents are in the records and in the journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing, Reach
from actions.core.context import Context
from actions.core.crud import delete_rows
from actions.core.refusal import Refusal
from models.core.setting import settings_of
from models.jobs.outbox import ENDED_STATES, Mail
from models.users.user import Role


class PruneMailRefusal(StrEnum):
    """Why a letter stays."""

    TOO_YOUNG = "prune_mail_too_young"


def survey(ctx: Context, rows: Sequence[Mail], given: Nothing) -> dt.datetime:
    return ctx.at - dt.timedelta(days=settings_of(ctx.session).mail_kept_days)


def check(row: Mail, given: Nothing, before: dt.datetime) -> Refusal | None:
    if row.state not in ENDED_STATES or row.written_at >= before:
        return Refusal(PruneMailRefusal.TOO_YOUNG)
    return None


PRUNE_MAIL = Action(
    key="prune_mail",
    model=Mail,
    input=Nothing,
    survey=survey,
    check=check,
    run=delete_rows,
    refusals=PruneMailRefusal,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
