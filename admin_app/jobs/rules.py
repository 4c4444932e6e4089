"""Does what rules want, after the acts that set them off: judges events, then carries out firings.

Each step is an action whose idempotency key is derived from its row, so that two workers, or one
that was killed, do each effect once. A label and a field are put by the ordinary actions, so that
all their rules hold; what they refuse is noted in the firing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

from flask import has_app_context
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.core.action import AnyAction, Nothing
from actions.core.actor import RULES, Caller
from actions.core.labels.labelling import PutLabelInput, put_label
from actions.core.refusal import Common, OutcomeUnknown, Refused
from actions.core.rules.rule_check import field_input, fill_in
from actions.perform import perform
from actions.rules.carry_out import CARRY_OUT, CarryOutInput
from actions.rules.judge_events import JUDGE_EVENTS
from actions.rules.seek_dates import SEEK_DATES
from admin_app.jobs.mail_sender import mail_server
from admin_app.jobs.slice_execution import is_passing_trouble
from models.core.base import ChosenRow, ChosenSelect
from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.rules.happening import RuleTrigger, model_of
from models.rules.row_values import fields_for
from models.rules.rule import (
    EffectOutcome,
    FiringState,
    Rule,
    RuleEvent,
    RuleFiring,
    RuleState,
)

_LOG = logging.getLogger(__name__)
#: Rows of each step in a round, and how long a round may go on.
_ROUND = 500
_LONGEST_ROUND_SECONDS = 45


def carry_out_rules(engine: Engine, clock: Clock) -> int:
    """One round; returns how many firings were carried out."""
    until = time.monotonic() + _LONGEST_ROUND_SECONDS
    day = clock.today()
    due = select(Rule.id, Rule.row_version).where(
        Rule.state == RuleState.ACTIVE, Rule.trigger == RuleTrigger.DATE, Rule.sought_on < day
    )
    for rule_id, version in _waiting(engine, due.order_by(Rule.id), until):
        _do(engine, clock, SEEK_DATES, rule_id, Nothing(), f"seek:{rule_id}:{version}")
    # The keys of rows that were deleted come again, those of events never.
    events = select(RuleEvent.id, RuleEvent.key).order_by(RuleEvent.id)
    for event_id, event_key in _waiting(engine, events, until):
        _do(engine, clock, JUDGE_EVENTS, event_id, Nothing(), f"event:{event_key}")
    firings = select(RuleFiring.id).where(RuleFiring.state == FiringState.WAITING)
    found = _waiting(engine, firings.order_by(RuleFiring.id), until)
    return sum(_carry_out(engine, clock, firing_id) for (firing_id,) in found)


def _waiting(engine: Engine, wanted: ChosenSelect, until: float) -> Iterator[ChosenRow]:
    with scoped_session(engine, EVERYTHING) as session:
        rows = session.execute(wanted.limit(_ROUND)).all()
    for row in rows:
        if time.monotonic() > until:
            return
        yield row


def _carry_out(engine: Engine, clock: Clock, firing_id: int) -> bool:
    try:
        given = CarryOutInput(
            is_mailing=has_app_context() and mail_server() is not None,
            labelled=_put_label(engine, clock, firing_id),
            filled_in=_fill_in(engine, clock, firing_id),
        )
    except (Refused, OutcomeUnknown):
        # The database is busy: the next round tries again, and what was done is found by its key.
        return False
    return _do(engine, clock, CARRY_OUT, firing_id, given, f"firing:{firing_id}")


def _put_label(engine: Engine, clock: Clock, firing_id: int) -> EffectOutcome | None:
    with scoped_session(engine, EVERYTHING) as session:
        firing, rule = _firing(session, firing_id)
    if rule.label_id is None:
        return None
    put: AnyAction = put_label(model_of(firing.entity))
    given = PutLabelInput(str(rule.label_id))
    return _effect(engine, clock, put, firing.row_id, given, f"label:{firing_id}")


def _fill_in(engine: Engine, clock: Clock, firing_id: int) -> EffectOutcome | None:
    with scoped_session(engine, EVERYTHING) as session:
        firing, rule = _firing(session, firing_id)
        if rule.field_id is None:
            return None
        specs = fields_for(session, firing.entity, rule.office_code)
        spec = next((each for each in specs if each.id == rule.field_id), None)
        row: Any = session.get(model_of(firing.entity), firing.row_id)
        if spec is None or row is None:
            return EffectOutcome.REFUSED
        try:
            given = field_input(spec, row.row_version, rule.field_value or "")
        except Refused:
            return EffectOutcome.REFUSED
    return _effect(engine, clock, fill_in(spec), firing.row_id, given, f"field:{firing_id}")


def _firing(session: Session, firing_id: int) -> tuple[RuleFiring, Rule]:
    firing = session.get_one(RuleFiring, firing_id)
    return firing, session.get_one(Rule, firing.rule_id)


def _effect(
    engine: Engine,
    clock: Clock,
    action: AnyAction,
    row_id: int,
    given: object,
    key: str,
) -> EffectOutcome:
    """Do one effect by its own action. Raises Refused when the database is busy."""
    try:
        with scoped_session(engine, EVERYTHING) as session:
            perform(session, action, [row_id], given, _caller(clock), key=key)
    except Refused as refused:
        if refused.first.code is Common.KEY_REUSED:
            # A worker that died had done it; the row has changed since, and so the input.
            return EffectOutcome.DONE
        if is_passing_trouble(refused):
            raise
        return EffectOutcome.REFUSED
    return EffectOutcome.DONE


def _do(
    engine: Engine,
    clock: Clock,
    action: AnyAction,
    row_id: int,
    given: object,
    key: str,
) -> bool:
    """Do one step; whether it was done here. What another worker did already is refused."""
    try:
        with scoped_session(engine, EVERYTHING) as session:
            done = perform(session, action, [row_id], given, _caller(clock), key=key)
    except (Refused, OutcomeUnknown) as error:
        _LOG.info("%s of %s is left: %s", action.key, row_id, error)
        return False
    return not done.is_replay


def _caller(clock: Clock) -> Caller:
    return Caller(RULES, Door.JOB, clock)
