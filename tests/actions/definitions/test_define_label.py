"""The registry and the provinces define labels, whose names mean one thing to each reader."""

from __future__ import annotations

import pytest

from actions.core.labels.label_names import LabelNameRefusal
from actions.core.refusal import Common
from actions.definitions.define_label import DEFINE_LABEL, DefineLabelInput
from models.definitions.label import Label, LabelColour
from tests.support.definitions.labels import define
from tests.support.world.cast import World
from tests.support.world.settings import refusal


class TestDefiningALabel:
    def test_a_label_belongs_to_the_office_that_defines_it(self, world: World) -> None:
        key = define(world, "gansu", "急件", "Urgent", colour=LabelColour.TEAL)
        with world.session("zhuoni") as session:
            label = session.get_one(Label, key)
            assert (label.office_code, label.name_zh, label.name_en) == ("620000", "急件", "Urgent")
            assert label.colour is LabelColour.TEAL
        with world.session("shaanxi") as session:
            assert session.get(Label, key) is None

    @pytest.mark.parametrize("who", ["gannan", "zhuoni", "zhuoni-cashier", "conac-finance"])
    def test_nobody_but_the_registry_and_a_province_defines_labels(
        self, sqlite_world: World, who: str
    ) -> None:
        given = DefineLabelInput("急件")
        assert refusal(sqlite_world, DEFINE_LABEL, given, who) is Common.FORBIDDEN

    def test_a_name_is_taken_in_either_language_by_what_the_definer_sees(
        self, world: World
    ) -> None:
        define(world, "conac", "急件", "Urgent")
        for given in (DefineLabelInput("急件"), DefineLabelInput("加急", "Urgent")):
            assert refusal(world, DEFINE_LABEL, given, "gansu") is LabelNameRefusal.TAKEN
        define(world, "gansu", "督办")
        define(world, "shaanxi", "督办")

    @pytest.mark.parametrize("name", ["123", "急件、特急", "a,b", "甲；乙"])
    def test_a_name_can_stand_beside_others(self, sqlite_world: World, name: str) -> None:
        given = DefineLabelInput(name)
        assert refusal(sqlite_world, DEFINE_LABEL, given) is LabelNameRefusal.NOT_A_NAME

    def test_an_office_defines_a_bounded_number_of_labels(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("actions.definitions.define_label.MAXIMUM_LABELS", 1)
        define(sqlite_world, "gansu", "急件")
        given = DefineLabelInput("督办")
        assert refusal(sqlite_world, DEFINE_LABEL, given, "gansu") is LabelNameRefusal.TOO_MANY
