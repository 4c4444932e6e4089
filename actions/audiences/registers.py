"""Who is told of registers and their rows: nobody; lists and the desk show them at once."""

from __future__ import annotations

from typing import Any

from actions.core.action import Action
from actions.core.announcement import NobodyElse
from actions.registers.change_register import CHANGE_REGISTER
from actions.registers.define_register_field import DEFINE_REGISTER_FIELD
from actions.registers.move_register_rows import MOVE_REGISTER_ROWS
from actions.registers.open_register import OPEN_REGISTER
from actions.registers.restore_register import RESTORE_REGISTER
from actions.registers.retire_register import RETIRE_REGISTER

AUDIENCES: dict[Action[Any, Any, Any], NobodyElse] = {
    OPEN_REGISTER: NobodyElse.INTERNAL,
    CHANGE_REGISTER: NobodyElse.INTERNAL,
    RETIRE_REGISTER: NobodyElse.INTERNAL,
    RESTORE_REGISTER: NobodyElse.INTERNAL,
    DEFINE_REGISTER_FIELD: NobodyElse.INTERNAL,
    MOVE_REGISTER_ROWS: NobodyElse.IN_THE_RECORD,
}
