"""收费 = 汇款 = 开票, as 三方对账 tells it; and what CONAC has not yet found of the transfers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.offices.office import Office, OfficeLevel
from models.remittances.remittance import Remittance, RemittanceState
from models.reports.reconciliation import Leg, PaymentLegs, Span, payments_of, weeks_until
from models.values.calendar import week_key

#: Weeks that hold a year and the days that close it.
_WEEKS = 55


def differing(session: Session, last: dt.date) -> list[PaymentLegs]:
    """Payments of the year until `last` whose three books differ: the first page."""
    whole = session.scalars(select(Office).where(Office.level == OfficeLevel.REGISTRY)).one()
    span = Span(whole, weeks_until(week_key(last), _WEEKS), last + dt.timedelta(weeks=1))
    return payments_of(session, span, tuple(Leg))


def missing_fen(session: Session) -> int:
    """What was remitted and has not arrived."""
    short = Remittance.amount_fen - Remittance.received_fen
    underway = Remittance.state.in_((RemittanceState.SUBMITTED, RemittanceState.RECEIVED))
    wanted = select(func.sum(short)).where(underway, short > 0)
    return session.scalar(wanted) or 0


def count(session: Session, model: type, *conditions: object) -> int:
    """Rows of a kind."""
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
