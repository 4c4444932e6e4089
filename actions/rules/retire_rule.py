"""停用规则 (retire rules): they fire no more; what they did stays, and the log of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.rules import rule_facts
from models.rules.rule import RULE_LIFECYCLE, Rule, RuleStep


class RetireRuleRefusal(StrEnum):
    """Why a rule is not retired."""

    ALREADY = "retire_rule_already"


def check(row: Rule, given: Nothing, facts: None) -> Refusal | None:
    if RULE_LIFECYCLE.allows(row.state, RuleStep.RETIRE):
        return None
    return Refusal(RetireRuleRefusal.ALREADY, {"name": row.name_zh})


def run(ctx: Context, rows: Sequence[Rule], given: Nothing, facts: None) -> Result:
    for row in rows:
        RULE_LIFECYCLE.advance(row, RuleStep.RETIRE)

    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RETIRE_RULE = Action(
    key="retire_rule",
    model=Rule,
    input=Nothing,
    check=check,
    row_facts=rule_facts,
    run=run,
    refusals=RetireRuleRefusal,
)
