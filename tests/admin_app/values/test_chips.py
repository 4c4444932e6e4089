"""Words of lists on pages: shown in their colour, offered while they may be chosen, and kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.definitions.change_choice import CHANGE_CHOICE, ChangeChoiceInput
from actions.definitions.retire_choice import RETIRE_CHOICE
from actions.plan import plan
from models.definitions.label import LabelColour
from models.definitions.own_field import FieldKind, OwnField
from models.units.unit import Unit
from tests.admin_app.grid.test_own_fields import define as define_field
from tests.admin_app.grid.test_own_fields import fill
from tests.support.definitions.choices import choice_of, define_list
from tests.support.pages.doors import Doors
from tests.support.world.cast import World

NAME = "own_620000_seal"


def define(world: World, **more: Any) -> str:
    basics = {"code": "seal", "kind": FieldKind.CHOICE, "label": "印章样式"}
    return define_field(world, **basics | more)


def retire(world: World, by: str, of: int, code: str) -> None:
    world.perform(RETIRE_CHOICE, by, [choice_of(world, of, code)], Nothing())


def rows(doors: Doors, query: str) -> list[dict[str, Any]]:
    answer = doors.app.test_client().get(f"/api/unit?{query}", headers=doors.bearer("zhuoni"))
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["rows"]
    return found


class TestAnEndedWord:
    @pytest.fixture
    def ended(self, doors: Doors) -> int:
        """A list of Gansu; a unit of Zhuoni has the word that was retired since."""
        of = define_list(doors.world, "gansu")
        define(doors.world, choice_list="seals")
        with doors.world.writing() as session:
            unit = session.get_one(Unit, doors.world.id("unit-a"))
            field = session.scalars(select(OwnField)).one()
            unit.own_values = {str(field.id): "round"}
        retire(doors.world, "gansu", of, "round")
        return of

    def test_it_is_shown_and_found_where_it_stands_by_its_code_and_by_its_word(
        self, doors: Doors, ended: int
    ) -> None:
        unit = doors.world.id("unit-a")
        for asked in ("round", "圆章", "Round"):
            (row,) = rows(doors, f"{NAME}={asked}&columns={NAME}")
            assert row["id"] == unit
            assert row[NAME] == "round"
        page = doors.clerk("zhuoni").get(f"/admin/unit/details/?id={unit}").get_data(as_text=True)
        assert "圆章" in page

    def test_a_form_offers_it_only_where_it_stands(self, doors: Doors, ended: int) -> None:
        for unit, is_offered in (("unit-a", True), ("unit-b", False)):
            url = f"/admin/unit/edit/?id={doors.world.id(unit)}"
            page = doors.clerk("zhuoni").get(url).get_data(as_text=True)
            assert ('value="round"' in page) is is_offered
            assert 'value="square"' in page

    def test_the_plan_to_retire_a_choice_counts_the_records_that_have_it(
        self, doors: Doors, ended: int
    ) -> None:
        world = doors.world
        key = choice_of(world, ended, "round")
        with world.session("gansu") as session:
            found = plan(session, RETIRE_CHOICE, [key], Nothing(), world.caller("gansu"))
        assert found.facts_of(key)["value_count"] == 1

    def test_a_colour_is_shown_as_a_chip(self, doors: Doors, ended: int) -> None:
        red = ChangeChoiceInput("圆章", "Round", LabelColour.RED)
        doors.world.perform(CHANGE_CHOICE, "gansu", [choice_of(doors.world, ended, "round")], red)
        page = doors.clerk("zhuoni").get(f"/admin/unit/?columns={NAME}").get_data(as_text=True)
        assert '<b class="label is-red">圆章</b>' in page


class TestChoosing:
    DAY = dt.date(2026, 6, 10)

    @pytest.mark.parametrize(
        ("ends", "is_chosen"), [(DAY, True), (DAY - dt.timedelta(days=1), False)]
    )
    def test_a_word_is_chosen_until_its_last_day(
        self, sqlite_doors: Doors, ends: dt.date, is_chosen: bool
    ) -> None:
        world = sqlite_doors.world
        of = define_list(world, "gansu")
        define(world, choice_list="seals")
        key = choice_of(world, of, "round")
        given = ChangeChoiceInput("圆章", valid_until=ends)
        world.perform(CHANGE_CHOICE, "gansu", [key], given)
        unit = world.id("unit-a")
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/unit/edit/?id={unit}")
        assert ('value="round"' in page.get_data(as_text=True)) is is_chosen

    def test_a_word_that_ended_is_refused_and_one_that_stands_may_stay(self, doors: Doors) -> None:
        world, unit = doors.world, doors.world.id("unit-a")
        of = define_list(world, "gansu")
        define(world, choice_list="seals")
        clerk = doors.clerk("zhuoni")
        assert fill(clerk, unit, **{NAME: "round"}).status_code == 303
        retire(world, "gansu", of, "round")
        retire(world, "gansu", of, "square")
        refused = fill(clerk, unit, **{NAME: "square"})
        assert "“印章样式”中的“方章”已不能选用" in refused.get_data(as_text=True)
        stays = {NAME: "round", "contact_phone": "0941-3621234"}
        assert fill(clerk, unit, **stays).status_code == 303
