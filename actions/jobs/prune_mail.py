"""清理邮件: delete letters that were sent or given up long ago.

The system runs it every night. Their contents are in the records and in the journal.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from actions.core.pruning import deletion_of_old
from models.jobs.outbox import ENDED_STATES, Mail


class PruneMailRefusal(StrEnum):
    """Why a letter stays."""

    TOO_YOUNG = "prune_mail_too_young"


PRUNE_MAIL = deletion_of_old(
    "prune_mail",
    Mail,
    PruneMailRefusal,
    lambda ctx: ctx.at - dt.timedelta(days=ctx.settings.mail_kept_days),
    lambda row, before: row.state in ENDED_STATES and row.written_at < before,
)
