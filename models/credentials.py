"""A user's password is replaced: the lock is lifted, and every open session ends (S2, S7)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from models.password import hash_password
from models.presence import end_sessions
from models.user import User


def replace_password(
    session: Session, user: User, password: str, at: dt.datetime, *, must_change: bool
) -> int:
    """Keep the hash of the new password; returns how many sessions ended."""
    user.password_hash = hash_password(password)
    user.must_change_password = must_change
    user.failed_logins, user.locked_until = 0, None
    return end_sessions(session, user.id, at)
