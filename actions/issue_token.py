"""发放接口令牌: let a program act as a user at the API.

The door makes the token, shows it once and hands only its digest over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from actions.contract import Action, Context, Reach, Result, RowResult, param
from actions.refusal import Refusal
from models.user import ApiToken, Role, User

LONGEST_DAYS = 366


class IssueTokenRefusal(StrEnum):
    """Why no token is issued."""

    USER_DISABLED = "issue_token_user_disabled"


@dataclass(frozen=True, slots=True)
class IssueTokenInput:
    """What the token is for, and how long it holds."""

    name: str = param(maximum_length=60)
    token_hash: str = param(maximum_length=64, secret=True)
    days: int = param(default=90, minimum=1, maximum=LONGEST_DAYS)


def check(row: User, given: IssueTokenInput, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(IssueTokenRefusal.USER_DISABLED)


def run(ctx: Context, rows: Sequence[User], given: IssueTokenInput, facts: None) -> Result:
    (user,) = rows
    token = ApiToken(
        token_hash=given.token_hash,
        user_id=user.id,
        name=given.name,
        created_at=ctx.at,
        expires_at=ctx.at + timedelta(days=given.days),
    )
    token.belong_to(user)
    ctx.session.add(token)
    ctx.session.flush()
    return Result(rows=[RowResult(token.id, token.name, {"username": user.username})])


ISSUE_TOKEN = Action(
    key="issue_token",
    model=User,
    input=IssueTokenInput,
    check=check,
    run=run,
    maximum_rows=1,
    refusals=IssueTokenRefusal,
    # A command on the machine alone issues tokens: they outlive passwords.
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
