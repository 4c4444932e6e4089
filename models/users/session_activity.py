"""Sessions as the server knows them: seen a moment ago, or ended.

That a session was seen is the one write that needs no journal entry: it says nothing about
anybody's records, and an entry each minute for each open browser would bury the history that
people read. It has a transaction of its own, outside any run.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import (
    Engine,
    Table,
    select,
    update,  # noqa: TID251  the one write outside the journal: see above
)
from sqlalchemy.orm import Session

from models.core.engine import BESIDES_READING, WRITES
from models.users.user import ApiToken, LoginSession, User

#: A session seen less than this ago is not written again.
SEEN_EVERY = dt.timedelta(minutes=1)


def refresh_seen(engine: Engine, session_id: int, at: dt.datetime) -> None:
    """Note that a session is in use."""
    _note_use(engine, cast("Table", LoginSession.__table__), session_id, seen_at=at)


def refresh_used(engine: Engine, token_id: int, at: dt.datetime) -> None:
    """Note that a program's token is in use."""
    _note_use(engine, cast("Table", ApiToken.__table__), token_id, last_used_at=at)


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
    """Shut a login: it signs in no more, open sessions and tokens of programs end at once."""
    user.is_active = False
    end_sessions(session, user.id, at)
    end_tokens(session, user.id, at)


def end_tokens(session: Session, user_id: int, at: dt.datetime) -> int:
    """Revoke every token of a user's programs; returns how many there were."""
    valid = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    ended = session.scalars(valid).all()
    for token in ended:
        token.revoked_at = at
    return len(ended)
