"""修改密码: choose one's own new password; every other open session of the user ends (S2, S7).

The old password proves that it is really the user. The page opens a new session afterwards, so that
a copied cookie is useless.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.users.credentials import replace_password
from models.users.login_attempt import SESSION, is_locked
from models.users.user import Role, User
from models.values.password import LONGEST, fault_of, matches


class ChangePasswordRefusal(StrEnum):
    """Why the password is not changed; `PasswordFault` has the faults of a new one."""

    NOT_PROVEN = "change_password_not_proven"
    SAME = "change_password_same"
    DIFFERS = "change_password_differs"
    LOCKED = "change_password_locked"


@dataclass(frozen=True, slots=True)
class ChangePasswordInput:
    """The old one, and the new one typed twice."""

    current_password: str = param(maximum_length=LONGEST, secret=True)
    new_password: str = param(maximum_length=LONGEST, secret=True)
    repeated_password: str = param(maximum_length=LONGEST, secret=True)


@dataclass(frozen=True, slots=True)
class ChangePasswordFacts:
    """The user, and whether their session has had too many wrong passwords."""

    user_id: int | None
    is_locked: bool


def survey(ctx: Context, rows: Sequence[User], given: ChangePasswordInput) -> ChangePasswordFacts:
    locked = any(is_locked(ctx.session, row, SESSION, ctx.at) for row in rows)
    return ChangePasswordFacts(ctx.actor.user_id, locked)


def check(row: User, given: ChangePasswordInput, facts: ChangePasswordFacts) -> Refusal | None:
    if row.id != facts.user_id:
        return Refusal(Common.NOT_FOUND)
    if facts.is_locked:
        return Refusal(ChangePasswordRefusal.LOCKED)
    if given.new_password != given.repeated_password:
        return Refusal(ChangePasswordRefusal.DIFFERS)
    if not matches(given.current_password, row.password_hash):
        return Refusal(ChangePasswordRefusal.NOT_PROVEN)
    if given.new_password == given.current_password:
        return Refusal(ChangePasswordRefusal.SAME)
    fault = fault_of(given.new_password, (row.username, row.display_name))
    return Refusal(fault) if fault else None


def run(
    ctx: Context, rows: Sequence[User], given: ChangePasswordInput, facts: ChangePasswordFacts
) -> Result:
    (row,) = rows
    ended = replace_password(ctx.session, row, given.new_password, ctx.at, must_change=False)
    return Result(rows=[RowResult(row.id, row.username)], totals={"session_count": ended})


CHANGE_PASSWORD = Action(
    key="change_password",
    model=User,
    input=ChangePasswordInput,
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    refusals=ChangePasswordRefusal,
    grants=dict.fromkeys(Role, Reach.SCOPE),
    is_record=True,
    is_personal=True,
)
