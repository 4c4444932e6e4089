"""重置密码: set a one-time password for a user who forgot theirs.

It must be changed at the next sign-in, a lock is lifted, and open sessions end. Nobody resets
their own: they change it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.users.credentials import replace_password
from models.users.user import User
from models.values.password import LONGEST, fault_of


class ResetPasswordRefusal(StrEnum):
    """Why the password is not reset; `PasswordFault` has the faults of a new one."""

    OWN = "reset_password_own"


@dataclass(frozen=True, slots=True)
class ResetPasswordInput:
    """The password for the next sign-in."""

    new_password: str = param(maximum_length=LONGEST, secret=True)


def survey(ctx: Context, rows: Sequence[User], given: ResetPasswordInput) -> int | None:
    return ctx.actor.user_id


def check(row: User, given: ResetPasswordInput, user_id: int | None) -> Refusal | None:
    if row.id == user_id:
        return Refusal(ResetPasswordRefusal.OWN)
    fault = fault_of(given.new_password, (row.username, row.display_name))
    return Refusal(fault) if fault else None


def run(
    ctx: Context, rows: Sequence[User], given: ResetPasswordInput, user_id: int | None
) -> Result:
    (row,) = rows
    ended = replace_password(ctx.session, row, given.new_password, ctx.at, must_change=True)
    return Result(rows=[RowResult(row.id, row.username)], totals={"session_count": ended})


RESET_PASSWORD = Action(
    key="reset_password",
    model=User,
    input=ResetPasswordInput,
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    refusals=ResetPasswordRefusal,
)
