"""登记推送地址: give a system elsewhere the receipts of one's office and those below it.

The operator lists the servers that may be sent to; only those can be registered. The key of the
signature is agreed with the receiver, typed here once, and never shown again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.webhooks.destination import LONGEST_URL, destination_fault
from models.webhooks.webhook import (
    LONGEST_SECRET,
    MAXIMUM_WEBHOOKS,
    SHORTEST_SECRET,
    Webhook,
    WebhookTopic,
)


class RegisterWebhookRefusal(StrEnum):
    """Why an address is not registered; `DestinationFault` has the faults of the address."""

    NAME_TAKEN = "register_webhook_name_taken"
    SECRET_SHORT = "register_webhook_secret_short"  # noqa: S105  a message
    TOO_MANY = "register_webhook_too_many"


@dataclass(frozen=True, slots=True)
class RegisterWebhookInput:
    """The address, what it is told of, and the key of the signature."""

    name: str = param(maximum_length=40)
    url: str = param(maximum_length=LONGEST_URL)
    topic: WebhookTopic = param()
    secret: str = param(maximum_length=LONGEST_SECRET, secret=True)


def survey(ctx: Context, rows: Sequence[Webhook], given: RegisterWebhookInput) -> Sequence[str]:
    """The names that the office has given to its addresses."""
    own = select(Webhook.name).where(Webhook.office_code == ctx.actor.office_code)
    return ctx.session.scalars(own).all()


def check_batch(
    rows: Sequence[Webhook], given: RegisterWebhookInput, names: Sequence[str]
) -> Refusal | None:
    if fault := destination_fault(given.url):
        return Refusal(fault, {"url": given.url}, at="url")
    if len(given.secret) < SHORTEST_SECRET:
        facts = {"minimum": SHORTEST_SECRET}
        return Refusal(RegisterWebhookRefusal.SECRET_SHORT, facts, at="secret")
    if given.name in names:
        return Refusal(RegisterWebhookRefusal.NAME_TAKEN, {"name": given.name}, at="name")
    if len(names) >= MAXIMUM_WEBHOOKS:
        return Refusal(RegisterWebhookRefusal.TOO_MANY, {"maximum": MAXIMUM_WEBHOOKS})
    return None


def run(
    ctx: Context, rows: Sequence[Webhook], given: RegisterWebhookInput, names: Sequence[str]
) -> Result:
    row = Webhook(name=given.name, url=given.url, topic=given.topic, secret=given.secret)
    row.belong_to(ctx.actor)
    ctx.session.add(row)
    ctx.session.flush()
    return Result(rows=[RowResult(row.id, row.name, {"url": row.url, "topic": row.topic})])


REGISTER_WEBHOOK = Action(
    key="register_webhook",
    model=Webhook,
    input=RegisterWebhookInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=RegisterWebhookRefusal,
)
