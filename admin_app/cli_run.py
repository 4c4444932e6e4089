"""How commands run actions and tell of it: done, or a sentence for each refusal and exit code 1."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable
from typing import Any

import click

from actions.actor import Actor, Caller
from actions.contract import Action, Outcome
from actions.inputs import parse_input
from actions.perform import perform
from actions.planning import plan
from actions.refusal import Refusal, Refused
from admin_app import labels
from admin_app.actor import the_clock
from admin_app.rewriting import rewritten_said
from models.base import db
from models.journal import Door
from models.scope import scoped_session


def run_action(
    action: Action[Any, Any, Any], ids: Any, given: Any, actor: Actor, once: str = ""
) -> Outcome:
    with scoped_session(db.engine, actor.scope) as session:
        key = once or secrets.token_hex(16)
        return perform(session, action, ids, given, _caller(actor), key=key)


def plan_action(action: Action[Any, Any, Any], ids: Any, given: Any, actor: Actor) -> None:
    with scoped_session(db.engine, actor.scope) as session:
        typed = parse_input(action.input, given)
        found = plan(session, action, ids, typed, _caller(actor))
        if found.refusal or any(verdict.refusal for verdict in found.verdicts):
            raise Refused(found.refusal, found.verdicts)
        for said in rewritten_said(action, given):
            click.echo(said, err=True)
        click.echo(json.dumps(dict(found.preview.totals), ensure_ascii=False))


def _caller(actor: Actor) -> Caller:
    return Caller(actor, Door.CLI, the_clock())


def told(act_out: Callable[[], Any]) -> Any:
    """Run, or say why not and exit with 1."""
    try:
        return act_out()
    except Refused as refused:
        for where, refusal in _refusals(refused):
            click.echo(f"{where}{labels.sentence(refusal.code, refusal.facts)}", err=True)
        sys.exit(1)


def _refusals(refused: Refused) -> list[tuple[str, Refusal]]:
    whole = [("", refused.refusal)] if refused.refusal else []
    rows = [(f"{v.name}：", v.refusal) for v in refused.verdicts if v.refusal]
    return [*whole, *rows, *((f"{path}：", why) for path, why in refused.inputs.items())]
