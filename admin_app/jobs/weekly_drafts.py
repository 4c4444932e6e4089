"""每周汇款单草稿: on Monday each office that remits finds its 汇款单 prepared (新-005, Q8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from actions.remittances.draft import DRAFT_REMITTANCE
from admin_app.jobs.job import Job, Step
from admin_app.jobs.nightly_settlement import payers_of
from models.billing.order import OrderState
from models.jobs.job_run import JobKind
from models.offices.office import Office, OfficeLevel
from models.remittances.remittance import Remittance, RemittanceState


def remitting_offices(_session: Session, _today: dt.date) -> Select[Any]:
    """Offices that remit for charged orders, and those whose draft may have lost its reason."""
    drafted = select(Remittance.office_code).where(Remittance.state == RemittanceState.DRAFT)
    return select(Office.id).where(
        Office.level != OfficeLevel.REGISTRY,
        or_(Office.code.in_(payers_of((OrderState.CHARGED,))), Office.code.in_(drafted)),
    )


# One office a run: each 汇款单 stands or falls alone.
DRAFT_WEEK = Job(
    JobKind.DRAFT_REMITTANCE,
    dt.time(6, 0),
    (Step(DRAFT_REMITTANCE, remitting_offices, size=1),),
    weekday=0,
)
