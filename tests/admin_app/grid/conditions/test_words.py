"""Conditions of several parts, in words on the page."""

from __future__ import annotations

import json

from tests.support.pages.doors import Doors, told


def test_each_part_that_must_hold_is_a_chip_of_its_own(sqlite_doors: Doors) -> None:
    where = {
        "all": [
            {"purpose": {"contains": "网站"}},
            {"any": [{"due_on": {"is": "this_week"}}, {"is_held": {"is": True}}]},
        ]
    }
    page = sqlite_doors.clerk("zhuoni").get(
        "/admin/domain/", query_string={"where": json.dumps(where)}
    )
    said = told(page)
    assert "包含 网站" in said
    assert "是 本周 或 " in said
    # Each leads to the list without it.
    assert page.text.count("去掉条件") == 2


def test_parts_of_which_one_is_enough_are_one_chip(sqlite_doors: Doors) -> None:
    where = json.dumps({"any": [{"purpose": {"empty": True}}, {"term_years": {"ge": 2}}]})
    page = sqlite_doors.clerk("zhuoni").get("/admin/domain/", query_string={"where": where})
    assert page.text.count("去掉条件") == 1
    assert "为空 或 " in told(page)
