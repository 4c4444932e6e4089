"""What other systems are told: rows of the address's office and those below, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.domains.renew import RENEW, RenewInput
from actions.outgoing_messages import NAMED_ROWS, topic_of
from actions.permissions import CATALOG
from actions.units.register import REGISTER_UNIT
from actions.units.transfer import TRANSFER_UNIT
from actions.users.create_user import CREATE_USER
from actions.webhooks.stop_webhook import STOP_WEBHOOK
from models.webhooks.webhook import WebhookTopic
from tests.support.pages.webhooks import messages, webhook
from tests.support.world.cast import World


def bodies(world: World) -> list[dict[str, Any]]:
    return [json.loads(each.content) for each in messages(world)]


def renew(world: World, *names: str, username: str = "zhuoni") -> str:
    ids = [world.id(name) for name in names]
    return world.perform(RENEW, username, ids, RenewInput(years=2)).receipt_no


class TestWriteMessages:
    @pytest.mark.parametrize(
        "office", ["office-zhuoni", "office-gannan", "office-gansu", "registry"]
    )
    def test_the_offices_of_the_rows_and_those_above_are_told(
        self, world: World, office: str
    ) -> None:
        key = webhook(world, office)
        number = renew(world, "a-due", "b-due")
        (message,) = messages(world)
        body = json.loads(message.content)
        assert (message.webhook_id, message.action, message.receipt_no) == (key, "renew", number)
        assert body["id"] == message.key
        assert body["type"] == "renew"
        assert body["data"]["receipt_no"] == number
        assert body["data"]["row_count"] == 2
        assert [row["id"] for row in body["data"]["rows"]] == [
            world.id("a-due"),
            world.id("b-due"),
        ]
        assert body["data"]["totals"]["amount_fen"] > 0

    @pytest.mark.parametrize("office", ["office-lintan", "office-shaanxi"])
    def test_offices_beside_are_told_nothing(self, world: World, office: str) -> None:
        webhook(world, office)
        renew(world, "a-due")
        assert messages(world) == []

    def test_an_address_is_told_of_its_topic_and_not_after_it_was_stopped(
        self, world: World
    ) -> None:
        webhook(world, topic=WebhookTopic.INVOICES)
        world.perform(STOP_WEBHOOK, "gansu", [webhook(world)], Nothing())
        kept = webhook(world, topic=WebhookTopic.DOMAINS)
        renew(world, "a-due")
        assert [each.webhook_id for each in messages(world)] == [kept]

    def test_a_refused_run_tells_nothing(self, world: World) -> None:
        webhook(world)
        with pytest.raises(Refused):
            renew(world, "a-due", "a-held")
        assert messages(world) == []

    def test_a_repeated_request_tells_once(self, world: World) -> None:
        webhook(world)
        given = RenewInput(years=2)
        for _ in range(2):
            world.perform(RENEW, "zhuoni", [world.id("a-due")], given, key="the same")
        assert len(messages(world)) == 1

    def test_rows_of_others_are_neither_named_nor_summed(self, world: World) -> None:
        webhook(world, "office-zhuoni")
        renew(world, "a-due", "c-due", username="gannan")
        (body,) = bodies(world)
        assert [row["id"] for row in body["data"]["rows"]] == [world.id("a-due")]
        assert body["data"]["row_count"] == 1
        assert "totals" not in body["data"]


class TestTopicOf:
    def test_logins_and_settings_are_told_to_nobody(self) -> None:
        assert topic_of(CREATE_USER) is None

    def test_the_business_of_offices_has_topics(self) -> None:
        assert topic_of(REGISTER_UNIT) is topic_of(TRANSFER_UNIT) is WebhookTopic.UNITS
        told = {topic_of(action) for action in CATALOG}
        assert told == {None, *WebhookTopic} - {WebhookTopic.EVERYTHING}

    def test_a_message_names_a_bounded_number_of_rows(self) -> None:
        assert NAMED_ROWS == 100
