"""业务单 on start pages: a user's latest receipts, to print or to continue from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.activities import PERSONAL_KEYS
from actions.core.actor import Actor
from actions.permissions import action_of
from admin_app.labels import action_title
from admin_app.views import GRIDS
from models.core.journal import JournalEntry, JournalReceipt
from models.values.calendar import instant

#: Most receipts shown; 办理记录 has the rest.
_NEWEST = 5


@dataclass(frozen=True, slots=True)
class Done:
    """One run of an action."""

    number: str
    title: str
    at: str
    url: str
    #: The list of its rows.
    onward_url: str | None


def newest_of(session: Session, actor: Actor) -> list[Done]:
    """The user's latest runs."""
    return _receipts(session, newest(_NEWEST).where(JournalEntry.actor_key == actor.key))


def newest_in_scope(session: Session, limit: int) -> list[Done]:
    """The latest runs in scope, for a unit its own."""
    return _receipts(session, newest(limit))


def newest(limit: int) -> Select[int, str, dt.datetime, str]:
    """Runs with a receipt, the newest first by time."""
    return (
        select(JournalEntry.id, JournalEntry.action, JournalEntry.at, JournalReceipt.receipt_no)
        .join(JournalReceipt, JournalReceipt.id == JournalEntry.id)
        .where(JournalEntry.action.not_in(PERSONAL_KEYS))
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(limit)
    )


def _receipts(session: Session, wanted: Select[int, str, dt.datetime, str]) -> list[Done]:
    return [
        Done(
            row.receipt_no,
            action_title(row.action),
            instant(row.at),
            url_for("receipt.index", id=row.id, entity=entity),
            None if entity is None else url_for(f"{entity}.index_view"),
        )
        for row in session.execute(wanted)
        for entity in (_entity_of(row.action),)
    ]


def _entity_of(key: str) -> str | None:
    """The list whose rows the action ticks."""
    action = action_of(key)
    if action is None:
        return None
    return next((grid.entity for grid in GRIDS.values() if grid.model is action.model), None)
