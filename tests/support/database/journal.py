"""Counts the runs of actions that the journal has."""

from __future__ import annotations

from sqlalchemy import func, select

from models.core.journal import JournalEntry
from tests.support.world.cast import World


def run_count(world: World) -> int:
    """How many runs were committed, without sign-ins."""
    wanted = select(func.count(JournalEntry.id)).where(JournalEntry.action != "sign_in")
    with world.session() as session:
        return session.scalar(wanted) or 0
