"""Replacing a password: lifts locks, ends open sessions and tokens (S2, S7)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from models.users.login_attempt import forget_failures
from models.users.session_activity import end_sessions, end_tokens
from models.users.user import User
from models.values.password import hash_password


def replace_password(
    session: Session, user: User, password: str, at: dt.datetime, *, must_change: bool
) -> int:
    """Store the hash of the new password; returns how many sessions ended."""
    user.password_hash = hash_password(password)
    user.must_change_password = must_change
    forget_failures(session, user)
    end_tokens(session, user.id, at)
    return end_sessions(session, user.id, at)
