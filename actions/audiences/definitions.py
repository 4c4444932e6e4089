"""Who is told of definitions and labels: nobody; lists and records show them at once."""

from __future__ import annotations

from typing import Any

from actions.core.action import Action
from actions.core.announcement import NobodyElse
from actions.definitions.change_field import CHANGE_FIELD
from actions.definitions.change_label import CHANGE_LABEL
from actions.definitions.define_field import DEFINE_FIELD
from actions.definitions.define_label import DEFINE_LABEL
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.restore_label import RESTORE_LABEL
from actions.definitions.retire_field import RETIRE_FIELD
from actions.definitions.retire_label import RETIRE_LABEL
from actions.labelled import LABELLING

AUDIENCES: dict[Action[Any, Any, Any], NobodyElse] = {
    DEFINE_FIELD: NobodyElse.IN_THE_RECORD,
    CHANGE_FIELD: NobodyElse.IN_THE_RECORD,
    RETIRE_FIELD: NobodyElse.IN_THE_RECORD,
    RESTORE_FIELD: NobodyElse.IN_THE_RECORD,
    DEFINE_LABEL: NobodyElse.INTERNAL,
    CHANGE_LABEL: NobodyElse.INTERNAL,
    RETIRE_LABEL: NobodyElse.INTERNAL,
    RESTORE_LABEL: NobodyElse.INTERNAL,
    **dict.fromkeys(LABELLING, NobodyElse.IN_THE_RECORD),
}
