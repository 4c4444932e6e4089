"""Rows move where their register allows it, for the roles that it names, whole batches or none."""

from __future__ import annotations

import pytest

from actions.core.refusal import Refused
from actions.core.registers.row_entry import RegisterRowRefusal
from actions.registers.move_register_rows import MOVE_REGISTER_ROWS, MoveRegisterRowsInput
from models.registers.register_row import RegisterRow
from tests.support.definitions.registers import enter, open_training
from tests.support.world.cast import World


def move(world: World, by: str, keys: list[int], state: str) -> None:
    world.perform(MOVE_REGISTER_ROWS, by, keys, MoveRegisterRowsInput(state))


def refused(world: World, by: str, keys: list[int], state: str) -> object:
    with pytest.raises(Refused) as caught:
        move(world, by, keys, state)
    return caught.value.first.code


def state_of(world: World, key: int) -> str:
    with world.session("zhuoni") as session:
        return session.get_one(RegisterRow, key).state


def test_a_batch_moves_whole_or_not_at_all(world: World) -> None:
    open_training(world)
    keys = [enter(world, "zhuoni", "training", f"培训{n}") for n in range(3)]
    move(world, "zhuoni", keys[:1], "held")
    assert refused(world, "zhuoni", keys, "held") is RegisterRowRefusal.SAME_STATE
    assert state_of(world, keys[1]) == "planned"
    assert refused(world, "zhuoni", keys[:1], "planned") is RegisterRowRefusal.NOT_ALLOWED
    assert refused(world, "zhuoni", keys, "scrapped") is RegisterRowRefusal.NO_STATE


def test_a_move_may_be_for_named_roles_alone(world: World) -> None:
    open_training(world, moves="planned>held|county_admin\nplanned>cancelled")
    key = enter(world, "zhuoni", "training", "域名培训")
    cashier = "zhuoni-cashier"
    assert refused(world, cashier, [key], "held") is RegisterRowRefusal.NOT_ALLOWED
    move(world, "zhuoni", [key], "held")
    assert state_of(world, key) == "held"
