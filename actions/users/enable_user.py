"""启用 (enable): a disabled or locked user can sign in again with the old password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.offices.office import Office, OfficeStatus
from models.users.login_attempt import forget_failures, locked_users
from models.users.user import User


class EnableUserRefusal(StrEnum):
    """Why nothing changes."""

    ALREADY = "enable_user_already"
    OFFICE_CLOSED = "enable_user_office_closed"


@dataclass(frozen=True, slots=True)
class EnableUserFacts:
    """Who is locked, and the names of closed offices by the keys of those they belonged to."""

    locked: set[int]
    closed: dict[int, str]


def survey(ctx: Context, rows: Sequence[User], given: Nothing) -> EnableUserFacts:
    of = [row.office_id for row in rows if row.office_id is not None]
    closed = select(Office.id, Office.name).where(
        Office.id.in_(of), Office.status == OfficeStatus.CLOSED
    )
    return EnableUserFacts(
        locked_users(ctx.session, list(rows), ctx.at), dict(ctx.session.execute(closed).all())
    )


def check(row: User, given: Nothing, facts: EnableUserFacts) -> Refusal | None:
    if row.office_id in facts.closed:
        why = {"office": facts.closed[row.office_id]}
        return Refusal(EnableUserRefusal.OFFICE_CLOSED, why)
    if row.is_active and row.id not in facts.locked:
        return Refusal(EnableUserRefusal.ALREADY)
    return None


def run(ctx: Context, rows: Sequence[User], given: Nothing, facts: EnableUserFacts) -> Result:
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
