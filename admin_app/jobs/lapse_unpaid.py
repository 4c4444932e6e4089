"""逾期未缴费: every night, lapse names that CONAC approved and that were not paid in time."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from actions.domains.lapse import LAPSE
from admin_app.jobs.job import Job, Step
from models.billing.order import OPEN_STATES, Order, OrderState
from models.core.setting import settings_of
from models.domains.domain import Domain, DomainState
from models.jobs.job_run import JobKind
from models.values.calendar import day_bounds


def unpaid_names(session: Session, today: dt.date) -> Select[int]:
    """Approved names past their payment deadline, except those whose fee was charged."""
    last_day = today - dt.timedelta(days=settings_of(session).unpaid_lapse_days)
    paid = set(OPEN_STATES) - {OrderState.PAYABLE}
    return select(Domain.id).where(
        Domain.state == DomainState.REGISTRY_APPROVED,
        Domain.approved_at < day_bounds(last_day)[0],
        ~exists().where(Order.domain_id == Domain.id, Order.state.in_(paid)),
    )


LAPSE_NAMES = Job(JobKind.LAPSE, dt.time(1, 0), (Step(LAPSE, unpaid_names),))
