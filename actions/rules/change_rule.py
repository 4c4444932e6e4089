"""修改规则 (change a rule): from now on; what fired before stays as it was.

The plan tells what the rule, as changed, would have done in the last month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from actions.core.action import Action
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.definitions import spec_of_row
from actions.core.row_facts.rules import rule_facts
from actions.core.rules.rule_check import RuleFacts, RuleRefusal, read_rule, trial_of, write_rule
from actions.core.rules.rule_input import RuleInput
from actions.labelled import READERS
from models.definitions.own_field import OwnField
from models.rules.rule import Rule
from models.users.user import Role

_NOTHING = RuleInput(name_zh="", happening="")


def suggest(ctx: Context, rows: Sequence[Rule]) -> RuleInput:
    """The rule as it is; nothing for one that is out of scope."""
    if not rows:
        return _NOTHING
    rule = rows[0]
    field = None if rule.field_id is None else ctx.session.get(OwnField, rule.field_id)
    return RuleInput(
        name_zh=rule.name_zh,
        name_en=rule.name_en,
        happening=rule.happening,
        days=rule.days,
        side=rule.side,
        condition=rule.condition,
        told_roles=tuple(Role(role) for role in rule.told_roles),
        told_at=rule.told_at,
        is_mailed=rule.is_mailed,
        message=rule.message,
        is_task=rule.is_task,
        label=None if rule.label_id is None else str(rule.label_id),
        webhook=None if rule.webhook_id is None else str(rule.webhook_id),
        field=None if field is None else spec_of_row(field).name,
        field_value=rule.field_value,
        daily_limit=rule.daily_limit,
    )


def survey(ctx: Context, rows: Sequence[Rule], given: RuleInput) -> RuleFacts:
    owner = rows[0].office_code if rows else ctx.actor.office_code
    return read_rule(ctx, given, READERS, owner, besides=[row.id for row in rows])


def check(row: Rule, given: RuleInput, facts: RuleFacts) -> Refusal | None:
    return facts.refusal


def preview(ctx: Context, rows: Sequence[Rule], given: RuleInput, facts: RuleFacts) -> Preview:
    return trial_of(ctx, given, facts, rows[0].office_code if rows else ctx.actor.office_code)


def run(ctx: Context, rows: Sequence[Rule], given: RuleInput, facts: RuleFacts) -> Result:
    (rule,) = rows
    write_rule(rule, given, facts)
    # A new date may be due today; what fired for the old one does not fire again.
    rule.sought_on = ctx.today - dt.timedelta(days=1)
    told = {"happening": rule.happening}
    return Result(rows=[RowResult(rule.id, rule.name_zh, told)], totals={"row_count": 1})


CHANGE_RULE = Action(
    key="change_rule",
    model=Rule,
    input=RuleInput,
    suggest=suggest,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=rule_facts,
    run=run,
    maximum_rows=1,
    needs_input=True,
    saves_form=True,
    refusals=RuleRefusal,
)
