"""重新发送: send letters again that did not arrive, to the present address of their readers.

An address that a server refused must be corrected first: the unit's in its particulars, a person's
in their own settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.jobs import mail_facts
from models.jobs.outbox import MAIL_LIFECYCLE, UNDELIVERED_STATES, Mail, MailEvent, MailState
from models.units.unit import Unit
from models.users.user import User


class ResendMailRefusal(StrEnum):
    """Why a letter is not sent again."""

    NO_ADDRESS = "resend_mail_no_address"
    ADDRESS_UNCHANGED = "resend_mail_address_unchanged"


def survey(ctx: Context, rows: Sequence[Mail], given: Nothing) -> Mapping[int, str | None]:
    """The present address of each letter's reader, by letter."""
    units = [row.unit_id for row in rows if row.unit_id is not None]
    users = [row.reader_id for row in rows if row.unit_id is None]
    find = ctx.session.execute
    of_units = select(Unit.id, Unit.contact_email).where(Unit.id.in_(units))
    of_users = select(User.id, User.email).where(User.id.in_(users), User.is_active)
    by_unit: dict[int, str | None] = {row.id: row.contact_email for row in find(of_units)}
    by_user: dict[int, str | None] = {row.id: row.email for row in find(of_users)}
    return {
        row.id: (by_user if row.unit_id is None else by_unit).get(row.reader_id or 0)
        for row in rows
    }


def check(row: Mail, given: Nothing, addresses: Mapping[int, str | None]) -> Refusal | None:
    address = addresses[row.id]
    if address is None:
        return Refusal(ResendMailRefusal.NO_ADDRESS, {"recipient": row.recipient})
    if row.state is MailState.REFUSED and address == row.recipient:
        return Refusal(ResendMailRefusal.ADDRESS_UNCHANGED, {"recipient": row.recipient})
    return None


def preview(
    ctx: Context, rows: Sequence[Mail], given: Nothing, addresses: Mapping[int, str | None]
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        rows={row.id: {"reader": row.facts["to"], "address": addresses[row.id]} for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[Mail], given: Nothing, addresses: Mapping[int, str | None]
) -> Result:
    for row in rows:
        MAIL_LIFECYCLE.advance(row, MailEvent.RESEND)
        row.recipient = addresses[row.id] or row.recipient
        row.tries, row.next_at = 0, ctx.at
    return Result(
        rows=[RowResult(row.id, row.recipient, {"reader": row.facts["to"]}) for row in rows],
        totals={"row_count": len(rows)},
    )


RESEND_MAIL = Action(
    key="resend_mail",
    model=Mail,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=mail_facts,
    run=run,
    states=frozenset(UNDELIVERED_STATES),
    refusals=ResendMailRefusal,
    is_primary=True,
)
