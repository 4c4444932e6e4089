"""退出 (sign out): end one's session on the server, so that a copied cookie is useless (S7)."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import HAS_NO_PLAN, Action, Nothing, Reach
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from models.users.user import LoginSession, Role


def survey(ctx: Context, rows: Sequence[LoginSession], given: Nothing) -> int | None:
    return ctx.actor.user_id


def check(row: LoginSession, given: Nothing, user_id: int | None) -> Refusal | None:
    return None if row.user_id == user_id else Refusal(Common.NOT_FOUND)


def run(ctx: Context, rows: Sequence[LoginSession], given: Nothing, user_id: int | None) -> Result:
    for row in rows:
        row.ended_at = ctx.at
    return Result(rows=[RowResult(row.id, ctx.actor.name) for row in rows])


SIGN_OUT = Action(
    key="sign_out",
    model=LoginSession,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=HAS_NO_PLAN,
    run=run,
    grants=dict.fromkeys(Role, Reach.SCOPE),
    is_record=True,
    is_personal=True,
)
