"""奖励经费计提: on Monday the weeks that are over give their provinces what the rules say (Q7).

Some weeks are looked at again, so that one in which nothing ran, or whose rule came late, is made
up for.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from actions.ledger.accrue_awards import ACCRUE_AWARDS, AccrueAwardsInput
from admin_app.jobs.job import Job, Step
from models.jobs.job_run import JobKind
from models.ledger.award import provinces_to_reverse, provinces_to_reward
from models.offices.office import Office, OfficeLevel
from models.values.calendar import week_key

#: Weeks looked at, the last first.
_WEEKS = 4


def _step(back: int) -> Step:
    """The accrual of the week so many weeks ago; the latest also takes back what was refunded."""

    def week_of(today: dt.date) -> str:
        return week_key(today - dt.timedelta(weeks=back))

    def wanted(_session: Session, today: dt.date) -> Select[Any]:
        due = [Office.code.in_(provinces_to_reward(week_of(today)))]
        if back == 1:
            due.append(Office.code.in_(provinces_to_reverse()))
        return select(Office.id).where(Office.level == OfficeLevel.PROVINCE, or_(*due))

    def given(today: dt.date) -> AccrueAwardsInput:
        return AccrueAwardsInput(week_of(today))

    return Step(ACCRUE_AWARDS, wanted, size=1, given=given, mark=f"-{back}", may_be_cut=True)


# One province a run, as often as it takes: each stands or falls alone.
ACCRUE_WEEKS = Job(
    JobKind.ACCRUE_AWARD,
    dt.time(5, 0),
    tuple(_step(back) for back in range(1, _WEEKS + 1)),
    weekday=0,
)
