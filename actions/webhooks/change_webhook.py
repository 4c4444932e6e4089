"""更换推送地址: another address, topic or key for what is sent from now on and what still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.webhooks import webhook_facts
from models.webhooks.destination import LONGEST_URL, destination_fault
from models.webhooks.webhook import LONGEST_SECRET, SHORTEST_SECRET, Webhook, WebhookTopic


class ChangeWebhookRefusal(StrEnum):
    """Why an address is not changed; `DestinationFault` has the faults of the address."""

    SECRET_SHORT = "change_webhook_secret_short"  # noqa: S105  a message


@dataclass(frozen=True, slots=True)
class ChangeWebhookInput:
    """The address, what it is told of, and a new key; empty keeps the present one."""

    url: str = param(maximum_length=LONGEST_URL)
    topic: WebhookTopic = param()
    secret: str | None = param(maximum_length=LONGEST_SECRET, secret=True, default=None)


def check_batch(rows: Sequence[Webhook], given: ChangeWebhookInput, facts: None) -> Refusal | None:
    if fault := destination_fault(given.url):
        return Refusal(fault, {"url": given.url}, at="url")
    if given.secret and len(given.secret) < SHORTEST_SECRET:
        found = {"minimum": SHORTEST_SECRET}
        return Refusal(ChangeWebhookRefusal.SECRET_SHORT, found, at="secret")
    return None


def run(ctx: Context, rows: Sequence[Webhook], given: ChangeWebhookInput, facts: None) -> Result:
    for row in rows:
        row.url, row.topic = given.url, given.topic
        if given.secret:
            row.secret = given.secret
    told = {"url": given.url, "topic": given.topic}
    return Result(rows=[RowResult(row.id, row.name, told) for row in rows])


CHANGE_WEBHOOK = Action(
    key="change_webhook",
    model=Webhook,
    input=ChangeWebhookInput,
    check_batch=check_batch,
    row_facts=webhook_facts,
    run=run,
    maximum_rows=1,
    saves_form=True,
    refusals=ChangeWebhookRefusal,
)
