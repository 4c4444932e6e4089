"""推送地址 and 推送记录: whose a row is, and who sees it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.core.journal import JournalChange
from models.offices.office import Office
from models.webhooks.webhook import Webhook, WebhookDelivery
from tests.support.pages.webhooks import SECRET, webhook
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker, make_any

COUNTS = {"zhuoni": 1, "gannan": 1, "gansu": 1, "lintan": 0, "unit-a": 0}


@pytest.mark.parametrize("model", [Webhook, WebhookDelivery])
@pytest.mark.parametrize(("username", "count"), COUNTS.items())
def test_a_row_is_seen_by_its_office_and_those_above_it(
    world: World, username: str, count: int, model: Any
) -> None:
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        make_any(Maker(session, office, NOW), model)

    with world.session(username) as session:
        assert len(session.scalars(select(model)).all()) == count


def test_the_key_of_the_signature_is_not_in_the_journal(world: World) -> None:
    webhook(world)
    with world.session() as session:
        (change,) = session.scalars(select(JournalChange).where(JournalChange.entity == "webhook"))
    assert SECRET not in str(change.diff)
    assert "secret" in change.diff
