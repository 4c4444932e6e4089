"""收回接口令牌: end a program's access at once."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.contract import Action, Context, Nothing, Reach, Result, RowResult
from actions.refusal import Refusal
from models.user import ApiToken, Role


class RevokeTokenRefusal(StrEnum):
    """Why nothing changes."""

    ALREADY = "revoke_token_already"


def check(row: ApiToken, given: Nothing, facts: None) -> Refusal | None:
    return Refusal(RevokeTokenRefusal.ALREADY) if row.revoked_at is not None else None


def run(ctx: Context, rows: Sequence[ApiToken], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.revoked_at = ctx.at
    return Result(
        rows=[RowResult(row.id, row.name) for row in rows], totals={"row_count": len(rows)}
    )


REVOKE_TOKEN = Action(
    key="revoke_token",
    model=ApiToken,
    input=Nothing,
    check=check,
    run=run,
    refusals=RevokeTokenRefusal,
    grants={Role.SYSTEM: Reach.SCOPE, Role.REGISTRY_ADMIN: Reach.SCOPE},
    is_record=True,
)
