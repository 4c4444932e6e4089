"""推送地址 (webhooks): systems elsewhere that are told what an office and those below it do.

What is sent is written in the transaction of the act (a transactional outbox) and sent later, at
least once, signed as Standard Webhooks 1.0 says.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, UtcDateTime, Versioned, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.values.tone import Tone
from models.webhooks.destination import LONGEST_URL

#: Most addresses of one office.
MAXIMUM_WEBHOOKS = 10
SHORTEST_SECRET, LONGEST_SECRET = 24, 64


class WebhookTopic(StrEnum):
    """What an address is told of."""

    EVERYTHING = "everything"
    UNITS = "units"
    DOMAINS = "domains"
    MONEY = "money"
    INVOICES = "invoices"


class WebhookState(StrEnum):
    """Whether anything is sent."""

    ACTIVE = "active"
    STOPPED = "stopped"


class WebhookEvent(StrEnum):
    """What happens to an address."""

    STOP = "stop"
    START = "start"


WEBHOOK_LIFECYCLE = Lifecycle[WebhookState, WebhookEvent](
    WebhookState.ACTIVE,
    {
        WebhookEvent.STOP: from_states(WebhookState.ACTIVE, to=WebhookState.STOPPED),
        WebhookEvent.START: from_states(WebhookState.STOPPED, to=WebhookState.ACTIVE),
    },
    tones={WebhookState.ACTIVE: Tone.SUCCESS},
)


class Webhook(Scoped, Versioned, Base):
    """An address, of the office whose acts and those below it are sent there."""

    __tablename__ = "webhook"
    __table_args__ = (UniqueConstraint("office_code", "name"), *ancestor_indexes())

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(String(40), info=text_of_type(TextType.WORDS))
    url: Mapped[str] = mapped_column(String(LONGEST_URL))
    topic: Mapped[WebhookTopic] = mapped_column(words(WebhookTopic))
    #: The key of the signature, which both sides know.
    secret: Mapped[str] = mapped_column(String(LONGEST_SECRET))
    state: Mapped[WebhookState] = mapped_column(
        words(WebhookState), default=WEBHOOK_LIFECYCLE.initial
    )

    def __str__(self) -> str:
        return self.name


class DeliveryState(StrEnum):
    """The state of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    #: All attempts used up.
    GIVEN_UP = "given_up"


class DeliveryEvent(StrEnum):
    """What happens to a message."""

    CLAIM = "claim"
    DELIVER = "deliver"
    POSTPONE = "postpone"
    GIVE_UP = "give_up"
    REPLAY = "replay"


DELIVERY_LIFECYCLE = Lifecycle[DeliveryState, DeliveryEvent](
    DeliveryState.WAITING,
    {
        # A message of a dead worker is claimed again while its state is still SENDING.
        DeliveryEvent.CLAIM: from_states(
            DeliveryState.WAITING, DeliveryState.SENDING, to=DeliveryState.SENDING
        ),
        DeliveryEvent.DELIVER: from_states(DeliveryState.SENDING, to=DeliveryState.DELIVERED),
        DeliveryEvent.POSTPONE: from_states(DeliveryState.SENDING, to=DeliveryState.WAITING),
        DeliveryEvent.GIVE_UP: from_states(DeliveryState.SENDING, to=DeliveryState.GIVEN_UP),
        DeliveryEvent.REPLAY: from_states(
            DeliveryState.DELIVERED, DeliveryState.GIVEN_UP, to=DeliveryState.WAITING
        ),
    },
    tones={
        DeliveryState.DELIVERED: Tone.SUCCESS,
        DeliveryState.GIVEN_UP: Tone.DANGER,
    },
)


class WebhookDelivery(Scoped, Base):
    """One message to one address."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (Index(None, "state", "next_at"), *ancestor_indexes())

    id: Mapped[pk]
    #: The message's id, by which a receiver knows a repetition: the journal entry and the address.
    key: Mapped[str] = mapped_column(String(40), unique=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"), index=True)
    #: What was done, and the number of its receipt.
    action: Mapped[str] = mapped_column(String(60))
    receipt_no: Mapped[str] = mapped_column(String(40))
    #: The body as it is signed and sent, JSON.
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[DeliveryState] = mapped_column(
        words(DeliveryState), default=DELIVERY_LIFECYCLE.initial
    )
    tries: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: Earliest time of the next attempt; while being sent, when the sender is considered dead.
    next_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    delivered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The receiver's last reply: its status, or what kept it from replying.
    answer: Mapped[str | None] = mapped_column(String(300))

    webhook: Mapped[Webhook] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.receipt_no


WEBHOOK_LIFECYCLE.guard(Webhook.state)
DELIVERY_LIFECYCLE.guard(WebhookDelivery.state)
