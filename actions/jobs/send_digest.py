"""提醒汇总: notify offices and units of names that expire soon, and write the e-mails.

An office gets one list of its units' names, a unit one of its own; each reminder is sent once.
E-mails are written only where mail is configured, to users with an address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, Reach, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.core.bulk_insert import insert_rows
from models.domains.domain import Domain
from models.domains.reminder import Reminder
from models.jobs.outbox import Mail, MailTopic, refused_addresses
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import Role, User
from models.values.language import SOURCE_LANGUAGE

#: Most reminders per office and run; the next run sends the rest.
MAXIMUM_TOLD = 2000
#: Most names listed in one e-mail; the rest are counted.
_LISTED = 200


@dataclass(frozen=True, slots=True)
class SendDigestInput:
    """Whether e-mails are written too."""

    is_mailing: bool = param(default=False)


@dataclass(frozen=True, slots=True)
class Pending:
    """The unsent reminders of each office, and its users with an address."""

    reminders: dict[str, list[Reminder]]
    people: dict[str, list[User]]
    #: Addresses that a mail server has refused: nothing is sent to them until they are changed.
    refused: set[str] = field(default_factory=set)


def survey(ctx: Context, rows: Sequence[Office], given: SendDigestInput) -> Pending:
    codes = [row.code for row in rows]
    wanted = (
        select(Reminder)
        .where(Reminder.office_code.in_(codes), Reminder.told_at.is_(None))
        .options(joinedload(Reminder.domain).joinedload(Domain.unit))
        .order_by(Reminder.expires_on, Reminder.id)
        .limit(MAXIMUM_TOLD)
    )
    staff = select(User).where(
        User.office_code.in_(codes),
        User.unit_id.is_(None),
        User.is_active,
        User.email.is_not(None),
        User.role != Role.VIEWER,
    )
    pending = Pending({code: [] for code in codes}, {code: [] for code in codes})
    for reminder in ctx.session.scalars(wanted):
        pending.reminders[reminder.office_code].append(reminder)
    if given.is_mailing:
        people = ctx.session.scalars(staff.order_by(User.id)).all()
        units = [reminder.domain.unit for found in pending.reminders.values() for reminder in found]
        addresses = [*(user.email for user in people), *(unit.contact_email for unit in units)]
        pending.refused.update(refused_addresses(ctx.session, {a for a in addresses if a}))
        for user in people:
            if user.email not in pending.refused:
                pending.people[user.office_code].append(user)
    return pending


def run(ctx: Context, rows: Sequence[Office], given: SendDigestInput, pending: Pending) -> Result:
    told = [reminder for found in pending.reminders.values() for reminder in found]
    letters: list[dict[str, object]] = []
    if given.is_mailing:
        letters = [*_office_letters(ctx, rows, pending), *_unit_letters(ctx, told, pending)]
        _write(ctx, letters)
    for reminder in told:
        reminder.told_at = ctx.at
    return Result(
        rows=[RowResult(row.id, row.name) for row in rows],
        totals={"reminder_count": len(told), "letter_count": len(letters)},
    )


def _by_unit(told: Sequence[Reminder]) -> list[tuple[Unit, list[Reminder]]]:
    units: dict[int, tuple[Unit, list[Reminder]]] = {}
    for reminder in told:
        units.setdefault(reminder.unit_id, (reminder.domain.unit, []))[1].append(reminder)
    return list(units.values())


def _office_letters(
    ctx: Context, rows: Sequence[Office], pending: Pending
) -> list[dict[str, object]]:
    return [
        {
            **_letter(ctx, MailTopic.OFFICE_DIGEST, user, row.name, pending.reminders[row.code]),
            "recipient": user.email,
            "language": user.language or SOURCE_LANGUAGE,
        }
        for row in rows
        if pending.reminders[row.code]
        for user in pending.people[row.code]
    ]


def _unit_letters(
    ctx: Context, told: Sequence[Reminder], pending: Pending
) -> list[dict[str, object]]:
    return [
        {
            **_letter(ctx, MailTopic.UNIT_REMINDER, unit, unit.name, found),
            "recipient": unit.contact_email,
            "unit_id": unit.id,
        }
        for unit, found in _by_unit(told)
        if unit.contact_email and unit.contact_email not in pending.refused
    ]


def _letter(
    ctx: Context, topic: MailTopic, reader: User | Unit, name: str, found: Sequence[Reminder]
) -> dict[str, object]:
    """The common values of a letter; its key is made of the run and the reader."""
    assert ctx.entry is not None
    return {
        "key": f"{topic}:{ctx.entry.id}:{reader.id}",
        "topic": topic,
        "facts": {
            "to": name,
            "person": str(reader),
            "count": len(found),
            "names": [_name_row(r) for r in found[:_LISTED]],
        },
        "language": SOURCE_LANGUAGE,
        "written_at": ctx.at,
        "next_at": ctx.at,
        "unit_id": None,
        "province_code": reader.province_code,
        "city_code": reader.city_code,
        "office_code": reader.office_code,
    }


def _name_row(reminder: Reminder) -> list[str]:
    """A name, its unit and its end."""
    end: dt.date = reminder.expires_on
    return [reminder.domain.name_u, reminder.domain.unit.name, end.isoformat()]


def _write(ctx: Context, letters: Sequence[dict[str, object]]) -> None:
    if letters:
        insert_rows(ctx.session, Mail, letters)


SEND_DIGEST = Action(
    key="send_digest",
    model=Office,
    input=SendDigestInput,
    survey=survey,
    row_facts=office_facts,
    run=run,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
    activity=ActivityKind.REMINDER,
    guide=("续-002",),
)
