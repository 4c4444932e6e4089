"""登录: count a wrong password, or open a session (reliability.md S4, S5, S7).

The door verifies the password, which is slow on purpose, before the run; the run decides what
follows. Five wrong ones in a row lock the account for ten minutes. An unknown, disabled or
locked account is answered like a wrong password, with the same writes, so nothing tells them
apart; every attempt has its journal entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from actions.contract import Action, Context, Reach, Result, RowResult, param
from models.user import LoginSession, Role, User

MAXIMUM_FAILURES = 5
LOCKED_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignInInput:
    """What the door found out, and the digest of the token it will hand over."""

    username: str = param(maximum_length=40)
    is_proven: bool = param()
    token_hash: str = param(maximum_length=64, secret=True)
    address: str | None = param(default=None, maximum_length=45)


def survey(ctx: Context, rows: Sequence[LoginSession], given: SignInInput) -> User | None:
    named = select(User).where(User.username == given.username.lower())
    return ctx.session.scalars(ctx.locked(named)).one_or_none()


def run(
    ctx: Context, rows: Sequence[LoginSession], given: SignInInput, user: User | None
) -> Result:
    if user is None or not user.is_active or (user.locked_until and user.locked_until > ctx.at):
        return Result(rows=(), totals={"session_count": 0})
    if not given.is_proven:
        _count_failure(ctx, user)
        return Result(rows=(), totals={"session_count": 0})
    user.failed_logins, user.locked_until = 0, None
    opened = LoginSession(
        token_hash=given.token_hash,
        user_id=user.id,
        started_at=ctx.at,
        seen_at=ctx.at,
        address=given.address,
    )
    opened.belong_to(user)
    ctx.session.add(opened)
    ctx.session.flush()
    return Result(rows=(RowResult(opened.id, user.username),), totals={"session_count": 1})


def _count_failure(ctx: Context, user: User) -> None:
    user.failed_logins += 1
    if user.failed_logins >= MAXIMUM_FAILURES:
        user.failed_logins, user.locked_until = 0, ctx.at + LOCKED_FOR


SIGN_IN = Action(
    key="sign_in",
    model=LoginSession,
    input=SignInInput,
    survey=survey,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    # Only the sign-in page comes here, for nobody has an actor yet; no user has this role.
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
    guide=("新-001", "续-001"),
)
