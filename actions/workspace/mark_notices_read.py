"""标为已读: mark one's own notices as read.

Without rows it marks all notices up to the newest on the page, at most one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import HAS_NO_PLAN, Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from models.users.user import Role
from models.values.limits import MAXIMUM_BATCH_ROWS
from models.workspace.notification import Notification


@dataclass(frozen=True, slots=True)
class MarkReadInput:
    """The newest notice on the page, to mark all up to it."""

    up_to_id: int | None = param(default=None, minimum=0, hidden=True)


def survey(ctx: Context, rows: Sequence[Notification], given: MarkReadInput) -> int | None:
    return ctx.actor.user_id


def check(row: Notification, given: MarkReadInput, user_id: int | None) -> Refusal | None:
    # Another user's notice is answered like a missing one.
    return None if row.user_id == user_id else Refusal(Common.NOT_FOUND)


def run(
    ctx: Context, rows: Sequence[Notification], given: MarkReadInput, user_id: int | None
) -> Result:
    seen = [*rows, *_all(ctx, given.up_to_id)]
    for row in seen:
        row.read_at = row.read_at or ctx.at
    return Result(
        rows=[RowResult(row.id, row.kind) for row in rows], totals={"row_count": len(seen)}
    )


def _all(ctx: Context, up_to_id: int | None) -> Sequence[Notification]:
    if up_to_id is None:
        return ()
    unread = (
        select(Notification)
        .where(
            Notification.user_id == ctx.actor.user_id,
            Notification.read_at.is_(None),
            Notification.id <= up_to_id,
        )
        .order_by(Notification.id)
        .limit(MAXIMUM_BATCH_ROWS)
    )
    return ctx.session.scalars(ctx.locked(unread)).all()


MARK_READ = Action(
    key="mark_read",
    model=Notification,
    input=MarkReadInput,
    survey=survey,
    check=check,
    row_facts=HAS_NO_PLAN,
    run=run,
    minimum_rows=0,
    # Hidden from menus: notices have no list with ticked rows.
    grants={role: Reach.SCOPE for role in Role if role is not Role.SYSTEM},
    is_record=True,
    is_personal=True,
)
