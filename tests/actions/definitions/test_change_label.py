"""A label gets other names and another colour; its records show them."""

from __future__ import annotations

import pytest

from actions.core.labels.label_names import LabelNameRefusal
from actions.core.refusal import Common, Refused
from actions.definitions.change_label import CHANGE_LABEL, ChangeLabelInput
from models.definitions.label import Label, LabelColour
from tests.support.definitions.labels import define
from tests.support.world.cast import World


def refused(world: World, by: str, label: int, given: ChangeLabelInput) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(CHANGE_LABEL, by, [label], given)
    return caught.value.first.code


class TestChangingALabel:
    def test_names_and_colour_change(self, world: World) -> None:
        label = define(world, "gansu", "急件")
        given = ChangeLabelInput("特急", "Very urgent", LabelColour.PINK)
        world.perform(CHANGE_LABEL, "gansu", [label], given)
        with world.session() as session:
            row = session.get_one(Label, label)
            assert (row.name_zh, row.name_en, row.colour) == (
                "特急",
                "Very urgent",
                LabelColour.PINK,
            )

    def test_a_label_keeps_its_own_name_but_takes_no_other_ones(self, world: World) -> None:
        label = define(world, "gansu", "急件")
        define(world, "conac", "专项")
        world.perform(CHANGE_LABEL, "gansu", [label], ChangeLabelInput("急件", "Urgent"))
        given = ChangeLabelInput("专项")
        assert refused(world, "gansu", label, given) is LabelNameRefusal.TAKEN

    def test_a_province_changes_only_its_own_labels(self, world: World) -> None:
        of_registry, of_shaanxi = define(world, "conac", "专项"), define(world, "shaanxi", "督办")
        given = ChangeLabelInput("改名")
        assert refused(world, "gansu", of_registry, given) is Common.NOT_OWN_OFFICE
        assert refused(world, "gansu", of_shaanxi, given) is Common.NOT_FOUND
