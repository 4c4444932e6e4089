"""对账差异: how many payments of the actor's office are not yet remitted or not yet invoiced."""

from __future__ import annotations

import datetime as dt

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from actions.permissions import grants_of
from actions.remittances.submit import REMIT
from models.offices.office import Office
from models.reports.reconciliation import Span, compare, weeks_until
from models.values.calendar import week_key

#: Weeks to check; the present one is not over, and its money not due yet.
_WEEKS = 4


def differences(session: Session, actor: Actor, today: dt.date) -> tuple[int, str]:
    """(count, URL of the page that lists them) for the last weeks, for those who remit."""
    until = week_key(today - dt.timedelta(weeks=1))
    url = url_for("reconciliation.index", under=actor.office_code, until=until)
    if actor.role not in grants_of(REMIT):
        return 0, url
    office = session.scalars(select(Office).where(Office.code == actor.office_code)).one()
    cells = compare(session, Span(office, weeks_until(until, _WEEKS), [office.code]))
    return sum(cell.unremitted_count + cell.uninvoiced_count for cell in cells), url
