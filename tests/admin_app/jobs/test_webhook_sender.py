"""Messages to a real server on this machine, which takes, refuses or redirects them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest
from flask import Flask

from actions.core.action import Nothing
from actions.webhooks.replay_delivery import REPLAY_DELIVERY
from actions.webhooks.stop_webhook import STOP_WEBHOOK
from admin_app.jobs.webhook_sender import send_messages
from models.core.clock import FixedClock
from models.jobs.attempts import MAXIMUM_TRIES
from models.webhooks.webhook import DeliveryState
from tests.actions.test_outgoing_messages import renew
from tests.support.pages.webhooks import (
    SECRET,
    Receiver,
    allow,
    messages,
    receiver,
    webhook,
)
from tests.support.world.cast import NOW, World


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The program, allowed to send to a server inside."""
    with receiver() as found, app.app_context():
        allow(monkeypatch, f"http://127.0.0.1:{found.port}", may_be_inside=True)
        yield found


@pytest.fixture
def key(server: Receiver, world: World) -> int:
    """The address of that server, with one message to send."""
    found = webhook(world, url=server.url)
    renew(world, "a-due")
    return found


def send(world: World, **later: float) -> int:
    return send_messages(world.engine, FixedClock(NOW + dt.timedelta(**later)))


def state(world: World) -> tuple[DeliveryState, int, str | None]:
    (found,) = messages(world)
    return found.state, found.tries, found.answer


def is_signed(headers: dict[str, str], body: bytes) -> bool:
    """What a receiver checks, by the words of Standard Webhooks 1.0."""
    signed = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body]
    )
    wanted = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest())
    return headers["webhook-signature"] == f"v1,{wanted.decode()}"


@pytest.mark.usefixtures("key")
class TestSendMessages:
    def test_a_message_arrives_once_signed_as_the_standard_says(
        self, world: World, server: Receiver
    ) -> None:
        assert send(world) == 1
        ((headers, body),) = server.taken
        assert is_signed(headers, body)
        assert not is_signed(headers, body + b" ")
        assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
        assert headers["webhook-id"] == json.loads(body)["id"]
        assert state(world) == (DeliveryState.DELIVERED, 1, "204 No Content")
        assert send(world, days=1) == 0

    def test_a_server_in_trouble_is_tried_again_later_each_time(
        self, world: World, server: Receiver
    ) -> None:
        server.answers = [500, 503]
        assert send(world) == send(world) == 0
        assert state(world) == (DeliveryState.WAITING, 1, "500 Internal Server Error")
        assert send(world, minutes=2) == 0
        assert send(world, minutes=5) == 0
        assert send(world, minutes=6) == 1
        assert state(world)[:2] == (DeliveryState.DELIVERED, 3)
        assert len({body for _headers, body in server.taken}) == 1

    def test_a_message_is_given_up_after_a_bounded_number_of_tries_and_replayed(
        self, world: World, server: Receiver
    ) -> None:
        server.answers = [500] * MAXIMUM_TRIES
        for day in range(3 * MAXIMUM_TRIES):
            send(world, days=day)
        assert state(world)[:2] == (DeliveryState.GIVEN_UP, MAXIMUM_TRIES)
        assert len(server.taken) == MAXIMUM_TRIES
        world.perform(REPLAY_DELIVERY, "gansu", [messages(world)[0].id], Nothing())
        assert send(world, days=30) == 1
        assert server.taken[-1][1] == server.taken[0][1]

    def test_a_receiver_that_is_gone_ends_it_at_once(self, world: World, server: Receiver) -> None:
        server.answers = [410]
        assert send(world) == 0
        assert state(world) == (DeliveryState.GIVEN_UP, 1, "410 Gone")

    def test_a_redirect_is_not_followed(self, world: World, server: Receiver) -> None:
        server.answers = [302]
        assert send(world) == 0
        assert len(server.taken) == 1
        assert state(world)[:2] == (DeliveryState.WAITING, 1)

    def test_a_server_that_is_down_is_tried_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def is_down(*_arguments: object) -> None:
            raise ConnectionRefusedError("down")

        monkeypatch.setattr("socket.create_connection", is_down)
        assert send(world) == 0
        assert state(world) == (DeliveryState.WAITING, 1, "ConnectionRefusedError: down")

    def test_nothing_is_sent_inside_once_that_is_not_allowed(
        self, world: World, server: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        allow(monkeypatch, f"http://127.0.0.1:{server.port}")
        assert send(world) == 0
        assert server.taken == []
        found = state(world)
        assert found[0] is DeliveryState.GIVEN_UP
        assert "内部网络" in (found[2] or "")

    def test_what_waits_for_a_stopped_address_is_not_sent(
        self, world: World, server: Receiver, key: int
    ) -> None:
        world.perform(STOP_WEBHOOK, "gansu", [key], Nothing())
        assert send(world) == 0
        assert server.taken == []
        assert state(world)[0] is DeliveryState.GIVEN_UP
