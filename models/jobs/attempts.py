"""Attempts at sending what waits in an outbox: who has claimed a row, when it is due again.

Bookkeeping like that of jobs: each write is a transaction of its own and needs no journal entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import (
    Engine,
    Table,
    select,
    update,  # noqa: TID251  bookkeeping outside the journal: see above
)

from models.core.base import ChosenRow
from models.core.engine import WRITES
from models.core.lifecycle import Lifecycle
from models.core.locking import locking_free

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)

#: After this time the sender of a claimed row is considered dead.
HELD_FOR = dt.timedelta(minutes=5)
MAXIMUM_TRIES = 8
LONGEST_ANSWER = 300
_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=6)


def claim_next(
    engine: Engine, outbox: Table, lifecycle: Lifecycle[S, E], claim: E, at: dt.datetime
) -> ChosenRow | None:
    """Claim the next row that is due, with its attempts before this one; None when none is.

    The table has `state`, `tries` and `next_at`.
    """
    sources, target = lifecycle.moves[claim]
    is_due = outbox.c.state.in_(sources) & (outbox.c.next_at <= at)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        wanted = select(outbox).where(is_due).order_by(outbox.c.next_at, outbox.c.id).limit(1)
        found = connection.execute(locking_free(wanted)).one_or_none()
        if found is None:
            return None
        values = {"state": target, "next_at": at + HELD_FOR, "tries": found.tries + 1}
        connection.execute(update(outbox).where(outbox.c.id == found.id).values(**values))
        connection.commit()
    return found


def next_attempt_at(at: dt.datetime, tries: int) -> dt.datetime:
    """When a row is tried again after so many attempts: later each time."""
    return at + min(_FIRST_WAIT * (1 << (tries - 1)), _LONGEST_WAIT)


def record_attempt(
    engine: Engine,
    outbox: Table,
    lifecycle: Lifecycle[S, E],
    happening: E,
    row_id: int,
    values: Mapping[str, object],
) -> S:
    """Record what became of an attempt; a row that another worker has moved on stays as it is."""
    sources, target = lifecycle.moves[happening]
    which = (outbox.c.id == row_id) & outbox.c.state.in_(sources)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(update(outbox).where(which).values(state=target, **values))
        connection.commit()
    return target
