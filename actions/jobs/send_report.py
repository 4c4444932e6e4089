"""发送报表: write the letter of a report to one receiver, or log why they get none.

A job works the report out under the receiver's own scope and hands it over as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import mailing_facts
from models.jobs.outbox import Mail, MailTopic, refused_addresses
from models.users.user import Role, User
from models.values.language import SOURCE_LANGUAGE
from models.workspace.report_mailing import ReportMailing, ReportSending, SendingOutcome

#: Longest text of a letter.
LONGEST_REPORT_LETTER = 60_000


@dataclass(frozen=True, slots=True)
class SendReportInput:
    """The receiver and the period, and the report as text where they get it."""

    period: str = param(maximum_length=10)
    user_id: int = param(minimum=1)
    outcome: SendingOutcome = param()
    title: str = param(default="", maximum_length=80)
    content: str = param(default="", maximum_length=LONGEST_REPORT_LETTER, multiline=True)
    row_count: int = param(default=0, minimum=0)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets it, and whether their address is one that mail servers refused."""

    user: User | None
    is_refused: bool


def survey(ctx: Context, rows: Sequence[ReportMailing], given: SendReportInput) -> Receiver:
    user = ctx.session.scalars(select(User).where(User.id == given.user_id)).one_or_none()
    address = user.email if user else None
    return Receiver(user, bool(address and refused_addresses(ctx.session, {address})))


def run(
    ctx: Context, rows: Sequence[ReportMailing], given: SendReportInput, receiver: Receiver
) -> Result:
    (mailing,) = rows
    user, outcome = receiver.user, given.outcome
    assert user is not None, "the job read the user"
    if outcome is SendingOutcome.WRITTEN and (not user.email or receiver.is_refused):
        outcome = SendingOutcome.NO_ADDRESS
    if outcome is SendingOutcome.WRITTEN:
        letter = Mail(
            key=f"{MailTopic.REPORT}:{mailing.id}:{given.period}:{user.id}",
            recipient=user.email,
            topic=MailTopic.REPORT,
            facts={
                "to": user.display_name,
                "count": given.row_count,
                "title": given.title,
                "content": given.content,
            },
            language=user.language or SOURCE_LANGUAGE,
            written_at=ctx.at,
            next_at=ctx.at,
        )
        letter.belong_to(user)
        ctx.session.add(letter)
    sending = ReportSending(
        mailing_id=mailing.id,
        period=given.period,
        user_id=user.id,
        outcome=outcome,
        row_count=given.row_count,
        at=ctx.at,
    )
    sending.belong_to(mailing)
    ctx.session.add(sending)
    return Result(rows=[RowResult(mailing.id, str(mailing))], totals={"row_count": 1})


SEND_REPORT = Action(
    key="send_report",
    model=ReportMailing,
    input=SendReportInput,
    survey=survey,
    row_facts=mailing_facts,
    run=run,
    maximum_rows=1,
    grants={Role.SYSTEM: Reach.SCOPE},
)
