"""A selection above one batch is planned, confirmed and followed through the API."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from admin_app.api import actions
from admin_app.jobs import selection_check
from admin_app.jobs.schedule import carry_on_run
from models.billing.order import Order
from models.domains.domain import Domain
from tests.admin_app.jobs.test_batch_run import due_names
from tests.support.pages.doors import Doors
from tests.support.world.cast import CLOCK

PLAN = "/api/actions/renew/plan"


@pytest.fixture(autouse=True)
def small_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are a batch already."""
    monkeypatch.setattr(actions, "MAXIMUM_BATCH_ROWS", 2)


def post(doors: Doors, url: str, body: Any, username: str = "zhuoni") -> TestResponse:
    return doors.app.test_client().post(url, json=body, headers=doors.bearer(username))


def get(doors: Doors, url: str, username: str = "zhuoni") -> TestResponse:
    return doors.app.test_client().get(url, headers=doors.bearer(username))


def planned(doors: Doors, keys: list[int]) -> str:
    """The address of the check of these renewals."""
    answer = post(doors, PLAN, {"ids": keys, "input": {"years": 2}, "key": "plan-1"})
    assert answer.status_code == 202, answer.json
    return str(answer.json["url"])


def orders(doors: Doors) -> int:
    with doors.world.session() as session:
        return session.scalar(select(func.count(Order.id))) or 0


def test_a_plan_above_one_batch_is_a_check_of_all_rows(doors: Doors) -> None:
    keys = due_names(doors.world, 3)
    before = orders(doors)
    url = planned(doors, [*keys, doors.world.id("a-held")])
    assert planned(doors, [*keys, doors.world.id("a-held")]) == url
    check = get(doors, f"{url}?slice=1").json
    assert (check["state"], check["is_check"], check["total"]) == ("done", True, 4)
    assert (check["summary"]["passing"], check["summary"]["refused"]) == (3, 1)
    assert check["summary"]["totals"]["amount_fen"] == 120_000
    assert check["summary"]["amount_words"] == "壹仟贰佰元整"
    (reason,) = check["summary"]["reasons"]
    assert reason["count"] == 1
    assert "冻结" in reason["sentence"]
    assert sorted(line["id"] for line in check["lines"] if line["code"] is None) == sorted(keys)
    assert check["slice_count"] == 1
    assert orders(doors) == before


def test_a_check_is_confirmed_once_and_its_run_followed(doors: Doors) -> None:
    keys, before = due_names(doors.world, 3), orders(doors)
    url = planned(doors, [*keys, doors.world.id("a-held")])
    refused = post(doors, f"{url}/confirm", {})
    assert refused.status_code == 422
    assert refused.json["error"]["code"] == "request_run_leaves_out"
    first, again = (post(doors, f"{url}/confirm", {"leaves_out": True}) for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.json == again.json
    assert first.json["has_moved"] is False
    assert get(doors, first.json["url"]).json["state"] == "queued"
    carry_on_run(doors.world.engine, first.json["run_id"], CLOCK)
    run = get(doors, f"{first.json['url']}?slice=1").json
    assert (run["state"], run["done"], run["refused"]) == ("done", 3, 1)
    assert run["summary"]["totals"]["amount_fen"] == 120_000
    assert [line["id"] for line in run["lines"]] == [doors.world.id("a-held")]
    assert orders(doors) == before + 3
    # The queue that the confirmation opened.
    doors.app.extensions["jobs"].huey.storage.close()


def test_a_check_that_moved_is_made_again_and_nothing_is_queued(sqlite_doors: Doors) -> None:
    keys = due_names(sqlite_doors.world, 3)
    url = planned(sqlite_doors, keys)
    with sqlite_doors.world.writing() as session:
        session.get_one(Domain, keys[0]).purpose = "改过"
    answer = post(sqlite_doors, f"{url}/confirm", {})
    assert answer.status_code == 202
    assert answer.json["has_moved"] is True
    repeated = get(sqlite_doors, answer.json["url"]).json
    assert repeated["is_check"] is True
    assert f"/api/runs/{repeated['check_id']}" == url


def test_a_check_that_has_not_ended_is_not_confirmed(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_check, "MAXIMUM_WAITED_ROWS", 2)
    url = planned(sqlite_doors, due_names(sqlite_doors.world, 3))
    assert get(sqlite_doors, url).json["summary"] is None
    answer = post(sqlite_doors, f"{url}/confirm", {})
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "request_run_not_checked"


def test_a_check_of_another_is_not_found(doors: Doors) -> None:
    url = planned(doors, due_names(doors.world, 3))
    absent = get(doors, "/api/runs/999999", "lintan")
    for answer in (get(doors, url, "lintan"), post(doors, f"{url}/confirm", {}, "lintan")):
        assert (answer.status_code, answer.json) == (404, absent.json)
    # A colleague reads it, and only who had it made confirms it.
    assert get(doors, url, "zhuoni-cashier").status_code == 200
    assert post(doors, f"{url}/confirm", {}, "zhuoni-cashier").status_code == 404


@pytest.mark.parametrize("body", [{"leaves_out": "yes"}, {"answer": []}, {"ids": [1]}])
def test_a_confirmation_that_is_malformed_is_refused(sqlite_doors: Doors, body: Any) -> None:
    url = planned(sqlite_doors, due_names(sqlite_doors.world, 3))
    assert post(sqlite_doors, f"{url}/confirm", body).status_code == 400


def test_a_slice_that_is_not_there_is_not_found(sqlite_doors: Doors) -> None:
    url = planned(sqlite_doors, due_names(sqlite_doors.world, 3))
    assert get(sqlite_doors, f"{url}?slice=2").status_code == 404


def test_faulty_input_of_a_large_plan_is_refused_at_its_field(sqlite_doors: Doors) -> None:
    keys = due_names(sqlite_doors.world, 3)
    answer = post(sqlite_doors, PLAN, {"ids": keys, "input": {"years": 99}})
    assert answer.status_code == 422
    assert "years" in answer.text
