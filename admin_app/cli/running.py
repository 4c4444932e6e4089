"""Runs actions for commands: prints the result, or a message for each refusal, exit code 1."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from actions.actor_actions import action_for
from actions.core.action import Action, AnyAction, F, I, R
from actions.core.actor import Actor, Caller
from actions.core.answers import asked_of
from actions.core.input_parsing import parse_input
from actions.core.refusal import OutcomeUnknown, Refusal, Refused
from actions.core.result import Answer, Outcome
from actions.perform import perform
from actions.plan import plan
from admin_app import labels
from admin_app.auth.current_actor import the_clock
from admin_app.forms.rewritten_text import rewritten_said
from admin_app.web import outage_messages
from models.core.base import db
from models.core.database_fault import fault_of
from models.core.journal import Door
from models.core.scope import scoped_session

T = TypeVar("T")

#: Exit codes besides 0 (done), 1 (refused) and 2 (asked wrongly).
OUTCOME_UNKNOWN, DATABASE_FAILED = 3, 4


def action_for_person(key: str, actor: Actor) -> AnyAction:
    """The catalogued action of that name, with the fields that hold for the actor."""
    with scoped_session(db.engine, actor.scope) as session:
        action = action_for(session, actor, key)
    assert action is not None, "the command looked it up"
    return action


def run_action(
    action: Action[R, I, F],
    ids: Iterable[int],
    given: I,
    actor: Actor,
    once: str = "",
    answer: Answer | None = None,
) -> Outcome:
    with scoped_session(db.engine, actor.scope) as session:
        key = once or secrets.token_hex(16)
        return perform(session, action, ids, given, _caller(actor), key=key, answer=answer)


def plan_action(
    action: Action[R, I, F],
    ids: Iterable[int],
    given: Mapping[str, object],
    actor: Actor,
    answer: Answer | None = None,
) -> None:
    with scoped_session(db.engine, actor.scope) as session:
        typed = parse_input(action.input, given)
        found = plan(session, action, ids, typed, _caller(actor), answer)
        if found.refusal or any(verdict.refusal for verdict in found.verdicts):
            raise Refused(found.refusal, found.verdicts, notes=asked_of(action, found.preview))
        warnings = (labels.sentence(note.code, note.facts) for note in found.preview.warnings)
        for said in (*rewritten_said(action, given), *warnings):
            click.echo(said, err=True)
        click.echo(json.dumps(dict(found.preview.totals), ensure_ascii=False))


def _caller(actor: Actor) -> Caller:
    return Caller(actor, Door.CLI, the_clock())


def run_or_exit(act_out: Callable[[], T]) -> T:
    """Run, or say why not and exit: 1 refused, 3 not known, 4 the database fails."""
    try:
        return act_out()
    except OutcomeUnknown as unknown:
        click.echo(outage_messages.unknown_sentence(asks_again=True), err=True)
        click.echo(f"--key {unknown.key}", err=True)
        sys.exit(OUTCOME_UNKNOWN)
    except SQLAlchemyError as error:
        if (fault := fault_of(error)) is None:
            raise
        click.echo(outage_messages.fault_sentence(fault), err=True)
        sys.exit(DATABASE_FAILED)
    except Refused as refused:
        for where, refusal in _refusals(refused):
            click.echo(f"{where}{labels.sentence(refusal.code, refusal.facts)}", err=True)
        sys.exit(1)


def _refusals(refused: Refused) -> list[tuple[str, Refusal]]:
    whole = [("", refused.refusal)] if refused.refusal else []
    whole += [("", Refusal(note.code, note.facts)) for note in refused.notes]
    rows = [(f"{v.name}：", v.refusal) for v in refused.verdicts if v.refusal]
    return [*whole, *rows, *((f"{path}：", why) for path, why in refused.inputs.items())]
