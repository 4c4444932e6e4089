"""到期提醒: every morning, record reminders of names that expire soon, and send the digests.

Also, once a week, remind offices of lots they have not signed for.
"""

from __future__ import annotations

import datetime as dt

from flask import has_app_context
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from actions.domains.remind import REMIND
from actions.invoices.notify_overdue_lots import TELL_OVERDUE_LOTS
from actions.jobs.send_digest import SEND_DIGEST, SendDigestInput
from admin_app.jobs.job import Job, Step
from admin_app.jobs.mail_sender import mail_server
from models.core.setting import settings_of
from models.domains.reminder import Reminder, names_to_remind
from models.invoices.stock import InvoiceLot, LotState
from models.jobs.job_run import JobKind
from models.offices.office import Office
from models.values.calendar import day_bounds
from models.workspace.notification import Notification
from models.workspace.notify import Topic

#: Days until an office is reminded of the same lots again.
_LOTS_AGAIN_DAYS = 7


def due_names(session: Session, today: dt.date) -> Select[int]:
    """Registered names without a reminder for today's stage."""
    settings = settings_of(session)
    return names_to_remind(today, settings.reminder_days, settings.grace_days)


def offices_to_tell(_session: Session, _today: dt.date) -> Select[int]:
    """Offices with unsent reminders."""
    untold = select(Reminder.office_code).where(Reminder.told_at.is_(None)).distinct()
    return select(Office.id).where(Office.code.in_(untold))


def offices_with_overdue_lots(session: Session, today: dt.date) -> Select[int]:
    """Offices with overdue lots and no reminder of them this week."""
    days = settings_of(session).unsigned_lot_days
    overdue = select(InvoiceLot.office_code).where(
        InvoiceLot.state == LotState.IN_TRANSIT,
        InvoiceLot.dispatched_at < day_bounds(today - dt.timedelta(days=days))[0],
    )
    lately = day_bounds(today - dt.timedelta(days=_LOTS_AGAIN_DAYS - 1))[0]
    return select(Office.id).where(
        Office.code.in_(overdue),
        ~exists().where(
            Notification.office_code == Office.code,
            Notification.kind == Topic.LOTS_OVERDUE,
            Notification.at >= lately,
        ),
    )


def digest(_today: dt.date) -> SendDigestInput:
    """E-mails are written if a mail server is configured."""
    return SendDigestInput(is_mailing=has_app_context() and mail_server() is not None)


REMIND_PEOPLE = Job(
    JobKind.REMIND,
    dt.time(7, 0),
    (
        Step(REMIND, due_names),
        # One office per run: each gets one list, and one failure does not affect others.
        Step(SEND_DIGEST, offices_to_tell, size=1, given=digest),
        Step(TELL_OVERDUE_LOTS, offices_with_overdue_lots),
    ),
)
