"""Who opens registers and moves their rows; each register narrows it to the roles that it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from actions.core.action import AnyAction, Reach
from actions.core.registers.row_entry import WRITING_REACH
from actions.registers.change_register import CHANGE_REGISTER
from actions.registers.define_register_field import DEFINE_REGISTER_FIELD
from actions.registers.move_register_rows import MOVE_REGISTER_ROWS
from actions.registers.open_register import OPEN_REGISTER
from actions.registers.restore_register import RESTORE_REGISTER
from actions.registers.retire_register import RETIRE_REGISTER
from models.users.user import Role

#: Every office, for itself and those below it.
OPENERS: Final[Mapping[Role, Reach]] = {
    Role.REGISTRY_ADMIN: Reach.SCOPE,
    Role.PROVINCE_ADMIN: Reach.OWN,
    Role.CITY_ADMIN: Reach.OWN,
    Role.COUNTY_ADMIN: Reach.OWN,
}

#: In the order of buttons.
REGISTERING: Final[Mapping[AnyAction, Mapping[Role, Reach]]] = {
    MOVE_REGISTER_ROWS: WRITING_REACH,
    DEFINE_REGISTER_FIELD: OPENERS,
    OPEN_REGISTER: OPENERS,
    CHANGE_REGISTER: OPENERS,
    RETIRE_REGISTER: OPENERS,
    RESTORE_REGISTER: OPENERS,
}
