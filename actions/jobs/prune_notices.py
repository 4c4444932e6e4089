"""清理通知: delete notices after 90 days, so that lists do not grow forever.

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
from models.users.user import Role
from models.workspace.notification import Notification
from models.workspace.notify import KEPT_DAYS


class PruneNoticesRefusal(StrEnum):
    """Why a notice stays."""

    TOO_YOUNG = "prune_notices_too_young"


def survey(ctx: Context, rows: Sequence[Notification], given: Nothing) -> dt.datetime:
    return ctx.at - dt.timedelta(days=KEPT_DAYS)


def check(row: Notification, given: Nothing, before: dt.datetime) -> Refusal | None:
    if row.at >= before:
        return Refusal(PruneNoticesRefusal.TOO_YOUNG, {"days": KEPT_DAYS})
    return None


PRUNE_NOTICES = Action(
    key="prune_notices",
    model=Notification,
    input=Nothing,
    survey=survey,
    check=check,
    run=delete_rows,
    refusals=PruneNoticesRefusal,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
