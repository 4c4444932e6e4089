"""I-13: what one person did, another undoes; alone he may only for a few minutes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Base
from models.journal import JournalChange, JournalEntry, Operation
from models.setting import Settings


def needs_second_person(
    author: str, actor: str, done_at: dt.datetime, at: dt.datetime, settings: Settings
) -> bool:
    """Whether the actor may not undo this alone: it is his own, and the minutes are over."""
    alone_until = done_at + dt.timedelta(minutes=settings.undo_minutes)
    return settings.second_person and author == actor and at > alone_until


def authors_of(session: Session, model: type[Base], ids: list[int]) -> dict[int, str]:
    """Row → key of the actor who wrote it first, where the journal shows it to this actor."""
    found = session.execute(
        select(JournalChange.row_id, JournalEntry.actor_key)
        .join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
        .where(
            JournalChange.entity == model.__tablename__,
            JournalChange.row_id.in_(ids),
            JournalChange.operation == Operation.INSERT,
        )
    )
    return {row_id: key for row_id, key in found}  # noqa: C416  rows are no pairs to mypy
