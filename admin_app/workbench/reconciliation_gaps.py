"""对账差异: payments of the actor's own office not remitted in time or not invoiced."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from actions.permissions import may_run
from actions.remittances.submit import REMIT
from admin_app.pages.remittances.reconciliation_address import differing_url
from models.offices.office import Office
from models.reports.reconciliation import Span, differing_count, weeks_until
from models.values.calendar import week_key


def differences(session: Session, actor: Actor, today: dt.date) -> tuple[int, str]:
    """(count, URL of exactly those payments) of the weeks of 三方对账, for those who remit."""
    if not may_run(actor, REMIT):
        return 0, ""
    until = week_key(today)
    office = session.scalars(select(Office).where(Office.code == actor.office_code)).one()
    span = Span(office, weeks_until(until), today, [office.code])
    return differing_count(session, span), differing_url(office, office.code, until)
