"""启用 (enable): a disabled or locked user can sign in again with the old password."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.users.login_attempt import forget_failures, locked_users
from models.users.user import User


class EnableUserRefusal(StrEnum):
    """Why nothing changes."""

    ALREADY = "enable_user_already"


def survey(ctx: Context, rows: Sequence[User], given: Nothing) -> set[int]:
    return locked_users(ctx.session, list(rows), ctx.at)


def check(row: User, given: Nothing, locked: set[int]) -> Refusal | None:
    if row.is_active and row.id not in locked:
        return Refusal(EnableUserRefusal.ALREADY)
    return None


def run(ctx: Context, rows: Sequence[User], given: Nothing, locked: set[int]) -> Result:
    for row in rows:
        row.is_active = True
        forget_failures(ctx.session, row)
    return Result(
        rows=[RowResult(row.id, row.username) for row in rows], totals={"row_count": len(rows)}
    )


ENABLE_USER = Action(
    key="enable_user",
    model=User,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    refusals=EnableUserRefusal,
)
