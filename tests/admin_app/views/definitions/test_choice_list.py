"""Choice lists by every door: their office and those below read them, nobody beside."""

from __future__ import annotations

from typing import Any

import pytest

from actions.definitions.define_choice_list import DEFINE_CHOICE_LIST
from tests.support.definitions.choices import add, codes, define_list
from tests.support.pages.doors import DOORS, Doors, End, told

ADDRESSES = (
    "/admin/choice_list/",
    "/admin/choice_list/details/?id={gansu}",
    "/admin/choice/",
    "/admin/choice/?list_id={gansu}",
    "/admin/choice/action/?action=add_choice",
    "/admin/journal/",
    "/admin/find/?q=印章",
    "/api/choice_list",
    "/api/choice_list/{gansu}",
    "/api/choice",
    "/api/choice?list_id={gansu}",
    "/api/openapi.json",
)
FILES = ("choice_list", "choice")


@pytest.fixture
def lists(doors: Doors) -> dict[str, int]:
    """An open list of the registry, one of Gansu and one of Shaanxi."""
    world = doors.world
    found = {
        "conac": define_list(world, "conac", name_zh="全国印章", is_open=True),
        "gansu": define_list(world, "gansu", "gs", name_zh="甘肃印章", choices="g=甘圆章/Gansu"),
        "shaanxi": define_list(world, "shaanxi", "sx", name_zh="陕西印章"),
    }
    add(world, "gansu", "seals", "steel", "甘钢印")
    return found


def said(doors: Doors, who: str, address: str, lists: dict[str, int]) -> str:
    headers = doors.bearer(who) if address.startswith("/api") else {}
    reader = doors.app.test_client() if headers else doors.clerk(who)
    return reader.get(address.format(**lists), headers=headers).get_data(as_text=True)


class TestWhoSeesLists:
    @pytest.mark.parametrize("who", ["shaanxi", "lantian", "unit-a"])
    def test_nobody_beside_sees_a_list_or_its_choices_by_any_door(
        self, doors: Doors, lists: dict[str, int], who: str
    ) -> None:
        unseen = ("甘肃印章", "甘圆章", "甘钢印", "62_steel")
        for address in ADDRESSES:
            page = said(doors, who, address, lists)
            assert not [text for text in unseen if text in page], address
        for entity in FILES:
            given = {"scope": "filtered", "columns": "all", "query": "", "format": "csv"}
            answer = doors.clerk(who).post(f"/admin/{entity}/export/", given)
            text = answer.get_data(as_text=True)
            assert not [each for each in unseen if each in text], entity

    @pytest.mark.parametrize("who", ["gansu", "zhuoni", "lintan", "conac"])
    def test_the_office_those_below_and_the_registry_read_it(
        self, doors: Doors, lists: dict[str, int], who: str
    ) -> None:
        assert "甘肃印章" in said(doors, who, "/admin/choice_list/", lists)
        page = told(doors.clerk(who).get(f"/admin/choice_list/details/?id={lists['gansu']}"))
        assert "甘圆章" in page
        found = said(doors, who, f"/api/choice?list_id={lists['conac']}", lists)
        assert "62_steel" in found

    def test_the_form_of_a_new_choice_offers_what_one_may_add_to(
        self, doors: Doors, lists: dict[str, int]
    ) -> None:
        for who, offered in (("gansu", {"seals", "gs"}), ("shaanxi", {"seals", "sx"})):
            page = said(doors, who, "/admin/choice/action/?action=add_choice", lists)
            found = {code for code in ("seals", "gs", "sx") if f'value="{code}"' in page}
            assert found == offered

    def test_a_list_is_read_in_the_readers_language(
        self, doors: Doors, lists: dict[str, int]
    ) -> None:
        clerk = doors.clerk("gansu")
        clerk.get("/locale/en")
        page = told(clerk.get(f"/admin/choice_list/details/?id={lists['gansu']}"))
        assert "Gansu" in page
        assert "Provinces may add choices" in page


class TestDefining:
    @pytest.mark.parametrize("door", DOORS)
    def test_every_door_defines_a_list_with_its_choices(
        self, sqlite_doors: Doors, door: Any
    ) -> None:
        given = {"code": "seals", "name_zh": "印章", "choices": "a=甲/First\nb=乙"}
        done = sqlite_doors.call(DEFINE_CHOICE_LIST, "gansu", [], given, door=door)
        assert done.end is End.DONE, done.said
        assert codes(sqlite_doors.world, "zhuoni", 1) == {"a", "b"}

    def test_hostile_words_are_shown_as_text(self, doors: Doors) -> None:
        hostile = "<script>alert(1)</script>"
        define_list(doors.world, "gansu", name_zh=hostile, choices="a=' OR 1=1 --")
        for address in ("/admin/choice_list/", "/admin/choice/", "/admin/journal/"):
            page = said(doors, "zhuoni", address, {})
            assert hostile not in page
        assert "OR 1=1 --" in said(doors, "zhuoni", "/admin/choice/", {})
