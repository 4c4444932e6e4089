"""清理提醒记录: delete records of reminders whose expiry is long past.

The system runs it every night. Records that still matter are kept; without them people would be
reminded again.
"""

from __future__ import annotations

from enum import StrEnum

from actions.core.pruning import deletion_of_old
from models.domains.reminder import Reminder, reminders_kept_since


class PruneRemindersRefusal(StrEnum):
    """Why a record stays."""

    TOO_YOUNG = "prune_reminders_too_young"


PRUNE_REMINDERS = deletion_of_old(
    "prune_reminders",
    Reminder,
    PruneRemindersRefusal,
    lambda ctx: reminders_kept_since(ctx.today, ctx.settings),
    lambda row, before: row.told_at is not None and row.expires_on < before,
)
