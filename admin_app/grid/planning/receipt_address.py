"""The address of the receipt of a run, and the run that a form sent again has done already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flask import url_for
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from actions.core.receipts import find_outcome
from actions.core.result import Outcome


def receipt_url(done: Outcome, **where: str | int | None) -> str:
    """The receipt of a run; of a repeated request it says that it was done before."""
    return url_for("receipt.index", id=done.entry_id, again=1 if done.is_replay else None, **where)


def done_before(
    session: Session, actor: Actor, key: str, actions: Collection[str]
) -> Outcome | None:
    """The outcome already committed with a plan's key by one of the actions, when the back button
    led to the plan again.
    """
    found = find_outcome(session, actor.key, key) if key else None
    if found is None or found[0].action not in actions:
        return None
    return replace(found[0], is_replay=True)
