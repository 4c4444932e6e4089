"""A list is changed by its office alone; its code stays."""

from __future__ import annotations

import pytest

from actions.core.choices.choice_rules import ChoiceRefusal
from actions.core.refusal import Common, Refused
from actions.definitions.change_choice_list import CHANGE_CHOICE_LIST, ChangeChoiceListInput
from models.definitions.choice_list import ChoiceList
from tests.support.definitions.choices import define_list
from tests.support.world.cast import World


def refused(world: World, by: str, key: int, given: ChangeChoiceListInput) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(CHANGE_CHOICE_LIST, by, [key], given)
    return caught.value.first.code


class TestChangingAChoiceList:
    def test_names_change_and_the_code_stays(self, world: World) -> None:
        key = define_list(world, "conac")
        given = ChangeChoiceListInput("印章", "Seals", is_open=True)
        world.perform(CHANGE_CHOICE_LIST, "conac", [key], given)
        with world.session("zhuoni") as session:
            row = session.get_one(ChoiceList, key)
            assert (row.code, row.name_zh, row.name_en, row.is_open) == (
                *("seals", "印章", "Seals"),
                True,
            )

    def test_a_list_from_above_or_beside_is_not_changed(self, world: World) -> None:
        given = ChangeChoiceListInput("印章")
        above, beside = define_list(world, "conac"), define_list(world, "shaanxi", "beside")
        assert refused(world, "gansu", above, given) is Common.NOT_OWN_OFFICE
        assert refused(world, "gansu", beside, given) is Common.NOT_FOUND

    def test_a_name_that_another_list_has_is_refused(self, world: World) -> None:
        define_list(world, "gansu", "first", name_zh="印章")
        key = define_list(world, "gansu", "second")
        refusal = refused(world, "gansu", key, ChangeChoiceListInput("印章"))
        assert refusal is ChoiceRefusal.LIST_NAME_TAKEN
        opened = ChangeChoiceListInput("省印", is_open=True)
        assert refused(world, "gansu", key, opened) is ChoiceRefusal.OPEN_UNWANTED
