"""Server-side sessions: last activity, and ending them.

Last activity is written without a journal entry, in a separate transaction: it is no business data,
and an entry each minute for each open browser would bury the history that people read.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    Engine,
    Table,
    select,
    update,  # noqa: TID251  the one write outside the journal: see above
)
from sqlalchemy.orm import Session

from models.core.engine import BESIDES_READING, WRITES
from models.users.user import ApiToken, LoginSession, User

#: Last activity is updated at most this often.
SEEN_EVERY = dt.timedelta(minutes=1)


def refresh_seen(engine: Engine, session_id: int, at: dt.datetime) -> None:
    """Record that a session is in use."""
    _note_use(engine, LoginSession.__table__, session_id, seen_at=at)


def refresh_used(engine: Engine, token_id: int, at: dt.datetime) -> None:
    """Record that an API token was used."""
    _note_use(engine, ApiToken.__table__, token_id, last_used_at=at)


def _note_use(engine: Engine, table: Table, row_id: int, **values: dt.datetime) -> None:
    options = {WRITES: True, BESIDES_READING: "That a session was seen is no fact of any record."}
    with engine.connect().execution_options(**options) as connection:
        connection.execute(update(table).where(table.c.id == row_id).values(**values))
        connection.commit()


def end_sessions(session: Session, user_id: int, at: dt.datetime) -> int:
    """End every open session of a user; returns how many there were."""
    opened = select(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.ended_at.is_(None)
    )
    ended = session.scalars(opened).all()
    for row in ended:
        row.ended_at = at
    return len(ended)


def end_login(session: Session, user: User, at: dt.datetime) -> None:
    """Disable a login: end its open sessions and API tokens at once."""
    user.is_active = False
    end_sessions(session, user.id, at)
    end_tokens(session, user.id, at)


def end_tokens(session: Session, user_id: int, at: dt.datetime) -> int:
    """Revoke every API token of a user; returns how many there were."""
    valid = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    ended = session.scalars(valid).all()
    for token in ended:
        token.revoked_at = at
    return len(ended)
