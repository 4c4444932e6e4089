"""启用推送地址: what happens from now on is sent again; what happened meanwhile is not."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.webhooks import webhook_facts
from models.webhooks.destination import destination_fault
from models.webhooks.webhook import WEBHOOK_LIFECYCLE, Webhook, WebhookEvent


def check(row: Webhook, given: Nothing, facts: None) -> Refusal | None:
    fault = destination_fault(row.url)
    return Refusal(fault, {"url": row.url}) if fault else None


def run(ctx: Context, rows: Sequence[Webhook], given: Nothing, facts: None) -> Result:
    for row in rows:
        WEBHOOK_LIFECYCLE.advance(row, WebhookEvent.START)
    return Result(rows=[RowResult(row.id, row.name) for row in rows])


START_WEBHOOK = Action(
    key="start_webhook",
    model=Webhook,
    input=Nothing,
    check=check,
    row_facts=webhook_facts,
    run=run,
    states=WEBHOOK_LIFECYCLE.sources(WebhookEvent.START),
)
