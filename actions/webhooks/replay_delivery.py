"""重新推送: send messages again, the same bytes under the same id, to the present address.

A receiver that has taken a message already knows it by its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.webhooks import delivery_facts
from models.webhooks.webhook import (
    DELIVERY_LIFECYCLE,
    DeliveryEvent,
    Webhook,
    WebhookDelivery,
    WebhookState,
)


class ReplayDeliveryRefusal(StrEnum):
    """Why a message is not sent again."""

    STOPPED = "replay_delivery_stopped"


def survey(ctx: Context, rows: Sequence[WebhookDelivery], given: Nothing) -> Mapping[int, Webhook]:
    """The addresses of the messages, by key."""
    keys = {row.webhook_id for row in rows}
    found = ctx.session.scalars(select(Webhook).where(Webhook.id.in_(keys)))
    return {row.id: row for row in found}


def check(row: WebhookDelivery, given: Nothing, hooks: Mapping[int, Webhook]) -> Refusal | None:
    hook = hooks[row.webhook_id]
    if hook.state is WebhookState.STOPPED:
        return Refusal(ReplayDeliveryRefusal.STOPPED, {"name": hook.name})
    return None


def run(
    ctx: Context, rows: Sequence[WebhookDelivery], given: Nothing, hooks: Mapping[int, Webhook]
) -> Result:
    for row in rows:
        DELIVERY_LIFECYCLE.advance(row, DeliveryEvent.REPLAY)
        row.tries, row.next_at = 0, ctx.at
    return Result(
        rows=[
            RowResult(row.id, row.receipt_no, {"webhook": hooks[row.webhook_id].name})
            for row in rows
        ],
        totals={"row_count": len(rows)},
    )


REPLAY_DELIVERY = Action(
    key="replay_delivery",
    model=WebhookDelivery,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=delivery_facts,
    run=run,
    states=DELIVERY_LIFECYCLE.sources(DeliveryEvent.REPLAY),
    refusals=ReplayDeliveryRefusal,
    is_primary=True,
)
