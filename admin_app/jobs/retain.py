"""过期通知清理: notices older than they are kept are removed, a batch at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.prune_notices import PRUNE_NOTICES
from admin_app.jobs.job import Job, Step
from models.business_day import day_bounds
from models.desk import Notification
from models.job import JobKind
from models.notice import KEPT_DAYS


def old_notices(_session: Session, today: dt.date) -> Select[Any]:
    """Notices of days that are past keeping."""
    before = day_bounds(today - dt.timedelta(days=KEPT_DAYS))[0]
    return select(Notification.id).where(Notification.at < before)


PRUNE = Job(JobKind.RETAIN, dt.time(3, 0), (Step(PRUNE_NOTICES, old_notices),))
