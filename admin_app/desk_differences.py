"""对账差异: how many payments of the actor's own office still lack money sent or a sheet."""

from __future__ import annotations

import datetime as dt

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.actor import Actor
from admin_app.grid.spec import MONEY_STAFF
from models.business_day import week_key
from models.office import Office, OfficeLevel
from models.reconciliation import Span, compare, weeks_until

#: Weeks looked at; the present one is not over, and its money not yet due.
_WEEKS = 4


def differences(session: Session, actor: Actor, today: dt.date) -> tuple[int, str]:
    """(how many, the page that names them) of the last weeks; CONAC has no payments of its own."""
    until = week_key(today - dt.timedelta(weeks=1))
    url = url_for("reconciliation.index", under=actor.office_code, until=until)
    wanted = select(Office).where(Office.code == actor.office_code)
    office = session.scalars(wanted).one_or_none() if actor.role in MONEY_STAFF else None
    if office is None or office.level is OfficeLevel.REGISTRY:
        return 0, url
    cells = compare(session, Span(office, weeks_until(until, _WEEKS), [office.code]))
    return sum(cell.unremitted_count + cell.uninvoiced_count for cell in cells), url
