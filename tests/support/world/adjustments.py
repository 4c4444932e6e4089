"""Adjustments proposed and confirmed, for the tests of their verbs."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.refusal import Refused
from actions.ledger.adjust import ADJUST, AdjustInput, Direction
from actions.ledger.confirm_adjustment import (
    CONFIRM_ADJUSTMENT,
    ConfirmAdjustmentInput,
)
from models.invariants import breaches
from models.ledger.ledger import Account
from tests.support.world.cast import World

BY, SECOND = "conac-finance", "conac"


def load(world: World, model: Any, key: int) -> Any:
    with world.session() as session:
        return session.get_one(model, key)


def balance(world: World, code: str = "623022") -> int:
    found: Account = load(world, Account, world.id(f"prepaid:{code}"))
    assert found.balance_fen is not None
    return found.balance_fen


def refused(world: World, action: Any, by: str, ids: list[int], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, ids, given)
    return caught.value.first


def confirm(world: World, key: int, by: str = SECOND) -> Any:
    return world.perform(CONFIRM_ADJUSTMENT, by, [key], ConfirmAdjustmentInput())


def unsound(world: World) -> dict[str, int]:
    with world.engine.connect() as connection:
        return {rule: count for rule, count in breaches(connection).items() if count}


def give(world: World, code: str, fen: int) -> None:
    """Adjust an office's balance upward, by two persons."""
    given = AdjustInput(Direction.INCREASE, fen, "期初")
    done = world.perform(ADJUST, BY, [world.id(code)], given)
    confirm(world, done.totals["adjustment_id"])
