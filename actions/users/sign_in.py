"""登录: count a wrong password, or open a session (reliability.md S4, S5, S7).

The page verifies the password, which is slow on purpose, before the run; the run decides what
follows. Five wrong ones in a row from one source lock that source for ten minutes
(`models.users.login_attempt`). An unknown, disabled or locked account gets the same answer as a
wrong password; every attempt is journaled, in the office of the login.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, Reach, param
from actions.core.context import Context
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.users.login_attempt import Source, count_failure, forget_failures, is_locked
from models.users.user import LoginSession, Role, User

#: Prefix of the keyed digest that replaces an unknown username; no username has a colon.
UNKNOWN = "unknown:"


class SignInOutcome(StrEnum):
    """The outcome of an attempt at a known login."""

    SIGNED_IN = "signed_in"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  a word, not a password
    LOCKED = "locked"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class SignInInput:
    """What the page found out, and the digest of the session token.

    `username` is that of an existing login; an unknown one is never passed on as typed, since it
    may be a password.
    """

    username: str = param(text=TextType.LOGIN, maximum_length=40)
    is_proven: bool = param()
    token_hash: str = param(maximum_length=64, secret=True)
    address: str | None = param(default=None, maximum_length=45)
    #: The digest of the device cookie, when the owner has signed in from the device before.
    device: str | None = param(default=None, maximum_length=64)

    @property
    def source(self) -> Source:
        """Where the attempt is counted."""
        if self.device is not None:
            return Source(f"device:{self.device}", is_known=True)
        return Source(f"address:{self.address or ''}")


def survey(ctx: Context, rows: Sequence[LoginSession], given: SignInInput) -> User | None:
    named = select(User).where(User.username == given.username.lower())
    return ctx.session.scalars(ctx.locked(named)).one_or_none()


def run(
    ctx: Context, rows: Sequence[LoginSession], given: SignInInput, user: User | None
) -> Result:
    if user is None:
        return Result(rows=(), totals={"session_count": 0})
    outcome = _outcome(ctx, given, user)
    if outcome is SignInOutcome.WRONG_PASSWORD:
        count_failure(ctx.session, user, given.source, ctx.at)
    if outcome is SignInOutcome.SIGNED_IN:
        forget_failures(ctx.session, user, given.source)
        _open(ctx, given, user)
    is_open = outcome is SignInOutcome.SIGNED_IN
    return Result(
        rows=(RowResult(user.id, user.username, {"outcome": outcome}),),
        totals={"session_count": int(is_open)},
    )


def _outcome(ctx: Context, given: SignInInput, user: User) -> SignInOutcome:
    if not user.is_active:
        return SignInOutcome.DISABLED
    if is_locked(ctx.session, user, given.source, ctx.at):
        return SignInOutcome.LOCKED
    return SignInOutcome.SIGNED_IN if given.is_proven else SignInOutcome.WRONG_PASSWORD


def _open(ctx: Context, given: SignInInput, user: User) -> None:
    opened = LoginSession(
        token_hash=given.token_hash,
        user_id=user.id,
        started_at=ctx.at,
        seen_at=ctx.at,
        address=given.address,
    )
    opened.belong_to(user)
    ctx.session.add(opened)


SIGN_IN = Action(
    key="sign_in",
    model=LoginSession,
    input=SignInInput,
    survey=survey,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    # Only run by the sign-in page, as the system, since there is no actor yet.
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
    guide=("新-001", "续-001"),
    is_personal=True,
)
