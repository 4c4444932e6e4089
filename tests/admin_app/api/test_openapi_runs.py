"""The description of selections above one batch: their checks, runs and confirmation."""

from __future__ import annotations

from typing import Any

from models.jobs.job_run import JobState
from tests.support.pages.doors import Doors


def _paths(doors: Doors) -> dict[str, Any]:
    headers = doors.bearer("zhuoni")
    answer = doors.app.test_client().get("/api/openapi.json", headers=headers)
    return dict(answer.json["paths"])


def test_the_description_tells_of_checks_where_an_action_takes_large_selections(
    sqlite_doors: Doors,
) -> None:
    paths = _paths(sqlite_doors)
    assert "get" in paths["/api/runs/{run_id}"]
    assert "post" in paths["/api/runs/{run_id}/confirm"]
    assert "202" in paths["/api/actions/renew/plan"]["post"]["responses"]
    assert "202" not in paths["/api/actions/delete_domain/plan"]["post"]["responses"]
    asked = paths["/api/actions/renew/plan"]["post"]["requestBody"]
    body = asked["content"]["application/json"]["schema"]
    assert body["properties"]["ids"]["maxItems"] == 20_000
    assert "key" in body["properties"]


def test_the_description_of_a_run_names_what_is_answered(sqlite_doors: Doors) -> None:
    reading = _paths(sqlite_doors)["/api/runs/{run_id}"]["get"]
    schema = reading["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["state"]["enum"] == [state.value for state in JobState]
    assert {"passing", "refused", "amount_words"} <= schema["properties"]["summary"][
        "properties"
    ].keys()
