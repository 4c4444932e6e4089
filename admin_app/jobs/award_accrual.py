"""奖励经费计提: every Monday, accrue the provinces' awards for the past weeks (Q7).

Several weeks are checked again, to catch up on missed runs and on late rules.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from actions.ledger.accrue_awards import ACCRUE_AWARDS, AccrueAwardsInput
from admin_app.jobs.job import Job, Step
from models.jobs.job_run import JobKind
from models.ledger.award import provinces_to_reverse, provinces_to_reward
from models.offices.office import Office, OfficeLevel
from models.values.calendar import week_key

#: Weeks to check, the latest first.
_WEEKS = 4


def _step(back: int) -> Step:
    """The accrual of the week `back` weeks ago; the latest also reverses awards of refunded
    orders.
    """

    def week_of(today: dt.date) -> str:
        return week_key(today - dt.timedelta(weeks=back))

    def wanted(_session: Session, today: dt.date) -> Select[int]:
        due = [Office.code.in_(provinces_to_reward(week_of(today)))]
        if back == 1:
            due.append(Office.code.in_(provinces_to_reverse()))
        return select(Office.id).where(Office.level == OfficeLevel.PROVINCE, or_(*due))

    def given(today: dt.date) -> AccrueAwardsInput:
        return AccrueAwardsInput(week_of(today))

    return Step(ACCRUE_AWARDS, wanted, size=1, given=given, mark=f"-{back}", may_be_cut=True)


# One province per run, repeated as needed, so that one failure does not affect others.
ACCRUE_WEEKS = Job(
    JobKind.ACCRUE_AWARD,
    dt.time(5, 0),
    tuple(_step(back) for back in range(1, _WEEKS + 1)),
    weekday=0,
)
