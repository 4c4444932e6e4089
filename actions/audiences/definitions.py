"""Who is told of definitions, labels and reports: nobody; lists and records show them at once."""

from __future__ import annotations

from typing import Any

from actions.core.action import Action
from actions.core.announcement import NobodyElse
from actions.definitions.add_choice import ADD_CHOICE
from actions.definitions.ask_to_purge_field import ASK_TO_PURGE_FIELD
from actions.definitions.change_choice import CHANGE_CHOICE
from actions.definitions.change_choice_list import CHANGE_CHOICE_LIST
from actions.definitions.change_field import CHANGE_FIELD
from actions.definitions.change_field_kind import CHANGE_FIELD_KIND
from actions.definitions.change_label import CHANGE_LABEL
from actions.definitions.change_report import CHANGE_REPORT
from actions.definitions.define_choice_list import DEFINE_CHOICE_LIST
from actions.definitions.define_field import DEFINE_FIELD
from actions.definitions.define_label import DEFINE_LABEL
from actions.definitions.define_report import DEFINE_REPORT
from actions.definitions.purge_field import PURGE_FIELD
from actions.definitions.restore_choice import RESTORE_CHOICE
from actions.definitions.restore_choice_list import RESTORE_CHOICE_LIST
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.restore_label import RESTORE_LABEL
from actions.definitions.restore_report import RESTORE_REPORT
from actions.definitions.retire_choice import RETIRE_CHOICE
from actions.definitions.retire_choice_list import RETIRE_CHOICE_LIST
from actions.definitions.retire_field import RETIRE_FIELD
from actions.definitions.retire_label import RETIRE_LABEL
from actions.definitions.retire_report import RETIRE_REPORT
from actions.definitions.templates.change_paper import CHANGE_PAPER
from actions.definitions.templates.change_template import CHANGE_TEMPLATE
from actions.definitions.templates.keep_letter import KEEP_LETTER
from actions.definitions.templates.reset_template import RESET_TEMPLATE
from actions.definitions.templates.restore_template import RESTORE_TEMPLATE
from actions.definitions.work_out_field import WORK_OUT_FIELD
from actions.labelled import LABELLING
from actions.permissions import KEEP_CONFIGURATION_NIGHTLY, actions_on
from models.definitions.configuration import ConfigurationCopy
from models.users.own_role import OwnRole

AUDIENCES: dict[Action[Any, Any, Any], NobodyElse] = {
    DEFINE_FIELD: NobodyElse.IN_THE_RECORD,
    CHANGE_FIELD: NobodyElse.IN_THE_RECORD,
    CHANGE_FIELD_KIND: NobodyElse.IN_THE_RECORD,
    RETIRE_FIELD: NobodyElse.IN_THE_RECORD,
    ASK_TO_PURGE_FIELD: NobodyElse.IN_THE_RECORD,
    PURGE_FIELD: NobodyElse.IN_THE_RECORD,
    WORK_OUT_FIELD: NobodyElse.IN_THE_RECORD,
    RESTORE_FIELD: NobodyElse.IN_THE_RECORD,
    DEFINE_LABEL: NobodyElse.INTERNAL,
    CHANGE_LABEL: NobodyElse.INTERNAL,
    RETIRE_LABEL: NobodyElse.INTERNAL,
    RESTORE_LABEL: NobodyElse.INTERNAL,
    ADD_CHOICE: NobodyElse.IN_THE_RECORD,
    CHANGE_CHOICE: NobodyElse.IN_THE_RECORD,
    CHANGE_CHOICE_LIST: NobodyElse.IN_THE_RECORD,
    DEFINE_CHOICE_LIST: NobodyElse.IN_THE_RECORD,
    RESTORE_CHOICE: NobodyElse.IN_THE_RECORD,
    RESTORE_CHOICE_LIST: NobodyElse.IN_THE_RECORD,
    RETIRE_CHOICE: NobodyElse.IN_THE_RECORD,
    RETIRE_CHOICE_LIST: NobodyElse.IN_THE_RECORD,
    DEFINE_REPORT: NobodyElse.INTERNAL,
    CHANGE_REPORT: NobodyElse.INTERNAL,
    RETIRE_REPORT: NobodyElse.INTERNAL,
    RESTORE_REPORT: NobodyElse.INTERNAL,
    CHANGE_TEMPLATE: NobodyElse.IN_THE_RECORD,
    CHANGE_PAPER: NobodyElse.IN_THE_RECORD,
    RESTORE_TEMPLATE: NobodyElse.IN_THE_RECORD,
    RESET_TEMPLATE: NobodyElse.IN_THE_RECORD,
    KEEP_LETTER: NobodyElse.IN_THE_RECORD,
    **dict.fromkeys(LABELLING, NobodyElse.IN_THE_RECORD),
    KEEP_CONFIGURATION_NIGHTLY: NobodyElse.HOUSEKEEPING,
    **dict.fromkeys(actions_on(ConfigurationCopy), NobodyElse.IN_THE_RECORD),
    **dict.fromkeys(actions_on(OwnRole), NobodyElse.IN_THE_RECORD),
}
