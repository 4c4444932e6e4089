"""Thirty-two clerks enter rows at once: every number is given, and none twice."""

from __future__ import annotations

from sqlalchemy import select

from models.registers.register_row import RegisterRow
from tests.races.test_races import at_once
from tests.support.definitions.registers import enter, open_training
from tests.support.world.cast import World

CLERKS = 32


def test_numbers_of_a_register_are_given_once_and_without_gaps(world: World) -> None:
    open_training(world, number_pattern="{n:3}")
    tries = [
        lambda n=n: enter(world, "zhuoni", "training", f"培训{n}")  # type: ignore[misc]
        for n in range(CLERKS)
    ]
    at_once(tries)
    with world.session("zhuoni") as session:
        numbers = sorted(session.scalars(select(RegisterRow.number)))
    assert numbers == [f"{n:03d}" for n in range(1, CLERKS + 1)]
