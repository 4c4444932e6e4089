"""Who is told of rules: the log of firings shows what they did."""

from __future__ import annotations

from typing import Any

from actions.core.action import Action
from actions.core.announcement import NobodyElse
from actions.rules.carry_out import CARRY_OUT
from actions.rules.change_rule import CHANGE_RULE
from actions.rules.define_rule import DEFINE_RULE
from actions.rules.finish_task import FINISH_TASK
from actions.rules.judge_events import JUDGE_EVENTS
from actions.rules.restore_rule import RESTORE_RULE
from actions.rules.retire_rule import RETIRE_RULE
from actions.rules.seek_dates import SEEK_DATES

AUDIENCES: dict[Action[Any, Any, Any], NobodyElse] = {
    DEFINE_RULE: NobodyElse.INTERNAL,
    CHANGE_RULE: NobodyElse.INTERNAL,
    RETIRE_RULE: NobodyElse.INTERNAL,
    RESTORE_RULE: NobodyElse.INTERNAL,
    FINISH_TASK: NobodyElse.QUEUE,
    JUDGE_EVENTS: NobodyElse.SAYS_ITSELF,
    SEEK_DATES: NobodyElse.SAYS_ITSELF,
    CARRY_OUT: NobodyElse.SAYS_ITSELF,
}
