"""清理通知: delete notices after 90 days, so that lists do not grow forever.

The system runs it every night. Their contents are in the records and in the journal.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from actions.core.pruning import deletion_of_old
from models.workspace.notification import Notification
from models.workspace.notify import KEPT_DAYS


class PruneNoticesRefusal(StrEnum):
    """Why a notice stays."""

    TOO_YOUNG = "prune_notices_too_young"


PRUNE_NOTICES = deletion_of_old(
    "prune_notices",
    Notification,
    PruneNoticesRefusal,
    lambda ctx: ctx.at - dt.timedelta(days=KEPT_DAYS),
    lambda row, before: row.at < before,
    days=KEPT_DAYS,
)
