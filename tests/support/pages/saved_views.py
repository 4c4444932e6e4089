"""Saved views, for the tests of their verbs."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Action
from actions.core.refusal import Refused
from actions.workspace.save_view import SAVE_VIEW, SaveViewInput
from models.workspace.saved_view import SavedView, visible_views
from tests.support.world.cast import World

SEEN = "state=registered&sort=due_on"


def save(world: World, who: str, name: str, query: str = SEEN, **given: Any) -> int:
    return (
        world.perform(SAVE_VIEW, who, [], SaveViewInput("domain", name, query, **given))
        .rows[0]
        .row_id
    )


def seen(world: World, who: str) -> set[str]:
    actor = world.actor(who)
    with world.session(who) as session:
        found = session.scalars(visible_views(actor.user_id, actor.office_code, actor.unit_id))
        return {view.name for view in found}


def defaults(world: World, who: str) -> set[str]:
    with world.session() as session:
        wanted = select(SavedView.name).where(
            SavedView.user_id == world.actor(who).user_id, SavedView.is_default
        )
        return set(session.scalars(wanted))


def refusal(world: World, action: Action[Any, Any, Any], who: str, given: Any) -> Any:
    with pytest.raises(Refused) as refused:
        world.perform(action, who, [], given)
    return refused.value.first.code
