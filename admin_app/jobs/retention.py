"""过期清理: every night, delete rows past their retention period; never the journal.

Each night deletes a limited number of rows in batches; the following nights continue.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, exists, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from actions.jobs.prune_configurations import PRUNE_CONFIGURATIONS
from actions.jobs.prune_mail import PRUNE_MAIL
from actions.jobs.prune_notices import PRUNE_NOTICES
from actions.jobs.prune_reminders import PRUNE_REMINDERS
from actions.jobs.prune_runs import PRUNE_RUNS
from actions.permissions import DEFINITION_KINDS, KEEP_CONFIGURATION_NIGHTLY
from admin_app.jobs.job import Job, Step
from models.core.setting import settings_of
from models.definitions.configuration import COPY_KEPT_DAYS, ConfigurationCopy, CopyOrigin
from models.domains.reminder import Reminder, reminders_kept_since
from models.jobs.job_run import CHECK_KEPT_DAYS, JobKind, JobRun
from models.jobs.outbox import ENDED_STATES, Mail, MailState
from models.offices.office import REGISTRY_CODE, Office, OfficeLevel
from models.units.unit import Unit
from models.users.user import User
from models.values.calendar import day_bounds
from models.workspace.notification import Notification
from models.workspace.notify import KEPT_DAYS

#: Most rows of each kind per night.
_MOST = 20_000


def _begin(today: dt.date, kept_days: int) -> dt.datetime:
    """The start of the first day that is kept."""
    return day_bounds(today - dt.timedelta(days=kept_days))[0]


def old_notices(_session: Session, today: dt.date) -> Select[int]:
    """Notices past their retention period."""
    return select(Notification.id).where(Notification.at < _begin(today, KEPT_DAYS))


def old_mail(session: Session, today: dt.date) -> Select[int]:
    """Finished letters past their retention period."""
    before = _begin(today, settings_of(session).mail_kept_days)
    # A refused letter marks its address as bad, and stays as long as somebody has that address.
    is_mark = (Mail.state == MailState.REFUSED) & or_(
        exists().where(Unit.id == Mail.unit_id, Unit.contact_email == Mail.recipient),
        exists().where(User.office_code == Mail.office_code, User.email == Mail.recipient),
    )
    return select(Mail.id).where(
        Mail.state.in_(ENDED_STATES), Mail.written_at < before, not_(is_mark)
    )


def old_reminders(session: Session, today: dt.date) -> Select[int]:
    """Reminders past their retention period."""
    before = reminders_kept_since(today, settings_of(session))
    return select(Reminder.id).where(Reminder.expires_on < before, Reminder.told_at.is_not(None))


def old_runs(session: Session, today: dt.date) -> Select[int]:
    """Finished runs past their retention period, and sooner checks that were not confirmed; their
    slices are deleted with them.
    """
    before = _begin(today, settings_of(session).run_kept_days)
    confirmed = select(JobRun.check_id).where(
        JobRun.check_id.is_not(None), JobRun.is_check.is_(False)
    )
    is_idle = JobRun.is_check & (JobRun.ended_at < _begin(today, CHECK_KEPT_DAYS))
    return select(JobRun.id).where(
        or_(JobRun.ended_at < before, is_idle & JobRun.id.not_in(confirmed))
    )


def changed_configurations(_session: Session, _today: dt.date) -> Select[int]:
    """The registry and the provinces whose definitions changed since the last copy of them."""
    kept = (
        select(func.max(ConfigurationCopy.taken_at))
        .where(
            ConfigurationCopy.office_code == Office.code,
            ConfigurationCopy.origin != CopyOrigin.UPLOADED,
        )
        .scalar_subquery()
    )
    changed = []
    for kind in DEFINITION_KINDS:
        model: Any = kind.model
        code = literal(REGISTRY_CODE) if kind.is_of_registry else model.office_code
        is_later = or_(kept.is_(None), model.updated_at >= kept)
        changed.append(exists().where(code == Office.code, is_later))
    levels = (OfficeLevel.REGISTRY, OfficeLevel.PROVINCE)
    return select(Office.id).where(Office.level.in_(levels), or_(*changed))


def old_configurations(_session: Session, today: dt.date) -> Select[int]:
    """Copies past their retention period, but for what held in each office when that began."""
    before = ConfigurationCopy.taken_at < _begin(today, COPY_KEPT_DAYS)
    held = (
        select(func.max(ConfigurationCopy.id))
        .where(before, ConfigurationCopy.origin != CopyOrigin.UPLOADED)
        .group_by(ConfigurationCopy.office_code)
    )
    return select(ConfigurationCopy.id).where(before, ConfigurationCopy.id.not_in(held))


PRUNE = Job(
    JobKind.RETAIN,
    dt.time(3, 0),
    (
        Step(KEEP_CONFIGURATION_NIGHTLY, changed_configurations, size=1),
        Step(PRUNE_CONFIGURATIONS, old_configurations, most=_MOST),
        Step(PRUNE_NOTICES, old_notices, most=_MOST),
        Step(PRUNE_MAIL, old_mail, most=_MOST),
        Step(PRUNE_REMINDERS, old_reminders, most=_MOST),
        Step(PRUNE_RUNS, old_runs, most=_MOST),
    ),
)
