"""定时发送报表: mail a report daily, weekly or monthly to people of one's office and those below.

Each receiver gets what they themselves may see, worked out when it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import report_facts
from models.definitions.report import SavedReport, names_in
from models.users.user import Role, User
from models.workspace.report_mailing import (
    MAXIMUM_MAILINGS,
    MAXIMUM_NAMED_PEOPLE,
    MailEvery,
    ReportMailing,
)


class MailReportRefusal(StrEnum):
    """Why a report is not sent."""

    RETIRED = "mail_report_retired"
    NOBODY = "mail_report_nobody"
    UNKNOWN_PERSON = "mail_report_unknown_person"
    TOO_MANY_PEOPLE = "mail_report_too_many_people"
    TOO_MANY = "mail_report_too_many"


@dataclass(frozen=True, slots=True)
class MailReportInput:
    """When, and to whom: everybody of some roles, and people by their logins."""

    every: MailEvery = param()
    on_weekday: int = param(default=1, minimum=1, maximum=7)
    day_of_month: int = param(default=1, minimum=1, maximum=28)
    hour: int = param(default=8, minimum=0, maximum=23)
    roles: tuple[Role, ...] = param(default=())
    people: str | None = param(default=None, maximum_length=1000)


@dataclass(frozen=True, slots=True)
class MailingFacts:
    """The people named who are within reach, and how many mailings the report has."""

    known: frozenset[str]
    mailing_count: int


def survey(ctx: Context, rows: Sequence[SavedReport], given: MailReportInput) -> MailingFacts:
    named = select(User.username).where(
        User.username.in_(names_in(given.people)), User.unit_id.is_(None)
    )
    mailings = select(func.count()).where(
        ReportMailing.report_id.in_([row.id for row in rows]), ReportMailing.is_active
    )
    return MailingFacts(
        frozenset(ctx.session.scalars(named)),
        ctx.session.scalar(mailings.select_from(ReportMailing)) or 0,
    )


def check(row: SavedReport, given: MailReportInput, facts: MailingFacts) -> Refusal | None:
    if not row.is_active:
        return Refusal(MailReportRefusal.RETIRED, {"name": row.name_zh})
    people = names_in(given.people)
    # Registrants open no reports, so nothing is sent to them.
    if not people and not set(given.roles) - {Role.UNIT_USER}:
        return Refusal(MailReportRefusal.NOBODY)
    if len(people) > MAXIMUM_NAMED_PEOPLE:
        return Refusal(MailReportRefusal.TOO_MANY_PEOPLE, {"maximum": MAXIMUM_NAMED_PEOPLE})
    if unknown := next((name for name in people if name not in facts.known), None):
        return Refusal(MailReportRefusal.UNKNOWN_PERSON, {"name": unknown})
    if facts.mailing_count >= MAXIMUM_MAILINGS:
        return Refusal(MailReportRefusal.TOO_MANY, {"maximum": MAXIMUM_MAILINGS})
    return None


def run(
    ctx: Context, rows: Sequence[SavedReport], given: MailReportInput, facts: MailingFacts
) -> Result:
    (report,) = rows
    mailing = ReportMailing(
        report_id=report.id,
        every=given.every,
        on_weekday=given.on_weekday,
        day_of_month=given.day_of_month,
        hour=given.hour,
        roles=[role.value for role in given.roles],
        people=list(names_in(given.people)),
    )
    mailing.belong_to(ctx.actor)
    ctx.session.add(mailing)
    return Result(rows=[RowResult(report.id, report.name_zh)], totals={"row_count": 1})


MAIL_REPORT = Action(
    key="mail_report",
    model=SavedReport,
    input=MailReportInput,
    survey=survey,
    check=check,
    row_facts=report_facts,
    run=run,
    maximum_rows=1,
    refusals=MailReportRefusal,
    fields_at_fault={
        MailReportRefusal.NOBODY: "roles",
        MailReportRefusal.UNKNOWN_PERSON: "people",
        MailReportRefusal.TOO_MANY_PEOPLE: "people",
    },
)
