"""组合条件 on a list: a column is chosen, then how it compares; the result is a list address."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.pages.doors import Doors, told

LIST = "/admin/domain/"


def added(doors: Doors, **asked: Any) -> dict[str, list[str]]:
    """The parameters of the list that adding a condition leads to."""
    answer = doors.clerk("zhuoni").get(LIST, query_string=asked)
    assert answer.status_code == 302, told(answer)
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def test_every_column_is_offered_and_the_chosen_one_shows_its_comparisons(
    sqlite_doors: Doors,
) -> None:
    clerk = sqlite_doors.clerk("zhuoni")
    first = clerk.get(LIST, query_string={"list": ""}).text
    assert '<option value="unit.contact_phone">' in first
    assert 'name="operator"' not in first
    second = clerk.get(LIST, query_string={"list": "", "condition": "state"}).text
    assert 'name="operand" value="registered"' in second
    assert "不是</option>" in second
    dates = clerk.get(LIST, query_string={"list": "", "condition": "due_on"}).text
    assert '<option value="本周">' in dates


def test_a_condition_is_added_to_the_list_with_its_other_parameters(sqlite_doors: Doors) -> None:
    found = added(
        sqlite_doors, sort="-due_on", condition="purpose", operator="contains", operand="网站"
    )
    assert found["sort"] == ["-due_on"]
    assert json.loads(found["where"][0]) == {"all": [{"purpose": {"contains": "网站"}}]}
    assert "condition" not in found


def test_a_condition_may_be_another_way_to_meet_one_of_them(sqlite_doors: Doors) -> None:
    where = json.dumps({"all": [{"purpose": {"empty": True}}, {"term_years": {"ge": 1}}]})
    found = added(
        sqlite_doors,
        where=where,
        condition="due_on",
        operator="is",
        operand="未来30天",
        into="0",
    )
    either = {"any": [{"purpose": {"empty": True}}, {"due_on": {"is": "next_30_days"}}]}
    assert json.loads(found["where"][0]) == {"all": [either, {"term_years": {"ge": 1}}]}


def test_several_words_of_a_choice_are_one_condition(sqlite_doors: Doors) -> None:
    found = added(
        sqlite_doors, condition="state", operator="is", operand=["registered", "submitted"]
    )
    assert json.loads(found["where"][0]) == {
        "all": [{"state": {"is": ["registered", "submitted"]}}]
    }


def test_what_cannot_be_added_is_said_and_the_list_stays(sqlite_doors: Doors) -> None:
    clerk = sqlite_doors.clerk("zhuoni")
    for asked in (
        {"condition": "term_years", "operator": "is", "operand": "many"},
        {"condition": "term_years", "operator": "contains", "operand": "1"},
        {"condition": "no_such_column", "operator": "is", "operand": "1"},
    ):
        page = clerk.get(LIST, query_string={"list": "", **asked})
        assert page.status_code == 200
        assert "请" in told(page) or "可以用的比较" in told(page)
