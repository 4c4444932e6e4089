"""启用: let a disabled or locked user sign in again, with the password he had."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.contract import Action, Context, Nothing, Result, RowResult
from actions.refusal import Refusal
from models.user import User


class EnableUserRefusal(StrEnum):
    """Why nothing changes."""

    ALREADY = "enable_user_already"


def survey(ctx: Context, rows: Sequence[User], given: Nothing) -> Context:
    return ctx


def check(row: User, given: Nothing, ctx: Context) -> Refusal | None:
    is_locked = row.locked_until is not None and row.locked_until > ctx.at
    if row.is_active and not is_locked:
        return Refusal(EnableUserRefusal.ALREADY)
    return None


def run(ctx: Context, rows: Sequence[User], given: Nothing, facts: Context) -> Result:
    for row in rows:
        row.is_active = True
        row.failed_logins, row.locked_until = 0, None
    return Result(
        rows=[RowResult(row.id, row.username) for row in rows], totals={"row_count": len(rows)}
    )


ENABLE_USER = Action(
    key="enable_user",
    model=User,
    input=Nothing,
    survey=survey,
    check=check,
    run=run,
    refusals=EnableUserRefusal,
)
