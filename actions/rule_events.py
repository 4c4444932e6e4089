"""What happened to rows that rules are set on: written in the transaction of the run.

The rules are judged later, by a worker, so a run costs one statement more, and no rule can make it
fail. What rules do sets no rule off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from actions.core.action import Action, F, I, R
from actions.core.actor import RULES
from actions.core.context import Context
from actions.core.result import Outcome
from actions.labelled import LABELLED, READERS
from actions.permissions import actions_on
from models.core.base import Base, ChosenRow
from models.core.bulk_insert import insert_rows
from models.core.journal import JournalChange
from models.core.scope import BY_HAND
from models.offices.office import REGISTRY_CODE
from models.rules.happening import Happening, RuleTrigger, know_actions, model_of
from models.rules.rule import Rule, RuleEvent, RuleState
from models.values.limits import MAXIMUM_BATCH_ROWS

know_actions(
    {
        model.__tablename__: tuple(action.key for action in actions_on(model))
        for model in LABELLED
        if model.__tablename__ in READERS
    }
)

#: Keys of rows by the code of their province.
_Rows = dict[str, set[int]]


def write_events(
    ctx: Context, action: Action[R, I, F], rows: Sequence[R], outcome: Outcome
) -> None:
    """Write an event for each rule that the run may set off, with the rows of its office."""
    if ctx.actor.key == RULES.key:
        return
    act = Happening(action.model.__tablename__, RuleTrigger.ACTION, action.key)
    found = _rules(ctx, str(act))
    if not found:
        return
    triggers = {rule.trigger for rule in found}
    moved = _moved(ctx, outcome) if RuleTrigger.STATE in triggers else {}
    # Only rows that rules may be about have an office: other tables are not asked for it.
    acted = _acted(ctx, action, rows, outcome) if RuleTrigger.ACTION in triggers else {}
    events = []
    for rule in found:
        by_province = acted if rule.trigger is RuleTrigger.ACTION else moved.get(rule.happening, {})
        events += _events(ctx, rule, by_province, outcome)
    if events:
        insert_rows(ctx.session, RuleEvent, events, to_others=True)


def _rules(ctx: Context, act: str) -> Sequence[ChosenRow]:
    """The rules on the action, and those on states; of any office, so by hand."""
    rules = Rule.__table__.c
    wanted = select(
        rules.id,
        rules.trigger,
        rules.happening,
        rules.province_code,
        rules.city_code,
        rules.office_code,
    ).where(
        rules.state == RuleState.ACTIVE,
        (rules.trigger == RuleTrigger.STATE) | (rules.happening == act),
    )
    return ctx.session.execute(wanted, execution_options={BY_HAND: True}).all()


def _acted(ctx: Context, action: Action[R, I, F], rows: Sequence[Base], outcome: Outcome) -> _Rows:
    """The rows of the run; of one that ticks none, those that it made."""
    if rows:
        pairs = [(getattr(row, "province_code", ""), row.id) for row in rows]
    else:
        model = model_of(action.model.__tablename__).__table__.c
        made = [line.row_id for line in outcome.rows]
        wanted = select(model.province_code, model.id).where(model.id.in_(made))
        found = ctx.session.execute(wanted, execution_options={BY_HAND: True})
        pairs = [(row.province_code, row.id) for row in found]
    return _by_province(pairs)


def _moved(ctx: Context, outcome: Outcome) -> dict[str, _Rows]:
    """State happening → the rows that entered the state, by the changes that the run journaled."""
    changes = JournalChange.__table__.c
    wanted = select(changes.entity, changes.row_id, changes.diff, changes.province_code).where(
        changes.entry_id == outcome.entry_id
    )
    pairs: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in ctx.session.execute(wanted, execution_options={BY_HAND: True}):
        if "state" in row.diff:
            state = Happening(row.entity, RuleTrigger.STATE, row.diff["state"][1])
            pairs[str(state)].append((row.province_code, row.row_id))
    return {happening: _by_province(found) for happening, found in pairs.items()}


def _by_province(pairs: Iterable[tuple[str, int]]) -> _Rows:
    found: _Rows = defaultdict(set)
    for code, row_id in pairs:
        found[code].add(row_id)
    return found


def _events(
    ctx: Context, rule: ChosenRow, rows: _Rows, outcome: Outcome
) -> list[dict[str, object]]:
    """The events of a rule: the registry's is on all rows, another on those of its province."""
    is_national = rule.office_code == REGISTRY_CODE
    keys = sorted(
        row_id
        for code, found in rows.items()
        if is_national or code == rule.province_code
        for row_id in found
    )
    return [
        {
            "rule_id": rule.id,
            "key": f"{rule.id}.{outcome.entry_id}.{at}",
            "mark": f"e{outcome.entry_id}",
            "entry_id": outcome.entry_id,
            "row_ids": keys[at : at + MAXIMUM_BATCH_ROWS],
            "at": ctx.at,
            "province_code": rule.province_code,
            "city_code": rule.city_code,
            "office_code": rule.office_code,
        }
        for at in range(0, len(keys), MAXIMUM_BATCH_ROWS)
    ]
