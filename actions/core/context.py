"""The context of a run, and how a verb locks the rows it reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Select
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from actions.core.result import Answer
from models.core.journal import Door, JournalEntry
from models.core.locking import Columns, locking
from models.core.setting import Settings, know_day, settings_of


@dataclass(frozen=True)
class Context:
    """The context of a run: the session, the actor, and its single instant."""

    session: Session
    actor: Actor
    #: The instant of the run, aware UTC, and its day in Asia/Shanghai.
    at: dt.datetime
    today: dt.date
    door: Door
    #: The journal entry of every write; None while planning.
    entry: JournalEntry | None = None
    #: What the actor answers to the warnings.
    answer: Answer = field(default_factory=Answer)

    def __post_init__(self) -> None:
        """The session counts relative days from the run's day, in a background job as well."""
        know_day(self.session, self.today)

    @cached_property
    def settings(self) -> Settings:
        """The settings in force, read once a run."""
        return settings_of(self.session)

    def locked(self, statement: Select[*Columns]) -> Select[*Columns]:
        """The statement with row locks in a run; unchanged in a plan.

        models/core/locking.py has the lock order.
        """
        if self.entry is None:
            return statement
        entity = statement.column_descriptions[0]["entity"]
        return locking(statement, of=entity)

    def lock(self, statement: Select[*Columns]) -> None:
        """Lock the statement's rows when the run writes; nothing when it plans."""
        if self.entry is not None:
            self.session.scalars(self.locked(statement)).all()
