"""The one write that needs no journal entry: that a session was seen a moment ago.

It says nothing about anybody's records, and an entry each minute for each open browser would
bury the history that people read. It lives in its own transaction, outside any run.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, update  # noqa: TID251  not a record: see above

from models.engine import WRITES
from models.user import LoginSession

#: A session seen less than this ago is not written again.
SEEN_EVERY = dt.timedelta(minutes=1)


def refresh_seen(engine: Engine, session_id: int, at: dt.datetime) -> None:
    """Note that a session is in use."""
    sessions = LoginSession.__table__
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(update(sessions).where(sessions.c.id == session_id).values(seen_at=at))
        connection.commit()
