"""每周汇款单草稿: every Monday, prepare the 汇款单 of each remitting office (新-005, Q8)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from actions.remittances.draft import DRAFT_REMITTANCE
from admin_app.jobs.job import Job, Step
from admin_app.jobs.nightly_settlement import payers_of
from models.billing.order import OrderState
from models.jobs.job_run import JobKind
from models.offices.office import Office, OfficeLevel
from models.remittances.remittance import Remittance, RemittanceState


def remitting_offices(_session: Session, _today: dt.date) -> Select[int]:
    """Offices that remit for charged orders, and those with a draft that may be obsolete."""
    drafted = select(Remittance.office_code).where(Remittance.state == RemittanceState.DRAFT)
    return select(Office.id).where(
        Office.level != OfficeLevel.REGISTRY,
        or_(Office.code.in_(payers_of((OrderState.CHARGED,))), Office.code.in_(drafted)),
    )


# One office per run, so that one failure does not affect others.
DRAFT_WEEK = Job(
    JobKind.DRAFT_REMITTANCE,
    dt.time(6, 0),
    (Step(DRAFT_REMITTANCE, remitting_offices, size=1),),
    weekday=0,
)
