"""Lists are retired and restored; those of the system's forms stay."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.action import AnyAction, Nothing
from actions.core.choices.choice_rules import offered_lists
from actions.core.refusal import Refused
from actions.definitions.restore_choice_list import (
    RESTORE_CHOICE_LIST,
    RestoreChoiceListRefusal,
)
from actions.definitions.retire_choice_list import RETIRE_CHOICE_LIST, RetireChoiceListRefusal
from models.definitions.choice_list import ChoiceListKind
from models.offices.office import REGISTRY_CODE, Office
from tests.support.definitions.choices import codes, define_list
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def refused(world: World, action: AnyAction, by: str, key: int) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [key], Nothing())
    return caught.value.first.code


class TestRetiringAChoiceList:
    def test_a_retired_list_takes_no_choices_until_it_is_restored(self, world: World) -> None:
        key = define_list(world, "gansu", name_zh="印章")
        world.perform(RETIRE_CHOICE_LIST, "gansu", [key], Nothing())
        with world.session("gansu") as session:
            assert ("seals", "印章") not in offered_lists(session)
        assert codes(world, "zhuoni", key) == {"round", "square"}
        already = refused(world, RETIRE_CHOICE_LIST, "gansu", key)
        assert already is RetireChoiceListRefusal.ALREADY
        world.perform(RESTORE_CHOICE_LIST, "gansu", [key], Nothing())
        with world.session("gansu") as session:
            assert ("seals", "印章") in offered_lists(session)
        in_use = refused(world, RESTORE_CHOICE_LIST, "gansu", key)
        assert in_use is RestoreChoiceListRefusal.IN_USE

    def test_a_list_of_the_systems_forms_is_not_retired(self, world: World) -> None:
        with world.writing() as session:
            registry = session.scalars(select(Office).where(Office.code == REGISTRY_CODE)).one()
            key = Maker(session, registry, NOW).choice_list(kind=ChoiceListKind.SYSTEM).id
        found = refused(world, RETIRE_CHOICE_LIST, "conac", key)
        assert found is RetireChoiceListRefusal.OF_THE_SYSTEM
