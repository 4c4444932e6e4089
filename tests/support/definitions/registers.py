"""Registers in tests: opened from a template or blank, and rows entered in them."""

from __future__ import annotations

import secrets
from typing import Any

from actions.core.input_parsing import parse_input
from actions.core.registers.row_entry import entry_action
from actions.registers.open_register import OPEN_REGISTER, OpenRegisterInput
from models.definitions.known_fields import fields_of_register
from models.registers.known_registers import find_register
from models.registers.templates import RegisterTemplate
from tests.support.world.cast import World


def open_training(world: World, by: str = "zhuoni", code: str = "training", **given: Any) -> int:
    """A register of trainings; returns its key in the table."""
    asked = OpenRegisterInput(code, template=RegisterTemplate.TRAINING, **given)
    return world.perform(OPEN_REGISTER, by, [], asked).rows[0].row_id


def enter(world: World, by: str, code: str, title: str, **values: Any) -> int:
    """A row of the register that the user means by this key; returns its key in the table."""
    with world.session(by) as session:
        spec = find_register(session, code)
        assert spec is not None, f"{by} meets no register {code}"
        action = entry_action(spec, fields_of_register(session, spec.id))
    given = parse_input(action.input, {"title": title, **values})
    return world.perform(action, by, [], given, key=secrets.token_urlsafe(8)).rows[0].row_id
