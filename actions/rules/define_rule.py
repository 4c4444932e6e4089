"""新建规则 (define a rule): when something happens to a row that meets a condition, do this.

The registry sets rules for every row, a province for its own and those below it. The plan tells
what the rule would have done in the last month. What a rule does sets no other rule off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.rules.rule_check import RuleFacts, RuleRefusal, read_rule, trial_of, write_rule
from actions.core.rules.rule_input import RuleInput
from actions.labelled import READERS
from models.rules.rule import Rule


def survey(ctx: Context, rows: Sequence[Rule], given: RuleInput) -> RuleFacts:
    # Rules of one office are defined one after the other: names and their number are counted.
    ctx.lock(select(Rule).where(Rule.office_code == ctx.actor.office_code))
    return read_rule(ctx, given, READERS, ctx.actor.office_code)


def check_batch(rows: Sequence[Rule], given: RuleInput, facts: RuleFacts) -> Refusal | None:
    return facts.refusal


def preview(ctx: Context, rows: Sequence[Rule], given: RuleInput, facts: RuleFacts) -> Preview:
    return trial_of(ctx, given, facts, ctx.actor.office_code)


def run(ctx: Context, rows: Sequence[Rule], given: RuleInput, facts: RuleFacts) -> Result:
    rule = Rule(sought_on=ctx.today - dt.timedelta(days=1))
    write_rule(rule, given, facts)
    rule.belong_to(ctx.actor)
    ctx.session.add(rule)
    ctx.session.flush()
    told = {"happening": rule.happening}
    return Result(rows=[RowResult(rule.id, rule.name_zh, told)], totals={"row_count": 1})


DEFINE_RULE = Action(
    key="define_rule",
    model=Rule,
    input=RuleInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=RuleRefusal,
)
