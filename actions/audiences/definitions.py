"""Who is told of definitions: nobody, for they are read where the records are."""

from __future__ import annotations

from typing import Any

from actions.core.action import Action
from actions.core.announcement import NobodyElse
from actions.definitions.change_field import CHANGE_FIELD
from actions.definitions.define_field import DEFINE_FIELD
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.retire_field import RETIRE_FIELD

AUDIENCES: dict[Action[Any, Any, Any], NobodyElse] = {
    DEFINE_FIELD: NobodyElse.IN_THE_RECORD,
    CHANGE_FIELD: NobodyElse.IN_THE_RECORD,
    RETIRE_FIELD: NobodyElse.IN_THE_RECORD,
    RESTORE_FIELD: NobodyElse.IN_THE_RECORD,
}
