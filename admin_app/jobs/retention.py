"""过期清理: what is kept for a while and no longer is removed; the journal never is.

Each night removes a bounded number of rows, a batch at a time: what is left goes the nights after.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.jobs.prune_mail import PRUNE_MAIL
from actions.jobs.prune_notices import PRUNE_NOTICES
from actions.jobs.prune_reminders import PRUNE_REMINDERS
from actions.jobs.prune_runs import PRUNE_RUNS
from admin_app.jobs.job import Job, Step
from models.core.setting import settings_of
from models.domains.reminder import Reminder, reminders_kept_since
from models.jobs.job_run import JobKind, JobRun
from models.jobs.outbox import ENDED_STATES, Mail
from models.values.calendar import day_bounds
from models.workspace.notification import Notification
from models.workspace.notify import KEPT_DAYS

#: Rows of each kind that one night removes.
_MOST = 20_000


def _begin(today: dt.date, kept_days: int) -> dt.datetime:
    """The first moment of the first day that is kept."""
    return day_bounds(today - dt.timedelta(days=kept_days))[0]


def old_notices(_session: Session, today: dt.date) -> Select[Any]:
    """Notices of days that are past keeping."""
    return select(Notification.id).where(Notification.at < _begin(today, KEPT_DAYS))


def old_mail(session: Session, today: dt.date) -> Select[Any]:
    """Letters nobody will send any more, written on days that are past keeping."""
    before = _begin(today, settings_of(session).mail_kept_days)
    return select(Mail.id).where(Mail.state.in_(ENDED_STATES), Mail.written_at < before)


def old_reminders(session: Session, today: dt.date) -> Select[Any]:
    """Notes of reminders for ends that are past keeping."""
    before = reminders_kept_since(today, settings_of(session))
    return select(Reminder.id).where(Reminder.expires_on < before, Reminder.told_at.is_not(None))


def old_runs(session: Session, today: dt.date) -> Select[Any]:
    """Runs that ended on days that are past keeping; their batches go with them."""
    before = _begin(today, settings_of(session).run_kept_days)
    return select(JobRun.id).where(JobRun.ended_at < before)


PRUNE = Job(
    JobKind.RETAIN,
    dt.time(3, 0),
    (
        Step(PRUNE_NOTICES, old_notices, most=_MOST),
        Step(PRUNE_MAIL, old_mail, most=_MOST),
        Step(PRUNE_REMINDERS, old_reminders, most=_MOST),
        Step(PRUNE_RUNS, old_runs, most=_MOST),
    ),
)
