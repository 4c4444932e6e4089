"""Conditions of several parts on fields of one's own: each comparison of each kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from models.definitions.own_field import FieldKind
from tests.admin_app.grid.test_own_fields import define, fill, page_of
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import World

SignIn = Callable[[str], Clerk]
WORDS = "red=红色/Red\nblue=蓝色/Blue"

#: Kind, the value that a unit has, comparisons that it meets, and comparisons that it does not.
CASES: list[tuple[FieldKind, object, list[Any], list[Any]]] = [
    (
        FieldKind.TEXT,
        "甘-001",
        [{"is": "甘-001"}, {"contains": "001"}, {"starts": "甘"}, {"filled": True}],
        [{"is_not": "甘-001"}, {"not_contains": "0"}, {"starts": "0"}, {"empty": True}],
    ),
    (
        FieldKind.WHOLE,
        "-5",
        [{"is": -5}, {"is": [-5, 7]}, {"ge": -10}, {"le": -5}, {"is_not": 7}],
        [{"is": 5}, {"ge": -4}, {"le": -6}, {"empty": True}],
    ),
    (FieldKind.DECIMAL, "1.25", [{"is": "1.25"}, {"ge": "1.2"}], [{"le": "1.2"}, {"is": "1"}]),
    (
        FieldKind.DATE,
        "2026-03-05",
        [{"is": "2026-03-05"}, {"le": "this_month"}, {"is_not": "last_month"}],
        [{"ge": "2026-03-06"}, {"is": "2026-03-04"}],
    ),
    (FieldKind.YES_NO, "true", [{"is": "true"}, {"is_not": "false"}], [{"is": "false"}]),
    (FieldKind.CHOICE, "red", [{"is": ["red", "blue"]}], [{"is": "blue"}, {"is_not": "red"}]),
    (FieldKind.CHOICES, ["red", "blue"], [{"is": "blue"}], [{"is_not": "red"}]),
    (FieldKind.LINK, "https://a.example/", [{"contains": "example"}], [{"is": "https://b.c/"}]),
    (FieldKind.LONG_TEXT, "甲", [{"filled": True}], [{"empty": True}]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].value)
def test_each_comparison_finds_the_same_today_and_on_a_past_day(
    case: tuple[FieldKind, object, list[Any], list[Any]],
    world: World,
    clerk: SignIn,
    hands: MovableClock,
) -> None:
    kind, value, met, unmet = case
    has_words = {"choices": WORDS} if kind in {FieldKind.CHOICE, FieldKind.CHOICES} else {}
    name, unit = define(world, kind=kind, **has_words), world.id("unit-a")
    assert fill(clerk("zhuoni"), unit, **{name: value}).status_code == 303
    day = hands.today()
    hands.turn(days=2)
    reader = clerk("zhuoni").client
    for parts, is_found in ((met, True), (unmet, False)):
        for part in parts:
            for where in ({name: part}, {"any": [{"all": [{name: part}]}]}):
                for as_of in ("", str(day)):
                    asked = {"where": json.dumps(where), "as_of": as_of}
                    answer = reader.get("/api/unit", query_string=asked)
                    assert answer.status_code == 200, answer.text
                    found = [row["id"] for row in answer.get_json()["rows"]]
                    assert (unit in found) is is_found, (where, as_of)


def test_a_comparison_that_a_kind_does_not_have_is_refused_in_words(
    world: World, clerk: SignIn
) -> None:
    name = define(world, kind=FieldKind.LONG_TEXT)
    reader = clerk("zhuoni").client
    for part in ({"is": "x"}, {"ge": 1}):
        refused = reader.get("/api/unit", query_string={"where": json.dumps({name: part})})
        assert refused.status_code == 400
        assert "印章编号" in str(refused.get_json())


def test_a_saved_view_keeps_a_combined_condition_with_relative_days(
    world: World, clerk: SignIn
) -> None:
    name, unit = define(world, kind=FieldKind.DATE), world.id("unit-a")
    county = clerk("zhuoni")
    fill(county, unit, **{name: "2026-03-05"})
    where = json.dumps({"any": [{name: {"le": "this_month"}}, {name: {"empty": True}}]})
    kept = {"entity": "unit", "name": "到期的", "query": f"where={where}", "key": "k-2"}
    assert county.post("/admin/saved_view/save/", kept).status_code in {200, 302, 303}
    assert "到期的" in page_of(county, "/admin/unit/?list=")
    page = page_of(county, f"/admin/unit/?where={where}")
    assert "印章编号" in page
    assert "卓尼县教育局" in page
