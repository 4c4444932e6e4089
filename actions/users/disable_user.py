"""停用 (disable): a user can no longer sign in; sessions and API tokens end at once (S7, S15).

Users are never deleted, because rows refer to them. Nobody disables themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.users.session_activity import end_login
from models.users.user import User


class DisableUserRefusal(StrEnum):
    """Why a user is not disabled."""

    OWN = "disable_user_own"
    ALREADY = "disable_user_already"


def survey(ctx: Context, rows: Sequence[User], given: Nothing) -> int | None:
    return ctx.actor.user_id


def check(row: User, given: Nothing, user_id: int | None) -> Refusal | None:
    if row.id == user_id:
        return Refusal(DisableUserRefusal.OWN)
    return None if row.is_active else Refusal(DisableUserRefusal.ALREADY)


def run(ctx: Context, rows: Sequence[User], given: Nothing, user_id: int | None) -> Result:
    for row in rows:
        end_login(ctx.session, row, ctx.at)
    return Result(
        rows=[RowResult(row.id, row.username) for row in rows], totals={"row_count": len(rows)}
    )


DISABLE_USER = Action(
    key="disable_user",
    model=User,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    refusals=DisableUserRefusal,
)
