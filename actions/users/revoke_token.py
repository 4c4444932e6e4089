"""收回接口令牌: revoke an API token at once.

Its owner may, and those who manage the logins of the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import api_token_facts
from models.users.user import ADMINISTRATORS, ApiToken


class RevokeTokenRefusal(StrEnum):
    """Why nothing changes."""

    ALREADY = "revoke_token_already"
    NOT_YOURS = "revoke_token_not_yours"


@dataclass(frozen=True, slots=True)
class RevokeTokenFacts:
    """The actor, and whether they may revoke the tokens of others."""

    user_id: int | None
    is_administrator: bool


def survey(ctx: Context, rows: Sequence[ApiToken], given: Nothing) -> RevokeTokenFacts:
    return RevokeTokenFacts(ctx.actor.user_id, ctx.actor.role in ADMINISTRATORS)


def check(row: ApiToken, given: Nothing, facts: RevokeTokenFacts) -> Refusal | None:
    if not facts.is_administrator and row.user_id != facts.user_id:
        return Refusal(RevokeTokenRefusal.NOT_YOURS, {"name": row.name})
    return Refusal(RevokeTokenRefusal.ALREADY) if row.revoked_at is not None else None


def run(ctx: Context, rows: Sequence[ApiToken], given: Nothing, facts: RevokeTokenFacts) -> Result:
    for row in rows:
        row.revoked_at = ctx.at
    return Result(
        rows=[RowResult(row.id, row.name) for row in rows], totals={"row_count": len(rows)}
    )


REVOKE_TOKEN = Action(
    key="revoke_token",
    model=ApiToken,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=api_token_facts,
    run=run,
    refusals=RevokeTokenRefusal,
)
