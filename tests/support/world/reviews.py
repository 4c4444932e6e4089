"""Names under review, for the tests of the verbs of review."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Refused
from actions.domains.approve_office import ApproveOfficeInput
from models.domains.domain import Domain, DomainState
from models.domains.review import Review, ReviewReason
from tests.support.world.cast import World

YES = ApproveOfficeInput()


WHY = (ReviewReason.NAME_NOT_OF_UNIT,)


def state_of(world: World, name: str) -> DomainState:
    with world.session() as session:
        return session.get_one(Domain, world.id(name)).state


def reviews_of(world: World, name: str) -> list[Review]:
    with world.session() as session:
        return list(session.scalars(select(Review).where(Review.domain_id == world.id(name))))


def code_of(world: World, action: Any, username: str, name: str, given: Any) -> str:
    with pytest.raises(Refused) as caught:
        world.perform(action, username, [world.id(name)], given)
    return caught.value.first.code
