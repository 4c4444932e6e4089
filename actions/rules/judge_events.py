"""判断规则 (judge rule events): fire a rule for each row that meets its condition.

One event a run, by the system, after the act was committed. Rows of other provinces are left out.
A rule that fires more often in a day than it may is paused, and its office told once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select

from actions.core.action import HAS_NO_PLAN, Action, Nothing, Reach
from actions.core.context import Context
from actions.core.result import Result
from models.core.bulk_insert import insert_rows
from models.core.own_values import FieldValue
from models.core.scope import Codes
from models.definitions.expression import ExpressionError, parsed
from models.definitions.field_spec import FieldSpec
from models.rules.happening import model_of
from models.rules.row_values import fields_for, values_of
from models.rules.rule import (
    LONGEST_ROW_NAME,
    RULE_LIFECYCLE,
    Rule,
    RuleEvent,
    RuleFiring,
    RuleState,
    RuleStep,
    TaskState,
)
from models.rules.trial import reaches
from models.users.user import Role
from models.workspace.notify import Notice, Topic, notify


class RuledRow(Codes, Protocol):
    """A row of any table that rules are about."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class JudgeFacts:
    """The rule of the event, its rows, and what it did already."""

    rule: Rule
    rows: Sequence[FieldValue]
    specs: Sequence[FieldSpec]
    #: Keys of firings for the same happening.
    known: frozenset[str]
    fired_today: int


def lock_first(ctx: Context, ids: Sequence[int], given: Nothing) -> None:
    """The rules: two events of one rule are counted one after the other."""
    of_events = select(RuleEvent.rule_id).where(RuleEvent.id.in_(ids))
    ctx.lock(select(Rule).where(Rule.id.in_(of_events)))


def survey(ctx: Context, rows: Sequence[RuleEvent], given: Nothing) -> JudgeFacts | None:
    if not rows:
        return None
    (event,) = rows
    rule = ctx.session.get_one(Rule, event.rule_id)
    model: Any = model_of(rule.entity)
    found = ctx.session.scalars(select(model).where(model.id.in_(event.row_ids)).order_by(model.id))
    keys = [_key(event, row_id) for row_id in event.row_ids]
    known = ctx.session.scalars(select(RuleFiring.key).where(RuleFiring.key.in_(keys)))
    fired = select(func.count()).where(
        RuleFiring.rule_id == rule.id, RuleFiring.fired_on == ctx.today
    )
    return JudgeFacts(
        rule=rule,
        rows=found.all(),
        specs=fields_for(ctx.session, rule.entity, rule.office_code),
        known=frozenset(known),
        fired_today=ctx.session.scalar(fired) or 0,
    )


def run(
    ctx: Context, rows: Sequence[RuleEvent], given: Nothing, facts: JudgeFacts | None
) -> Result:
    assert facts is not None, "an event was judged"
    (event,), rule = rows, facts.rule
    matching = [] if rule.state is not RuleState.ACTIVE else _matching(ctx, event, facts)
    left = max(rule.daily_limit - facts.fired_today, 0)
    if firings := [_firing(ctx, event, rule, row) for row in matching[:left]]:
        insert_rows(ctx.session, RuleFiring, firings)
    if len(matching) > left:
        _pause(ctx, rule)
    ctx.session.delete(event)
    return Result(rows=(), totals={"row_count": len(firings)})


def _matching(ctx: Context, event: RuleEvent, facts: JudgeFacts) -> list[RuledRow]:
    rule = facts.rule
    try:
        condition = None if rule.condition is None else parsed(rule.condition)
    except ExpressionError:
        return []
    kept = set(condition.names) if condition else set()
    found = []
    for row in facts.rows:
        values = values_of(row, facts.specs, ctx.today)
        # A field that was retired since has no value, so that its condition does not hold.
        holds = condition is None or condition.holds(dict.fromkeys(kept) | values)
        if holds and reaches(rule.office_code, row) and _key(event, row.id) not in facts.known:
            found.append(row)
    return found


def _key(event: RuleEvent, row_id: int) -> str:
    return f"{event.rule_id}.{row_id}.{event.mark}"


def _firing(ctx: Context, event: RuleEvent, rule: Rule, row: RuledRow) -> dict[str, object]:
    return {
        "key": _key(event, row.id),
        "rule_id": rule.id,
        "happening": rule.happening,
        "entity": rule.entity,
        "row_id": row.id,
        "row_name": str(row)[:LONGEST_ROW_NAME],
        "entry_id": event.entry_id,
        "fired_at": ctx.at,
        "fired_on": ctx.today,
        "task": TaskState.OPEN if rule.is_task else None,
        "province_code": row.province_code,
        "city_code": row.city_code,
        "office_code": row.office_code,
    }


def _pause(ctx: Context, rule: Rule) -> None:
    RULE_LIFECYCLE.advance(rule, RuleStep.PAUSE)
    facts = {"name": rule.name_zh, "count": 1, "limit": rule.daily_limit, "row_id": rule.id}
    notify(ctx.session, [Notice(Topic.RULE_PAUSED, facts, office_code=rule.office_code)])


JUDGE_EVENTS = Action(
    key="judge_rule_events",
    model=RuleEvent,
    input=Nothing,
    lock_first=lock_first,
    survey=survey,
    row_facts=HAS_NO_PLAN,
    run=run,
    maximum_rows=1,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
