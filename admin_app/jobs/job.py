"""What a job declares: when it is due, which rows it wants, and the action it carries out on them.

Data only; the runner does the rest. A job wants rows by what they are, never by what it did last
time, so days on which nothing ran are made up for by the next run.
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

#: The keys of the rows that wait for a step today, in no order.
Wanted = Callable[[Session, dt.date], Select[Any]]


def nothing(_today: dt.date) -> Nothing:
    """The input of actions that take none."""
    return Nothing()


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a job, carried out on the rows that want it."""

    action: Action[Any, Any, Any]
    wanted: Wanted
    #: Rows of one run of the action: what is atomic.
    size: int = MAXIMUM_BATCH_ROWS
    #: Rows of one run of the job; None: all that want it.
    most: int | None = None
    #: Makes the input of each run of the action, of the day.
    given: Callable[[dt.date], Any] = nothing
    #: Tells apart the steps of a job that carry out the same action.
    mark: str = ""
    #: Whether a run may stop short, its sums saying `is_cut`, and goes on with the same rows.
    may_be_cut: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """Steps that are due from a time of day on, every day or on one day of the week."""

    kind: JobKind
    #: In Asia/Shanghai. Holidays stop no job.
    due_at: dt.time
    steps: tuple[Step, ...]
    #: 0 is Monday; None: every day.
    weekday: int | None = None

    def key(self, day: dt.date) -> str:
        """The key of the run of a day, or of its week: there is one run a period."""
        return f"{self.kind}:{day if self.weekday is None else week_key(day)}"

    def is_due(self, at: dt.datetime) -> bool:
        """Whether the period's run may begin; one that was missed may begin until it is over."""
        here = at.astimezone(SHANGHAI)
        if self.weekday is None:
            return here.time() >= self.due_at
        return (here.weekday(), here.time()) >= (self.weekday, self.due_at)
