"""Why each row changed: one entry per run of an action, row diffs as its children.

`perform` opens the entry, the flush listener adds the changes, the commit completes it. All three
tables are append-only by trigger. A flush without an entry raises, so that a missing audit record
fails a test.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    mapped_column,
    synonym,
)

from models.core.base import Base, Json, UtcDateTime, pk, words
from models.core.scope import BY_HAND, Scoped, ancestor_indexes

_INFO_KEY = "journal_entry"


class UncausedWriteError(RuntimeError):
    """A bug of ours: a flush with no journal entry open."""


class Door(StrEnum):
    """Through which interface a run came in."""

    GRID = "grid"
    API = "api"
    CLI = "cli"
    JOB = "job"
    SEED = "seed"


class Operation(StrEnum):
    """What happened to a row."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class JournalEntry(Scoped, Base):
    """One run of an action: who, which, through which door, with what input. Never changed."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("actor_key", "key"),
        Index(None, "at", "id"),
        Index(None, "door", "id"),
        # For the latest receipts of a user, on their start page.
        Index(None, "actor_key", "at", "id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, nullable=False)
    #: 'user:17', or 'system' for jobs and the seed. Idempotency keys are unique per actor.
    actor_key: Mapped[str] = mapped_column(String(40))
    #: The name at that time; renaming a user does not change history.
    actor_name: Mapped[str] = mapped_column(String(60))
    #: The action's key in `actions.permissions`.
    action: Mapped[str] = mapped_column(String(40))
    door: Mapped[Door] = mapped_column(words(Door))
    #: The caller's idempotency key: the same key again returns the first outcome.
    key: Mapped[str] = mapped_column(String(80))
    #: SHA-256 of action, row ids and input; the same key with another hash is refused.
    input_hash: Mapped[str] = mapped_column(String(64))
    input: Mapped[dict[str, Any]] = mapped_column(Json)
    #: The actor's unit, when a registrant acted.
    unit_id: Mapped[int | None] = mapped_column(index=True)

    registrant_id = synonym("unit_id")


class JournalReceipt(Scoped, Base):
    """The numbered receipt (回执) of a run, written last."""

    __tablename__ = "journal_receipt"

    id: Mapped[pk] = mapped_column(ForeignKey("journal_entry.id", ondelete="RESTRICT"))
    receipt_no: Mapped[str] = mapped_column(String(40), unique=True)
    outcome: Mapped[dict[str, Any]] = mapped_column(Json)
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")


class JournalChange(Scoped, Base):
    """One row written by a run; it carries the row's own codes, not the actor's."""

    __tablename__ = "journal_change"
    __table_args__ = (
        Index(None, "entity", "row_id", "id"),
        Index(None, "entry_id"),
    )

    id: Mapped[pk]
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id", ondelete="RESTRICT"))
    #: The table's name.
    entity: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    operation: Mapped[Operation] = mapped_column(words(Operation))
    #: {column: [old, new]}; secrets show as [null, null].
    diff: Mapped[dict[str, Any]] = mapped_column(Json)
    #: The registrant the row belongs to, if it belongs to one.
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")


def open_entry(session: Session, entry: JournalEntry) -> None:
    """Make `entry` the journal entry of every write of the session until the transaction ends.

    Raises IntegrityError when the actor has used the key before.
    """
    assert _INFO_KEY not in session.info, "one run, one entry"
    session.info[_INFO_KEY] = entry
    session.add(entry)
    session.flush()


def close_entry(session: Session) -> None:
    """Forget the open entry, at the end of the transaction however it ended."""
    session.info.pop(_INFO_KEY, None)


def entry_of(session: Session) -> JournalEntry:
    """The open entry; raises UncausedWriteError when there is none."""
    entry = session.info.get(_INFO_KEY)
    if entry is None:
        raise UncausedWriteError("a write needs a cause: run it as an action through perform")
    assert isinstance(entry, JournalEntry)
    return entry


def has_changes(session: Session) -> bool:
    """Whether a row was written under the open entry, by the flushes so far."""
    change = JournalChange.__table__.c
    wanted = select(change.id).where(change.entry_id == entry_of(session).id).limit(1)
    return session.scalar(wanted, execution_options={BY_HAND: True}) is not None


def input_hash(action: str, row_ids: Iterable[int], given: Mapping[str, object]) -> str:
    """SHA-256 over canonical JSON; two requests with the same hash are the same request."""
    canonical = json.dumps([action, sorted(row_ids), given], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
