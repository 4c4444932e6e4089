"""A condition without an index is refused, before any work, where too many rows are left to it."""

from __future__ import annotations

import json

import pytest

from tests.support.pages.doors import Doors

UNINDEXED = {"purpose": {"contains": "网站"}}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few rows that any list has more."""
    monkeypatch.setattr("admin_app.grid.listing.examined.MAXIMUM_EXAMINED", 1)


def status(doors: Doors, door: str, **asked: object) -> int:
    """The answer to a list of names."""
    query = {k: v if isinstance(v, str) else json.dumps(v) for k, v in asked.items()}
    return doors.clerk("conac").get(door, query_string=query).status_code


@pytest.mark.parametrize("door", ["/admin/domain/", "/api/domain"])
def test_a_condition_that_would_read_too_many_rows_is_refused(doors: Doors, door: str) -> None:
    assert status(doors, door) == 200
    assert status(doors, door, where=UNINDEXED) == 400
    assert status(doors, door, purpose="网站") == 400
    assert status(doors, door, match="any", purpose="网站", term_years_from="1") == 400


def test_conditions_that_an_index_serves_make_room_for_it(doors: Doors) -> None:
    far = {"due_on": {"le": "1990-01-01"}}
    assert status(doors, "/api/domain", where={"all": [far, UNINDEXED]}) == 200
    assert status(doors, "/api/domain", where={"any": [far, UNINDEXED]}) == 400
    assert status(doors, "/api/domain", where=UNINDEXED, due_on_to="1990-01-01") == 200


def test_conditions_that_an_index_serves_alone_are_never_refused(doors: Doors) -> None:
    assert status(doors, "/api/domain", where={"due_on": {"ge": "2000-01-01"}}) == 200


def test_the_refusal_names_the_condition(doors: Doors) -> None:
    answer = doors.clerk("conac").get("/api/domain", query_string={"purpose": "网站"})
    assert "用途" in answer.get_json()["error"]["sentence"]
