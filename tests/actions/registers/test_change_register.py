"""The office that opened a register changes it; what its rows need cannot go."""

from __future__ import annotations

import dataclasses

import pytest

from actions.core.refusal import Common, Refused
from actions.core.registers.definition_rules import RegisterRefusal
from actions.registers.change_register import CHANGE_REGISTER, ChangeRegisterInput
from models.registers.register import Register
from tests.support.definitions.registers import enter, open_training
from tests.support.world.cast import World

GIVEN = ChangeRegisterInput(
    "业务培训", number_pattern="YW-{year}-{n:3}", states="planned=待办\ndone=完成"
)


def refused(world: World, by: str, key: int, given: ChangeRegisterInput) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(CHANGE_REGISTER, by, [key], given)
    return caught.value.first.code


def test_new_rows_take_the_new_numbers_and_old_ones_keep_theirs(world: World) -> None:
    key = open_training(world)
    enter(world, "zhuoni", "training", "旧")
    world.perform(CHANGE_REGISTER, "zhuoni", [key], GIVEN)
    enter(world, "zhuoni", "training", "新")
    with world.session("zhuoni") as session:
        register = session.get_one(Register, key)
        assert register.spec.allows("planned", "done", "cashier")
        assert not register.spec.allows("planned", "held", "county_admin")


def test_a_state_that_a_row_has_cannot_go(world: World) -> None:
    key = open_training(world)
    enter(world, "zhuoni", "training", "域名培训")
    given = dataclasses.replace(GIVEN, states="done=完成")
    assert refused(world, "zhuoni", key, given) is RegisterRefusal.STATE_USED


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("lintan", Common.NOT_FOUND),
        ("shaanxi", Common.NOT_FOUND),
        ("gansu", Common.NOT_OWN_OFFICE),
        ("zhuoni-cashier", Common.FORBIDDEN),
    ],
)
def test_nobody_else_changes_it(sqlite_world: World, who: str, code: Common) -> None:
    assert refused(sqlite_world, who, open_training(sqlite_world), GIVEN) is code


def test_what_an_office_above_opened_is_not_changed_below(sqlite_world: World) -> None:
    key = open_training(sqlite_world, "gansu")
    assert refused(sqlite_world, "zhuoni", key, GIVEN) is Common.NOT_OWN_OFFICE
