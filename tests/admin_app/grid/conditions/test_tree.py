"""`where` in an address: what is read, what is refused by name, and what it is bounded by."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from admin_app.grid.conditions.tree import (
    LONGEST_WHERE,
    MAXIMUM_DEPTH,
    MAXIMUM_PARTS,
    Combination,
    parse_where,
)
from admin_app.grid.errors import BadListError
from admin_app.grid.filters.choice import MAXIMUM_VALUES
from admin_app.labels.list_fault import ListFault
from admin_app.views import GRIDS
from tests.support.pages.doors import Doors

DOMAIN = GRIDS["domain"]
ONE = {"term_years": {"ge": 1}}


def parsed(given: Any) -> Combination:
    """The condition of JSON on the list of names."""
    found = parse_where(DOMAIN, given if isinstance(given, str) else json.dumps(given))
    assert found is not None
    return found


def nested(depth: int) -> dict[str, Any]:
    """A comparison inside so many combinations."""
    return ONE if depth == 0 else {"all": [nested(depth - 1)]}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ('{"no_such_column": {"is": 1}}', ListFault.WHERE_COLUMN),
        ('{"unit.password_hash": {"is": 1}}', ListFault.WHERE_COLUMN),
        ('{"term_years": {"contains": "1"}}', ListFault.WHERE_OPERATOR),
        ('{"term_years": {"equals": 1}}', ListFault.WHERE_OPERATOR),
        ('{"term_years": {"is": "many"}}', ListFault.BAD_VALUE),
        ('{"term_years": {"is": null}}', ListFault.BAD_VALUE),
        ('{"term_years": {"is": 1.5}}', ListFault.BAD_VALUE),
        ('{"term_years": {"is": ""}}', ListFault.BAD_VALUE),
        ('{"term_years": {"is": []}}', ListFault.BAD_VALUE),
        ('{"term_years": {"ge": [1, 2]}}', ListFault.BAD_VALUE),
        ('{"purpose": {"filled": false}}', ListFault.BAD_VALUE),
        ('{"state": {"is": "nowhere"}}', ListFault.BAD_VALUE),
        (
            json.dumps({"term_years": {"is": list(range(MAXIMUM_VALUES + 1))}}),
            "list_too_many_values",
        ),
        ('{"term_years": 1}', ListFault.WHERE_UNREADABLE),
        ('{"term_years": {"ge": 1, "le": 3}}', ListFault.WHERE_UNREADABLE),
        ('{"all": [], "any": []}', ListFault.WHERE_UNREADABLE),
        ('{"all": []}', ListFault.WHERE_UNREADABLE),
        ('{"all": {"term_years": {"ge": 1}}}', ListFault.WHERE_UNREADABLE),
        ('{"term_years": {"is": NaN}}', ListFault.WHERE_UNREADABLE),
        ("[]", ListFault.WHERE_UNREADABLE),
        ("term_years>1", ListFault.WHERE_UNREADABLE),
        ("[" * LONGEST_WHERE, ListFault.WHERE_UNREADABLE),
        (json.dumps(nested(MAXIMUM_DEPTH + 1)), ListFault.WHERE_TOO_DEEP),
        (json.dumps({"any": [ONE] * (MAXIMUM_PARTS + 1)}), ListFault.WHERE_TOO_MANY),
        (" " * LONGEST_WHERE + json.dumps(ONE), ListFault.WHERE_TOO_LONG),
    ],
)
def test_what_cannot_be_followed_is_refused(given: str, fault: str) -> None:
    with pytest.raises(BadListError) as raised:
        parse_where(DOMAIN, given)
    assert raised.value.refusal.code == fault


def test_a_condition_is_written_back_as_it_was_read() -> None:
    given = {
        "all": [
            {"any": [{"due_on": {"is": "this_week"}}, {"unit.contact_name": {"contains": "张"}}]},
            {"state": {"is": ["registered", "submitted"]}},
            {"purpose": {"filled": True}},
        ]
    }
    text = parsed(given).text()
    assert json.loads(text) == given
    assert parsed(text).text() == text


def test_words_for_relative_days_are_kept_as_codes() -> None:
    assert "last_quarter" in parsed({"registered_on": {"is": "上季"}}).text()


def test_amounts_are_given_in_yuan() -> None:
    found = parse_where(GRIDS["order"], '{"amount_fen": {"is": "200.50"}}')
    assert found is not None
    (part,) = found.comparisons()
    assert part.operands == (20_050,)
    assert '"200.50"' in found.text()


def test_a_past_day_asks_nothing_of_other_records() -> None:
    condition = parsed({"unit.contact_name": {"filled": True}})
    with pytest.raises(BadListError) as raised:
        condition.holds({}, lambda: dt.date(2026, 6, 10))
    assert raised.value.refusal.code == ListFault.PAST_UNJUDGED


def ids(doors: Doors, where: Any, **asked: str) -> list[int]:
    """The names that Zhuoni's API finds."""
    query = {"where": json.dumps(where), "sort": "id", **asked}
    answer = doors.clerk("zhuoni").get("/api/domain", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [row["id"] for row in answer.get_json()["rows"]]


def test_conditions_nest(peopled: Doors) -> None:
    one, two = ids(peopled, {"term_years": {"is": 1}}), ids(peopled, {"term_years": {"is_not": 1}})
    every = ids(peopled, {"any": [{"term_years": {"is": 1}}, {"term_years": {"is_not": 1}}]})
    assert every == sorted([*one, *two]) != []
    both = {"all": [{"term_years": {"is": 1}}, {"any": [{"term_years": {"is_not": 1}}]}]}
    assert ids(peopled, both) == []


def test_a_saved_view_keeps_relative_days(peopled: Doors) -> None:
    clerk = peopled.clerk("zhuoni")
    where = json.dumps({"due_on": {"is": "next_30_days"}})
    page = clerk.get("/admin/domain/", query_string={"where": where, "due_on_from": "本月"})
    assert "due_on_from=this_month" in page.text
    assert "next_30_days" in page.text


def test_an_unknown_column_is_refused_by_name_on_every_door(peopled: Doors) -> None:
    clerk = peopled.clerk("zhuoni")
    asked = {"where": '{"no_such_column": {"is": 1}}'}
    for door in ("/admin/domain/", "/api/domain"):
        answer = clerk.get(door, query_string=asked)
        assert answer.status_code == 400
        said = json.dumps(answer.json, ensure_ascii=False) if answer.is_json else answer.text
        assert "no_such_column" in said
    assert (
        clerk.get("/admin/domain/facets/", query_string={**asked, "field": "state"}).status_code
        == 400
    )


def test_the_rows_of_a_past_day_are_found_by_their_values_then(peopled: Doors) -> None:
    clerk = peopled.clerk("zhuoni")
    asked = {"as_of": "2026-06-10", "where": '{"term_years": {"is": 1}}'}
    told = clerk.get("/api/domain", query_string=asked)
    assert told.status_code == 200, told.get_data(as_text=True)
    assert all(row["term_years"] == 1 for row in told.get_json()["rows"])
    refused = clerk.get(
        "/api/domain", query_string={**asked, "where": '{"status": {"filled": true}}'}
    )
    assert refused.status_code == 400
