"""Users and refusals, for the tests of logins."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Action
from actions.core.refusal import Refused
from models.users.user import User
from tests.support.world.cast import World

PASSWORD = "Harbour-Sparrow-7"


def _user(world: World, username: str) -> User:
    with world.session() as session:
        return session.scalars(select(User).where(User.username == username)).one()


def _refusal(
    world: World, action: Action[Any, Any, Any], username: str, ids: list[int], given: Any
) -> Any:
    with pytest.raises(Refused) as refused:
        world.perform(action, username, ids, given)
    return refused.value.first.code
