"""对账差异: how many payments of the actor's own office still lack money sent or a sheet."""

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

#: Weeks looked at; the present one is not over, and its money not yet due.
_WEEKS = 4


def differences(session: Session, actor: Actor, today: dt.date) -> tuple[int, str]:
    """(how many, the page that names them) of the last weeks, for those who remit."""
    until = week_key(today - dt.timedelta(weeks=1))
    url = url_for("reconciliation.index", under=actor.office_code, until=until)
    if actor.role not in grants_of(REMIT):
        return 0, url
    office = session.scalars(select(Office).where(Office.code == actor.office_code)).one()
    cells = compare(session, Span(office, weeks_until(until, _WEEKS), [office.code]))
    return sum(cell.unremitted_count + cell.uninvoiced_count for cell in cells), url
