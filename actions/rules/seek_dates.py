"""查找到期规则 (seek dates): write an event for the rows whose date sets a rule off today.

The system does it once a day for each rule; days that were missed are made up for, a month at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from actions.core.action import HAS_NO_PLAN, Action, Nothing, Reach
from actions.core.context import Context
from actions.core.result import Result, RowResult
from models.core.bulk_insert import insert_rows
from models.rules.happening import happening_from
from models.rules.row_values import fields_for
from models.rules.rule import Rule, RuleEvent
from models.rules.trial import dated_rows, shift
from models.users.user import Role
from models.values.limits import MAXIMUM_BATCH_ROWS

#: Most days that are made up for.
_LONGEST_GAP = dt.timedelta(days=31)
#: Most rows of a rule in a day; more would pause it in any case.
_MOST_ROWS = 5000


def run(ctx: Context, rows: Sequence[Rule], given: Nothing, facts: None) -> Result:
    events = [event for rule in rows for event in _events(ctx, rule)]
    if events:
        insert_rows(ctx.session, RuleEvent, events)
    for rule in rows:
        rule.sought_on = ctx.today
    return Result(
        rows=[RowResult(rule.id, rule.name_zh) for rule in rows],
        totals={"row_count": len(rows)},
    )


def _events(ctx: Context, rule: Rule) -> Iterator[dict[str, object]]:
    moved = shift(rule.days, rule.side)
    first = max(rule.sought_on + dt.timedelta(days=1), ctx.today - _LONGEST_GAP)
    specs = fields_for(ctx.session, rule.entity, rule.office_code)
    wanted = dated_rows(happening_from(rule.happening), first + moved, ctx.today + moved, specs)
    found = sorted(
        (str(day), row_id) for row_id, day in ctx.session.execute(wanted.limit(_MOST_ROWS))
    )
    for day, same in groupby(found, key=lambda pair: pair[0]):
        keys = [row_id for _day, row_id in same]
        for at in range(0, len(keys), MAXIMUM_BATCH_ROWS):
            yield _event(ctx, rule, day, at, keys[at : at + MAXIMUM_BATCH_ROWS])


def _event(
    ctx: Context, rule: Rule, day: str, at: int, keys: Sequence[object]
) -> dict[str, object]:
    return {
        "rule_id": rule.id,
        "key": f"{rule.id}.{day}.{ctx.today}.{at}",
        "mark": day,
        "entry_id": None,
        "row_ids": list(keys),
        "at": ctx.at,
        "province_code": rule.province_code,
        "city_code": rule.city_code,
        "office_code": rule.office_code,
    }


SEEK_DATES = Action(
    key="seek_rule_dates",
    model=Rule,
    input=Nothing,
    row_facts=HAS_NO_PLAN,
    run=run,
    maximum_rows=1,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
