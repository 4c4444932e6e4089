"""停用推送地址: nothing is written for it any more, and what still waits is given up when due."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.webhooks import webhook_facts
from models.webhooks.webhook import WEBHOOK_LIFECYCLE, Webhook, WebhookEvent


def run(ctx: Context, rows: Sequence[Webhook], given: Nothing, facts: None) -> Result:
    for row in rows:
        WEBHOOK_LIFECYCLE.advance(row, WebhookEvent.STOP)
    return Result(rows=[RowResult(row.id, row.name) for row in rows])


STOP_WEBHOOK = Action(
    key="stop_webhook",
    model=Webhook,
    input=Nothing,
    row_facts=webhook_facts,
    run=run,
    states=WEBHOOK_LIFECYCLE.sources(WebhookEvent.STOP),
)
