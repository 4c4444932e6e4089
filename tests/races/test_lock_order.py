"""Runs that lock the same rows wait for each other, but never for each other at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

import actions.perform
from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.domains.delete import DELETE_DOMAIN, DeleteDomainInput
from actions.ledger.settle import SETTLE
from models.billing.order import OrderState
from models.domains.domain import DomainState
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

ROUNDS = 12
NAMES = 40


@pytest.mark.postgres
def test_settling_orders_and_deleting_their_names_never_deadlocks(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, repeated = postgres_world, list[Exception]()
    monkeypatch.setattr(actions.perform, "_wait", lambda error, _attempt: repeated.append(error))
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        names = [maker.domain(state=DomainState.REGISTERED) for _ in range(NAMES)]
        # The names of the first orders have the last keys.
        for name in reversed(names):
            maker.order(name, OrderState.CHARGED)
        ids = [name.id for name in names]
    account = world.id("prepaid:623022")
    settle: Callable[[], Any] = lambda: world.perform(SETTLE, "system", [account], Nothing())  # noqa: E731
    delete: Callable[[], Any] = lambda: world.perform(  # noqa: E731
        DELETE_DOMAIN, "conac", ids, DeleteDomainInput("逾期未续费")
    )

    def repeat(attempt: Callable[[], Any]) -> None:
        for _ in range(ROUNDS):
            with suppress(Refused):
                attempt()

    world.actor("conac")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(repeat, [settle, delete]))

    assert repeated == []
