"""Names that end, for the tests of the verbs that end them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from actions.core.refusal import Refused
from actions.perform import perform
from models.billing.order import Order, OrderState
from models.core.clock import FixedClock
from models.domains.domain import Domain
from tests.support.pages.answers import ticking
from tests.support.world.cast import NOW, World
from tests.support.world.factories import serial


def run(world: World, action: Any, by: str, name: str, given: Any, days: int = 0) -> Any:
    caller = replace(world.caller(by), clock=FixedClock(NOW + timedelta(days=days)))
    with world.session(by) as session:
        ids, key = [world.id(name)], f"end-{serial()}"
        return ticking(
            lambda answer: perform(session, action, ids, given, caller, key=key, answer=answer)
        )


def refused(world: World, action: Any, by: str, name: str, given: Any, days: int = 0) -> Any:
    with pytest.raises(Refused) as caught:
        run(world, action, by, name, given, days)
    return caught.value.first


def domain(world: World, name: str) -> Domain:
    with world.session() as session:
        return session.get_one(Domain, world.id(name))


def order_state(world: World, name: str) -> OrderState:
    with world.session() as session:
        return session.get_one(Order, world.id(name)).state
