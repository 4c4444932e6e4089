"""重新推送, 停用 and 启用: what is sent again, and what is not sent any more."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.webhooks.replay_delivery import REPLAY_DELIVERY, ReplayDeliveryRefusal
from actions.webhooks.start_webhook import START_WEBHOOK
from actions.webhooks.stop_webhook import STOP_WEBHOOK
from models.offices.office import Office
from models.webhooks.destination import DestinationFault
from models.webhooks.webhook import (
    DELIVERY_LIFECYCLE,
    DeliveryEvent,
    DeliveryState,
    Webhook,
    WebhookState,
)
from tests.support.pages.webhooks import allow, hook, messages, webhook
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch)


def undelivered(world: World) -> tuple[int, int]:
    """A message that was given up, and its address."""
    key = webhook(world)
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-gansu"))
        found = Maker(session, office, NOW).webhook_delivery(session.get_one(Webhook, key))
        found.tries = 8
        for happening in (DeliveryEvent.CLAIM, DeliveryEvent.GIVE_UP):
            DELIVERY_LIFECYCLE.advance(found, happening)
        session.flush()
        return found.id, key


class TestReplayDelivery:
    def test_a_message_is_due_again_with_all_its_tries(self, world: World) -> None:
        message, _key = undelivered(world)
        world.perform(REPLAY_DELIVERY, "gansu", [message], Nothing())
        (found,) = messages(world)
        assert (found.state, found.tries) == (DeliveryState.WAITING, 0)

    def test_an_address_that_was_stopped_must_be_started_first(self, world: World) -> None:
        message, key = undelivered(world)
        world.perform(STOP_WEBHOOK, "gansu", [key], Nothing())
        with pytest.raises(Refused) as caught:
            world.perform(REPLAY_DELIVERY, "gansu", [message], Nothing())
        assert caught.value.first.code is ReplayDeliveryRefusal.STOPPED
        world.perform(START_WEBHOOK, "gansu", [key], Nothing())
        world.perform(REPLAY_DELIVERY, "gansu", [message], Nothing())

    def test_an_address_no_longer_allowed_is_not_started(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = webhook(world)
        world.perform(STOP_WEBHOOK, "gansu", [key], Nothing())
        assert hook(world, key).state is WebhookState.STOPPED
        allow(monkeypatch, "https://other.example.com")
        with pytest.raises(Refused) as caught:
            world.perform(START_WEBHOOK, "gansu", [key], Nothing())
        assert caught.value.first.code is DestinationFault.NOT_ALLOWED
