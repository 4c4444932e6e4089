"""Failed sign-ins, counted by login and by source (ASVS 6.3.1, 等保 8.1.4.1 b).

Failures lock the pair of login and address, so an attacker cannot lock out the owner. Only when
many addresses fail at one login are all unknown ones throttled; a device from which the owner has
signed in before is counted separately and never throttled for others.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, UtcDateTime, pk
from models.core.scope import Scoped
from models.users.user import User

#: Wrong passwords in a row after which a source is locked, and for how long.
MAXIMUM_FAILURES, LOCKED_FOR = 5, dt.timedelta(minutes=10)
#: Wrong passwords at one login from all unknown addresses before these are throttled.
UNKNOWN_FAILURES, UNKNOWN_WAIT = 20, dt.timedelta(seconds=30)
#: Wrong passwords allowed from one address at all logins, within the duration of a lock.
ADDRESS_FAILURES = 60
#: Older failures are ignored.
KEPT_FOR = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a password was typed: an unknown address, a known device, or an open session."""

    key: str
    is_known: bool = False


#: A password asked for again in an open session.
SESSION = Source("session", is_known=True)


class LoginAttempt(Scoped, Base):
    """Wrong passwords at one login from one source since the last right one there."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        UniqueConstraint("user_id", "source"),
        Index(None, "source", "last_failed_at"),
    )

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: 'address:203.0.113.7', 'device:<digest>' or 'session'.
    source: Mapped[str] = mapped_column(String(80))
    failures: Mapped[int]
    last_failed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


def is_locked(session: Session, user: User, source: Source, at: dt.datetime) -> bool:
    """Whether sign-in from this source is locked; the password is not checked then."""
    own = _of(session, user, source)
    if own is not None and own.locked_until is not None and own.locked_until > at:
        return True
    if source.is_known:
        return False
    if user.locked_until is not None and user.locked_until > at:
        return True
    spread = select(func.sum(LoginAttempt.failures)).where(
        LoginAttempt.source == source.key, LoginAttempt.last_failed_at > at - LOCKED_FOR
    )
    return (session.scalar(spread) or 0) >= ADDRESS_FAILURES


def count_failure(session: Session, user: User, source: Source, at: dt.datetime) -> None:
    """Record a wrong password, and lock its source after too many.

    The user's row must be locked, so that concurrent attempts are counted one after the other.
    """
    for old in session.scalars(
        select(LoginAttempt).where(
            LoginAttempt.user_id == user.id, LoginAttempt.last_failed_at < at - KEPT_FOR
        )
    ):
        session.delete(old)
    session.flush()
    own = _of(session, user, source)
    if own is None:
        own = LoginAttempt(user_id=user.id, source=source.key, failures=0)
        own.belong_to(user)
        session.add(own)
    own.failures, own.last_failed_at = own.failures + 1, at
    if own.failures % MAXIMUM_FAILURES == 0:
        own.locked_until = at + LOCKED_FOR
    if not source.is_known:
        user.failed_logins += 1
        if user.failed_logins >= UNKNOWN_FAILURES:
            user.locked_until = at + UNKNOWN_WAIT


def forget_failures(session: Session, user: User, source: Source | None = None) -> None:
    """Reset the count: of one source after a right password, of all when the login is unlocked. A
    right password from a known device does not reset other sources.
    """
    wanted = select(LoginAttempt).where(LoginAttempt.user_id == user.id)
    if source is not None:
        wanted = wanted.where(LoginAttempt.source == source.key)
    for attempt in session.scalars(wanted):
        session.delete(attempt)
    if source is None or not source.is_known:
        user.failed_logins, user.locked_until = 0, None


def locked_users(session: Session, users: list[User], at: dt.datetime) -> set[int]:
    """Keys of the users with a source that is locked."""
    found = session.scalars(
        select(LoginAttempt.user_id).where(
            LoginAttempt.user_id.in_([user.id for user in users]), LoginAttempt.locked_until > at
        )
    )
    waiting = {u.id for u in users if u.locked_until is not None and u.locked_until > at}
    return {*found, *waiting}


def _of(session: Session, user: User, source: Source) -> LoginAttempt | None:
    wanted = select(LoginAttempt).where(
        LoginAttempt.user_id == user.id, LoginAttempt.source == source.key
    )
    return session.scalars(wanted).one_or_none()
