"""清理提醒记录: delete records of reminders whose expiry is long past.

The system runs it every night. Records that still matter are kept; without them people would be
reminded again.
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
from models.domains.reminder import Reminder, reminders_kept_since
from models.users.user import Role


class PruneRemindersRefusal(StrEnum):
    """Why a record stays."""

    TOO_YOUNG = "prune_reminders_too_young"


def survey(ctx: Context, rows: Sequence[Reminder], given: Nothing) -> dt.date:
    return reminders_kept_since(ctx.today, settings_of(ctx.session))


def check(row: Reminder, given: Nothing, before: dt.date) -> Refusal | None:
    if row.told_at is None or row.expires_on >= before:
        return Refusal(PruneRemindersRefusal.TOO_YOUNG)
    return None


PRUNE_REMINDERS = Action(
    key="prune_reminders",
    model=Reminder,
    input=Nothing,
    survey=survey,
    check=check,
    run=delete_rows,
    refusals=PruneRemindersRefusal,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
