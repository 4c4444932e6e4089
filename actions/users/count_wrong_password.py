"""原密码输错: count a wrong current password typed in an open session, like one at the sign-in.

A refused change of password is rolled back, so this action counts it. Otherwise anybody at somebody
else's open session could guess without limit.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing, Reach
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.users.login_attempt import SESSION, count_failure
from models.users.user import Role, User


def survey(ctx: Context, rows: Sequence[User], given: Nothing) -> int | None:
    return ctx.actor.user_id


def check(row: User, given: Nothing, user_id: int | None) -> Refusal | None:
    return None if row.id == user_id else Refusal(Common.NOT_FOUND)


def run(ctx: Context, rows: Sequence[User], given: Nothing, user_id: int | None) -> Result:
    for row in rows:
        count_failure(ctx.session, row, SESSION, ctx.at)
    return Result(rows=[RowResult(row.id, row.username) for row in rows])


COUNT_WRONG_PASSWORD = Action(
    key="count_wrong_password",
    model=User,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    grants=dict.fromkeys(Role, Reach.SCOPE),
    is_record=True,
    is_personal=True,
)
