"""Which message is sent next, and what its receiver answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, Table, select

from models.core.base import ChosenRow
from models.jobs.attempts import (
    LONGEST_ANSWER,
    MAXIMUM_TRIES,
    claim_next,
    next_attempt_at,
    record_attempt,
)
from models.webhooks.webhook import (
    DELIVERY_LIFECYCLE,
    DeliveryEvent,
    DeliveryState,
    Webhook,
    WebhookDelivery,
    WebhookState,
)

_DELIVERIES: Table = WebhookDelivery.__table__
_WEBHOOKS: Table = Webhook.__table__


@dataclass(frozen=True, slots=True)
class Message:
    """A claimed message, with its address and the key of its signature as they are now."""

    id: int
    key: str
    content: str
    url: str
    secret: str
    #: Whether its address still takes messages.
    is_wanted: bool
    #: Attempts, including this one.
    tries: int

    @property
    def is_last_try(self) -> bool:
        """Whether it is given up if this attempt fails."""
        return self.tries >= MAXIMUM_TRIES


def take_message(engine: Engine, at: dt.datetime) -> Message | None:
    """Claim the next message that is due; None when there is none."""
    found = claim_next(engine, _DELIVERIES, DELIVERY_LIFECYCLE, DeliveryEvent.CLAIM, at)
    if found is None:
        return None
    hook = _webhook(engine, found.webhook_id)
    return Message(
        id=found.id,
        key=found.key,
        content=found.content,
        url=hook.url,
        secret=hook.secret,
        is_wanted=hook.state is WebhookState.ACTIVE,
        tries=found.tries + 1,
    )


def _webhook(engine: Engine, webhook_id: int) -> ChosenRow:
    with engine.connect() as connection:
        return connection.execute(select(_WEBHOOKS).where(_WEBHOOKS.c.id == webhook_id)).one()


def record_answer(
    engine: Engine, message: Message, happening: DeliveryEvent, at: dt.datetime, answer: str
) -> DeliveryState:
    """Record that a message arrived, is tried again later, or is given up."""
    values = {
        "answer": answer[:LONGEST_ANSWER],
        "next_at": next_attempt_at(at, message.tries),
        "delivered_at": at if happening is DeliveryEvent.DELIVER else None,
    }
    return record_attempt(engine, _DELIVERIES, DELIVERY_LIFECYCLE, happening, message.id, values)
