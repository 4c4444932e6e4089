"""An action by its key, as an actor has it: with the fields that offices defined."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.core.action import AnyAction
from actions.core.actor import Actor
from actions.core.records.with_own_fields import with_own_fields
from actions.permissions import action_of


def action_for(session: Session, actor: Actor, key: str) -> AnyAction | None:
    """The catalogued action with the fields that the actor fills in, or None."""
    action = action_of(key)
    return None if action is None else with_own_fields(session, action, actor.role)
