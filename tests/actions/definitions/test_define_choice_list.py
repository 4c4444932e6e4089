"""The registry and the provinces define choice lists, each seen by its office and those below."""

from __future__ import annotations

import pytest

from actions.core.choices.choice_rules import ChoiceRefusal
from actions.core.refusal import Common
from actions.definitions.define_choice_list import DEFINE_CHOICE_LIST, DefineChoiceListInput
from models.definitions.choice_list import ChoiceList
from tests.support.definitions.choices import codes, define_list
from tests.support.world.cast import World
from tests.support.world.settings import refusal


def faulty(world: World, who: str = "gansu", **given: object) -> object:
    values = {"code": "seals", "name_zh": "印章样式", **given}
    return refusal(world, DEFINE_CHOICE_LIST, DefineChoiceListInput(**values), who)  # type: ignore[arg-type]


class TestDefiningAChoiceList:
    def test_a_list_and_its_first_choices_belong_to_the_office_that_defines_them(
        self, world: World
    ) -> None:
        key = define_list(world, "gansu")
        with world.session("zhuoni") as session:
            assert session.get_one(ChoiceList, key).office_code == "620000"
        assert codes(world, "zhuoni", key) == {"round", "square"}
        with world.session("shaanxi") as session:
            assert session.get(ChoiceList, key) is None
        assert codes(world, "shaanxi", key) == set()

    @pytest.mark.parametrize("who", ["gannan", "zhuoni", "zhuoni-cashier", "conac-finance"])
    def test_nobody_but_the_registry_and_a_province_defines_lists(
        self, sqlite_world: World, who: str
    ) -> None:
        assert faulty(sqlite_world, who) is Common.FORBIDDEN

    def test_a_code_and_a_name_are_taken_by_what_the_definer_sees_and_by_no_other(
        self, world: World
    ) -> None:
        define_list(world, "conac", name_zh="印章", name_en="Seals")
        assert faulty(world) is ChoiceRefusal.LIST_CODE_TAKEN
        assert faulty(world, code="other", name_zh="印章") is ChoiceRefusal.LIST_NAME_TAKEN
        assert faulty(world, code="other", name_en="Seals") is ChoiceRefusal.LIST_NAME_TAKEN
        define_list(world, "gansu", "own", name_zh="省里的")
        define_list(world, "shaanxi", "own", name_zh="省里的")

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"code": "Bad-code"}, ChoiceRefusal.LIST_CODE_MALFORMED),
            ({"code": "1st"}, ChoiceRefusal.LIST_CODE_MALFORMED),
            ({"is_open": True}, ChoiceRefusal.OPEN_UNWANTED),
            ({"choices": "no pair"}, ChoiceRefusal.LINE_MALFORMED),
            ({"choices": "a="}, ChoiceRefusal.LINE_MALFORMED),
            ({"choices": f"a={'甲' * 41}"}, ChoiceRefusal.LINE_MALFORMED),
            ({"choices": f"a=甲/{'b' * 41}"}, ChoiceRefusal.LINE_MALFORMED),
            ({"choices": "a=甲\na=乙"}, ChoiceRefusal.CODE_TAKEN),
            ({"choices": "a=甲\nb=甲"}, ChoiceRefusal.WORD_TAKEN),
            ({"choices": "a=甲\nb=a"}, ChoiceRefusal.WORD_TAKEN),
            ({"choices": "A=甲"}, ChoiceRefusal.CODE_MALFORMED),
            ({"choices": "a=甲、乙"}, ChoiceRefusal.NOT_A_WORD),
            (
                {"choices": "\n".join(f"c{n}=词{n}" for n in range(10_000))},
                ChoiceRefusal.TOO_MANY,
            ),
        ],
    )
    def test_a_definition_that_breaks_a_rule_is_refused_in_words(
        self, sqlite_world: World, given: dict[str, object], code: ChoiceRefusal
    ) -> None:
        assert faulty(sqlite_world, **given) is code

    def test_an_office_defines_a_bounded_number_of_lists(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("actions.definitions.define_choice_list.MAXIMUM_LISTS", 1)
        define_list(sqlite_world, "gansu")
        assert faulty(sqlite_world, code="next") is ChoiceRefusal.TOO_MANY_LISTS
