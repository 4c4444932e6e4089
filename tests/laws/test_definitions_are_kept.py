"""Every definition an office makes is in the copies of its configuration, or says why not."""

from __future__ import annotations

import pytest

from actions.configuration.kinds import DefinitionKind
from actions.core.action import Reach
from actions.permissions import DEFINITION_KINDS, grants_of
from models.core.base import Base
from models.core.scope import SetFromAbove
from models.users.user import Role

#: What is set for others without `SetFromAbove`, or is in no copy, with the reason.
EXEMPT = {
    "Webhook": "its key stands in no file; rules find it by its name",
    "SavedView": "a person's own, shared or not",
    "FeeSchedule": "prices are set by day, with their own plan, and past days never change",
    "AwardRule": "money, set by day with its own plan",
}


def test_every_model_that_an_office_sets_for_those_below_is_kept_or_exempt() -> None:
    mappers = (mapper.class_ for mapper in Base.registry.mappers)
    set_above = {model.__name__ for model in mappers if issubclass(model, SetFromAbove)}
    kept = {kind.model.__name__ for kind in DEFINITION_KINDS}
    assert set_above - kept - EXEMPT.keys() == set()
    assert EXEMPT.keys() & kept == set()
    assert EXEMPT.keys() <= {mapper.class_.__name__ for mapper in Base.registry.mappers}


@pytest.mark.parametrize("kind", DEFINITION_KINDS, ids=lambda kind: kind.name)
def test_who_applies_a_configuration_may_do_each_of_its_steps_by_hand(kind: DefinitionKind) -> None:
    verbs = [v for v in (kind.define, kind.change, kind.retire, kind.restore) if v is not None]
    roles = (
        {Role.REGISTRY_ADMIN} if kind.is_of_registry else {Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN}
    )
    for verb in verbs:
        for role in roles:
            assert grants_of(verb).get(role) in {Reach.SCOPE, Reach.OWN}, (verb.key, role)
