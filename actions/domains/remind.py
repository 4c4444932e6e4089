"""到期提醒: record that a name is due for a reminder, once for each term and stage (续-002).

Stages are days before expiry (setting `reminder_days`), and expiry itself. A name that passed
several without a run gets only the latest. The system runs it every morning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, Nothing, Reach
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.core.bulk_insert import insert_rows
from models.domains.domain import Domain, DomainState
from models.domains.reminder import Reminder, stage_of
from models.users.user import Role


class RemindRefusal(StrEnum):
    """Why a name gets no reminder."""

    NOT_DUE = "remind_not_due"
    TOLD = "remind_told"


@dataclass(frozen=True, slots=True)
class RemindFacts:
    """The day, the stages, and the existing reminders: (name, expiry, stage)."""

    today: dt.date
    stages: Sequence[int]
    told: frozenset[tuple[int, dt.date, int]]

    def stage(self, row: Domain) -> int | None:
        """The stage that the name has reached."""
        assert row.expires_on is not None, "a registered name ends some day"
        return stage_of((row.expires_on - self.today).days, self.stages)


def survey(ctx: Context, rows: Sequence[Domain], given: Nothing) -> RemindFacts:
    known = select(Reminder.domain_id, Reminder.expires_on, Reminder.stage).where(
        Reminder.domain_id.in_([row.id for row in rows])
    )
    told = frozenset((r.domain_id, r.expires_on, r.stage) for r in ctx.session.execute(known))
    return RemindFacts(ctx.today, ctx.settings.reminder_days, told)


def check(row: Domain, given: Nothing, facts: RemindFacts) -> Refusal | None:
    stage = facts.stage(row)
    if stage is None:
        return Refusal(RemindRefusal.NOT_DUE, {"name": row.name_u, "expires_on": row.expires_on})
    if (row.id, row.expires_on, stage) in facts.told:
        return Refusal(RemindRefusal.TOLD, {"name": row.name_u, "days": stage})
    return None


def run(ctx: Context, rows: Sequence[Domain], given: Nothing, facts: RemindFacts) -> Result:
    reminders = [
        {
            "domain_id": row.id,
            "unit_id": row.unit_id,
            "expires_on": row.expires_on,
            "stage": facts.stage(row),
            "reminded_on": ctx.today,
            "province_code": row.province_code,
            "city_code": row.city_code,
            "office_code": row.office_code,
        }
        for row in rows
    ]
    insert_rows(ctx.session, Reminder, reminders)
    return Result(
        rows=[RowResult(row.id, row.name_u) for row in rows], totals={"row_count": len(rows)}
    )


REMIND = Action(
    key="remind",
    model=Domain,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.REGISTERED}),
    refusals=RemindRefusal,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
    activity=ActivityKind.REMINDER,
    guide=("续-002", "Q6"),
)
