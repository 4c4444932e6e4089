"""Refusals and rows for tests of verbs that cancel or withdraw."""

from __future__ import annotations

from typing import Any

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Refused
from models.billing.order import Order
from models.domains.domain import Domain
from tests.support.world.cast import World

#: A name of the cast is not made from its unit's own.
REASON = "教育局下属的电教馆"


def refused(world: World, action: Any, by: str, row_id: int, given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [row_id], given)
    return caught.value.first


def domain(world: World, name: str) -> Domain:
    with world.session() as session:
        return session.get_one(Domain, world.id(name))


def order(world: World, name: str) -> Order:
    with world.session() as session:
        return session.get_one(Order, world.id(name))


def pay(world: World, name: str, amount_fen: int) -> None:
    given = ChargeInput(amount_fen, amount_fen // 20_000)
    world.perform(CHARGE, "zhuoni", [world.id(name)], given)
