"""登记推送地址: listed servers only, a key that is long enough, ten addresses an office."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.core.refusal import Refused
from actions.webhooks.change_webhook import (
    CHANGE_WEBHOOK,
    ChangeWebhookInput,
    ChangeWebhookRefusal,
)
from actions.webhooks.register_webhook import (
    REGISTER_WEBHOOK,
    RegisterWebhookInput,
    RegisterWebhookRefusal,
)
from models.webhooks.destination import DestinationFault
from models.webhooks.webhook import MAXIMUM_WEBHOOKS, WebhookTopic
from tests.support.pages.webhooks import ORIGIN, SECRET, allow, hook, webhook
from tests.support.world.cast import World

GIVEN = RegisterWebhookInput("省平台", f"{ORIGIN}/in", WebhookTopic.MONEY, SECRET)


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch)


def refused(world: World, given: RegisterWebhookInput) -> Refused:
    with pytest.raises(Refused) as caught:
        world.perform(REGISTER_WEBHOOK, "gansu", [], given)
    return caught.value


class TestRegisterWebhook:
    def test_an_address_belongs_to_the_office_that_registers_it(self, world: World) -> None:
        done = world.perform(REGISTER_WEBHOOK, "gansu", [], GIVEN)
        found = hook(world, done.rows[0].row_id)
        assert (found.name, found.url, found.topic) == (GIVEN.name, GIVEN.url, GIVEN.topic)
        assert found.office_code == "620000"
        assert SECRET not in str(done)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"url": "http://10.0.0.1/in"}, DestinationFault.INSIDE),
            ({"url": "https://evil.example.com/in"}, DestinationFault.NOT_ALLOWED),
            ({"url": "hooks"}, DestinationFault.MALFORMED),
            ({"secret": "short"}, RegisterWebhookRefusal.SECRET_SHORT),
        ],
    )
    def test_what_cannot_be_sent_to_or_signed_is_refused_at_its_field(
        self, world: World, change: dict[str, str], code: object
    ) -> None:
        found = refused(world, replace(GIVEN, **change))  # type: ignore[arg-type]
        assert found.first.code is code
        assert found.first.at == next(iter(change))

    def test_names_are_unique_in_an_office(self, world: World) -> None:
        webhook(world, name=GIVEN.name)
        assert refused(world, GIVEN).first.code is RegisterWebhookRefusal.NAME_TAKEN

    def test_an_office_has_a_bounded_number(self, world: World) -> None:
        for _ in range(MAXIMUM_WEBHOOKS):
            webhook(world)
        assert refused(world, GIVEN).first.code is RegisterWebhookRefusal.TOO_MANY


class TestChangeWebhook:
    def test_the_key_stays_where_no_new_one_is_given(self, world: World) -> None:
        key = webhook(world)
        given = ChangeWebhookInput(f"{ORIGIN}/new", WebhookTopic.UNITS)
        world.perform(CHANGE_WEBHOOK, "gansu", [key], given)
        found = hook(world, key)
        assert (found.url, found.topic, found.secret) == (given.url, given.topic, SECRET)
        world.perform(CHANGE_WEBHOOK, "gansu", [key], replace(given, secret=SECRET[::-1]))
        assert hook(world, key).secret == SECRET[::-1]

    def test_what_cannot_be_sent_to_or_signed_is_refused(self, world: World) -> None:
        key = webhook(world)
        for url, secret, code in (
            ("http://127.0.0.1/", None, DestinationFault.INSIDE),
            (f"{ORIGIN}/in", "short", ChangeWebhookRefusal.SECRET_SHORT),
        ):
            given = ChangeWebhookInput(url, WebhookTopic.UNITS, secret)
            with pytest.raises(Refused) as caught:
                world.perform(CHANGE_WEBHOOK, "gansu", [key], given)
            assert caught.value.first.code is code

    @pytest.mark.parametrize("username", ["gannan", "zhuoni", "shaanxi"])
    def test_addresses_of_the_province_are_not_changed_by_others(
        self, world: World, username: str
    ) -> None:
        key = webhook(world)
        with pytest.raises(Refused):
            given = ChangeWebhookInput(f"{ORIGIN}/new", WebhookTopic.UNITS)
            world.perform(CHANGE_WEBHOOK, username, [key], given)
