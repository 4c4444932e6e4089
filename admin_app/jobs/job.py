"""The declaration of a job: its schedule, its rows, and the action to run on them.

Data only; the runner does the rest. A job selects rows by their state, never by its last run, so
the next run catches up on missed days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from actions.core.action import Action, Nothing
from models.jobs.job_run import JobKind
from models.values.calendar import SHANGHAI, week_key
from models.values.limits import MAXIMUM_BATCH_ROWS

#: Query of the ids of rows to process today, not ordered.
Wanted = Callable[[Session, dt.date], Select[Any]]


def nothing(_today: dt.date) -> Nothing:
    """The input of actions without fields."""
    return Nothing()


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a job, run on its rows."""

    action: Action[Any, Any, Any]
    wanted: Wanted
    #: Rows per run of the action, which is atomic.
    size: int = MAXIMUM_BATCH_ROWS
    #: Most rows per run of the job; None: all.
    most: int | None = None
    #: Makes the action's input from the day.
    given: Callable[[dt.date], Any] = nothing
    #: Distinguishes steps of a job with the same action.
    mark: str = ""
    #: Whether the action may stop early (`is_cut` in its totals), to be repeated on the same rows.
    may_be_cut: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """Steps with a schedule: a time of day, daily or on one day of the week."""

    kind: JobKind
    #: In Asia/Shanghai. Holidays stop no job.
    due_at: dt.time
    steps: tuple[Step, ...]
    #: 0 is Monday; None: every day.
    weekday: int | None = None

    def key(self, day: dt.date) -> str:
        """The key of the run of a day or week: there is one run per period."""
        return f"{self.kind}:{day if self.weekday is None else week_key(day)}"

    def is_due(self, at: dt.datetime) -> bool:
        """Whether the period's run is due; a missed one stays due until the period ends."""
        here = at.astimezone(SHANGHAI)
        if self.weekday is None:
            return here.time() >= self.due_at
        return (here.weekday(), here.time()) >= (self.weekday, self.due_at)
