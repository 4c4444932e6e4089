"""启用规则 (restore rules): retired and paused rules fire again, from now on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.rules import rule_facts
from models.rules.rule import RULE_LIFECYCLE, Rule, RuleStep


class RestoreRuleRefusal(StrEnum):
    """Why a rule is not restored."""

    IN_USE = "restore_rule_in_use"


def check(row: Rule, given: Nothing, facts: None) -> Refusal | None:
    if RULE_LIFECYCLE.allows(row.state, RuleStep.RESTORE):
        return None
    return Refusal(RestoreRuleRefusal.IN_USE, {"name": row.name_zh})


def run(ctx: Context, rows: Sequence[Rule], given: Nothing, facts: None) -> Result:
    for row in rows:
        RULE_LIFECYCLE.advance(row, RuleStep.RESTORE)
        # Dates that passed in the meantime set nothing off.
        row.sought_on = ctx.today - dt.timedelta(days=1)
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RESTORE_RULE = Action(
    key="restore_rule",
    model=Rule,
    input=Nothing,
    check=check,
    row_facts=rule_facts,
    run=run,
    refusals=RestoreRuleRefusal,
)
