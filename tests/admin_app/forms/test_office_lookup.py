"""An office that is typed: what is suggested, what is taken, what is asked back, and for whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from admin_app.forms.office_lookup import MOST_LISTED, MOST_SUGGESTED
from models.units.unit import Unit
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import World
from tests.support.world.many_offices import SUFFIX, add_offices

SignIn = Callable[[str], Clerk]
#: What the office 623104 is called.
NAME = f"新村一五县{SUFFIX}"


@pytest.fixture
def offices(world: World) -> list[str]:
    """More than a select takes, on both engines in turn."""
    return add_offices(world)


@pytest.fixture
def sqlite_offices(sqlite_world: World) -> list[str]:
    """The same on SQLite only."""
    return add_offices(sqlite_world)


def suggested(reader: Clerk, words: str, of: str = "working") -> list[str]:
    answer = reader.get("/admin/office_lookup/", query_string={"q": words, "of": of})
    assert answer.status_code == 200
    told: list[str] = answer.get_json()["offices"]
    return told


class TestSuggestions:
    @pytest.mark.parametrize(
        "words",
        ["623104", "新村一五县", "新村一五", "xcywx", "６２３１０４", f"623104 {NAME}"],
    )
    def test_suggestions_know_an_office_by_code_name_part_or_initials(
        self, clerk: SignIn, offices: list[str], words: str
    ) -> None:
        assert f"623104 {NAME}" in suggested(clerk("gansu"), words)

    def test_suggestions_are_bounded_and_say_so(self, clerk: SignIn, offices: list[str]) -> None:
        reader = clerk("conac")
        answer = reader.get("/admin/office_lookup/", query_string={"q": "新村"}).get_json()
        assert (len(answer["offices"]), answer["has_more"]) == (MOST_SUGGESTED, True)

    def test_suggestions_begin_with_the_code_that_was_typed(
        self, clerk: SignIn, offices: list[str]
    ) -> None:
        assert suggested(clerk("conac"), "6231")[:2] == [
            f"623100 新村一一县{SUFFIX}",
            f"623101 新村一二县{SUFFIX}",
        ]

    def test_suggestions_hold_no_closed_office_where_none_is_taken(
        self, clerk: SignIn, offices: list[str]
    ) -> None:
        reader = clerk("gansu")
        assert suggested(reader, "旧村") == []
        assert suggested(reader, "旧村", of="every") == [f"623199 旧村县{SUFFIX}"]

    def test_suggestions_hold_nothing_of_another_province(
        self, clerk: SignIn, offices: list[str]
    ) -> None:
        reader = clerk("shaanxi")
        assert suggested(reader, "623104") == suggested(reader, "新村") == []

    @pytest.mark.parametrize("words", ["", "县", "%_", "<b>", "a" * 500, "' OR 1=1"])
    def test_suggestions_bear_any_text(self, clerk: SignIn, offices: list[str], words: str) -> None:
        assert suggested(clerk("conac"), words) == []

    def test_suggestions_are_not_for_units(self, sqlite_clerk: SignIn) -> None:
        assert sqlite_clerk("unit-a").get("/admin/office_lookup/?q=6231").status_code == 403


def transfer(reader: Clerk, world: World, office: str, **more: str) -> tuple[int, str]:
    """The plan of a transfer, with what was typed for the office."""
    url = f"/admin/unit/action/?action=transfer_unit&ids={world.id('unit-a')}"
    shown = reader.get(url).get_data(as_text=True)
    marks = dict(re.findall(r'name="(key|selection|shown)" value="([^"]*)"', shown))
    typed = {"office_code": office, "document_no": "甘编办〔2026〕1号", **marks, **more}
    answer = reader.post("/admin/unit/action/?action=transfer_unit", typed)
    return answer.status_code, answer.get_data(as_text=True)


class TestTheFormWithoutAScript:
    @pytest.mark.parametrize("typed", ["623104", f"{NAME}", "新村一五县", "６２３１０４"])
    def test_the_form_without_a_script_takes_a_code_a_name_or_a_place(
        self, sqlite_clerk: SignIn, sqlite_world: World, sqlite_offices: list[str], typed: str
    ) -> None:
        status, page = transfer(sqlite_clerk("gansu"), sqlite_world, typed)
        assert status == 200
        assert f'value="623104 {NAME}"' in page
        assert "可以办理" in page

    def test_the_form_without_a_script_moves_the_unit_to_the_office_that_was_named(
        self, clerk: SignIn, world: World, offices: list[str]
    ) -> None:
        with world.writing() as session:
            unit = session.get_one(Unit, world.id("unit-d"))
        url = f"/admin/unit/action/?action=transfer_unit&ids={unit.id}"
        reader = clerk("gansu")
        shown = reader.get(url).get_data(as_text=True)
        marks = dict(re.findall(r'name="(key|selection|shown)" value="([^"]*)"', shown))
        typed = {"office_code": "新村一五县", "document_no": "1号", "confirm": "1", **marks}
        reader.post("/admin/unit/action/?action=transfer_unit", typed)
        with world.session() as session:
            assert session.get_one(Unit, world.id("unit-d")).office_code == "623104"

    def test_the_form_without_a_script_lists_up_to_ten_when_several_are_meant(
        self, sqlite_clerk: SignIn, sqlite_world: World, sqlite_offices: list[str]
    ) -> None:
        reader = sqlite_clerk("gansu")
        status, page = transfer(reader, sqlite_world, "新村", confirm="1")
        assert status == 422
        assert f"与“新村”相符的编办超过 {MOST_LISTED} 个" in page
        assert page.count('name="choose"') == MOST_LISTED
        status, page = transfer(reader, sqlite_world, "新村四三")
        assert "与“新村四三”相符的编办有 1 个" in page

    def test_the_form_without_a_script_takes_the_chosen_office_and_asks_before_acting(
        self, sqlite_clerk: SignIn, sqlite_world: World, sqlite_offices: list[str]
    ) -> None:
        reader = sqlite_clerk("gansu")
        status, page = transfer(reader, sqlite_world, "新村", choose="office_code:623104")
        assert (status, 'name="confirm"' in page) == (200, True)
        assert f'value="623104 {NAME}"' in page

    def test_the_form_without_a_script_says_what_to_type_when_none_is_found(
        self, sqlite_clerk: SignIn, sqlite_world: World, sqlite_offices: list[str]
    ) -> None:
        status, page = transfer(sqlite_clerk("gansu"), sqlite_world, "龘龘")
        assert status == 422
        assert "没有找到编办“龘龘”。请填写六位行政区划代码" in page

    @pytest.mark.parametrize(
        ("foreign", "absent"), [("610122", "999999"), ("蓝田", "龘龘"), ("旧村", "龘龘")]
    )
    def test_the_form_without_a_script_answers_for_a_foreign_or_closed_office_as_for_none(
        self,
        sqlite_clerk: SignIn,
        sqlite_world: World,
        sqlite_offices: list[str],
        foreign: str,
        absent: str,
    ) -> None:
        reader = sqlite_clerk("gansu")
        (status, page), (other_status, other) = (
            transfer(reader, sqlite_world, typed) for typed in (foreign, absent)
        )
        said = f"没有找到编办“{foreign}”"
        assert (status, other_status) == (422, 422)
        assert said in page
        assert said.replace(foreign, absent) in other
        assert 'name="choose"' not in page

    def test_the_form_without_a_script_stays_a_select_where_there_are_few(
        self, sqlite_clerk: SignIn, sqlite_world: World, sqlite_offices: list[str]
    ) -> None:
        page = sqlite_clerk("shaanxi").get("/admin/unit/action/?action=register_unit")
        drawn = page.get_data(as_text=True)
        assert '<option value="610122">' in drawn
        assert "data-offices" not in drawn

    @pytest.mark.parametrize(
        "url", ["unit/action/?action=register_unit", "user/action/?action=create_user"]
    )
    def test_the_form_without_a_script_names_no_office_by_itself_at_the_registry(
        self, sqlite_clerk: SignIn, sqlite_offices: list[str], url: str
    ) -> None:
        page = sqlite_clerk("conac").get(f"/admin/{url}").get_data(as_text=True)
        assert SUFFIX not in page
        assert "data-offices" in page
        assert page.count("<option") < 20
        assert len(page.encode()) < 25_000


class TestTheFilter:
    def test_the_filter_is_typed_where_there_are_many_and_shows_what_is_chosen(
        self, sqlite_clerk: SignIn, sqlite_offices: list[str]
    ) -> None:
        page = sqlite_clerk("gansu").get("/admin/unit/?office_code=623104").get_data(as_text=True)
        assert 'value="623104 新村一五县"' in page
        assert 'value="623022"' not in page

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("新村一五县", "623104"),
            ("新村四三", "623132"),
            ("623104 新村一五县", "623104"),
            ("623000-own 甘南（本级）", "623000-own"),
            ("旧村", "623199"),
        ],
    )
    def test_the_filter_leads_to_the_list_of_the_office(
        self, sqlite_clerk: SignIn, sqlite_offices: list[str], typed: str, code: str
    ) -> None:
        asked = {"office_code": typed, "state": "active"}
        answer = sqlite_clerk("gansu").get("/admin/unit/", query_string=asked)
        assert answer.status_code == 302
        led = parse_qs(urlsplit(answer.location).query)
        assert led == {"office_code": [code], "state": ["active"]}

    def test_the_filter_asks_which_when_several_are_meant(
        self, clerk: SignIn, offices: list[str]
    ) -> None:
        asked = {"office_code": "新村", "state": "active"}
        answer = clerk("gansu").get("/admin/unit/", query_string=asked)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert f"只列出前 {MOST_LISTED} 个" in page
        assert 'href="./?state=active&amp;office_code=623104"' in page

    def test_the_filter_answers_for_a_foreign_office_as_for_none(
        self, sqlite_clerk: SignIn, sqlite_offices: list[str]
    ) -> None:
        reader = sqlite_clerk("gansu")
        for typed in ("蓝田", "龘龘"):
            answer = reader.get("/admin/unit/", query_string={"office_code": typed})
            assert answer.status_code == 400
            assert f"没有找到编办“{typed}”" in answer.get_data(as_text=True)

    def test_the_filter_of_the_api_takes_codes_alone(
        self, sqlite_clerk: SignIn, sqlite_offices: list[str]
    ) -> None:
        url = "/api/unit?office_code="
        reader = sqlite_clerk("gansu")
        assert reader.get(f"{url}新村一五县").status_code == 400
        assert reader.get(f"{url}623104").status_code == 200
