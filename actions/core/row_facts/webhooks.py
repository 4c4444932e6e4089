"""What an address of another system, and a message to it, are to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import RowFacts
from actions.core.context import Context
from models.webhooks.webhook import Webhook, WebhookDelivery


def webhook_facts(_ctx: Context, rows: Sequence[Webhook]) -> RowFacts:
    """Where it leads and what it is told of."""
    return {row.id: {"url": row.url, "topic": row.topic} for row in rows}


def delivery_facts(ctx: Context, rows: Sequence[WebhookDelivery]) -> RowFacts:
    """The address, the act it tells of, and how often it was tried."""
    keys = {row.webhook_id for row in rows}
    named = select(Webhook.id, Webhook.name).where(Webhook.id.in_(keys))
    names = {row.id: row.name for row in ctx.session.execute(named)}
    return {
        row.id: {
            "webhook": names[row.webhook_id],
            "action": row.action,
            "tries": row.tries,
            "answer": row.answer,
        }
        for row in rows
    }
