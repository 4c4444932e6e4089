"""发放接口令牌: let a program act as a user at the API.

The caller generates the token, shows it once and passes only its digest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.users.user import ApiToken, Role, User

LONGEST_DAYS = 366


class IssueTokenRefusal(StrEnum):
    """Why no token is issued."""

    USER_DISABLED = "issue_token_user_disabled"
    TOO_LONG = "issue_token_too_long"


@dataclass(frozen=True, slots=True)
class IssueTokenInput:
    """The token's purpose and validity."""

    name: str = param(maximum_length=60)
    token_hash: str = param(maximum_length=64, secret=True)
    days: int = param(default=90, minimum=1, maximum=LONGEST_DAYS)


def survey(ctx: Context, rows: Sequence[User], given: IssueTokenInput) -> Context:
    return ctx


def check(row: User, given: IssueTokenInput, ctx: Context) -> Refusal | None:
    if ctx.actor.role is not Role.SYSTEM and row.id != ctx.actor.user_id:
        return Refusal(Common.FORBIDDEN, {"action": ISSUE_TOKEN.key, "role": ctx.actor.role})
    if not row.is_active:
        return Refusal(IssueTokenRefusal.USER_DISABLED)
    most = ctx.settings.token_days
    if given.days > most:
        return Refusal(IssueTokenRefusal.TOO_LONG, {"days": given.days, "maximum": most})
    return None


def run(ctx: Context, rows: Sequence[User], given: IssueTokenInput, facts: Context) -> Result:
    (user,) = rows
    token = ApiToken(
        token_hash=given.token_hash,
        user_id=user.id,
        name=given.name,
        created_at=ctx.at,
        issued_by=ctx.actor.name,
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
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    refusals=IssueTokenRefusal,
    # Only for oneself, or by a CLI command: the issuer of another's token could act as them.
    grants=dict.fromkeys(Role, Reach.SCOPE),
    is_record=True,
)
