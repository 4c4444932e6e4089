"""A retired register keeps its rows to be read, and takes no others until it is restored."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.registers.definition_rules import RegisterRefusal
from actions.core.registers.row_entry import RegisterRowRefusal
from actions.registers.move_register_rows import MOVE_REGISTER_ROWS, MoveRegisterRowsInput
from actions.registers.restore_register import RESTORE_REGISTER
from actions.registers.retire_register import RETIRE_REGISTER
from models.registers.register_row import RegisterRow
from tests.support.definitions.registers import enter, open_training
from tests.support.world.cast import World


def test_rows_of_a_retired_register_are_read_and_nothing_more(world: World) -> None:
    register = open_training(world)
    row = enter(world, "zhuoni", "training", "域名培训")
    world.perform(RETIRE_REGISTER, "zhuoni", [register], Nothing())
    with world.session("zhuoni") as session:
        assert session.get(RegisterRow, row) is not None
    with pytest.raises(Refused) as entered:
        enter(world, "zhuoni", "training", "另一个")
    assert entered.value.first.code is Common.FORBIDDEN
    with pytest.raises(Refused) as moved:
        world.perform(MOVE_REGISTER_ROWS, "zhuoni", [row], MoveRegisterRowsInput("held"))
    assert moved.value.first.code is RegisterRowRefusal.RETIRED
    world.perform(RESTORE_REGISTER, "zhuoni", [register], Nothing())
    enter(world, "zhuoni", "training", "另一个")


def test_a_register_is_retired_and_restored_once(sqlite_world: World) -> None:
    register = open_training(sqlite_world)
    with pytest.raises(Refused) as restored:
        sqlite_world.perform(RESTORE_REGISTER, "zhuoni", [register], Nothing())
    assert restored.value.first.code is RegisterRefusal.IN_USE
    sqlite_world.perform(RETIRE_REGISTER, "zhuoni", [register], Nothing())
    with pytest.raises(Refused) as retired:
        sqlite_world.perform(RETIRE_REGISTER, "zhuoni", [register], Nothing())
    assert retired.value.first.code is RegisterRefusal.RETIRED
