"""The API's door: tokens, plans, outcomes, refusals, and bodies of ill will."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from actions.core.action import Nothing
from actions.permissions import CATALOG
from actions.users.issue_token import ISSUE_TOKEN, IssueTokenInput
from actions.users.revoke_token import REVOKE_TOKEN
from admin_app.auth.user_lookup import digest
from models.billing.order import Order
from models.core.journal import Door, JournalEntry
from models.users.user import ApiToken
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import World


class Program:
    """A client with a user's token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def act(self, key: str, body: Any, query: str = "", **headers: str) -> TestResponse:
        url = f"/api/actions/{key}{query}"
        return self.client.post(url, json=body, headers={**self.headers, **headers})

    def send(self, raw: bytes, content_type: str = "application/json") -> TestResponse:
        return self.client.post(
            "/api/actions/renew", data=raw, content_type=content_type, headers=self.headers
        )


@pytest.fixture
def program(app: Flask, world: World) -> Callable[[str], Program]:
    def _program(username: str) -> Program:
        who = world.actor(username).user_id
        assert who is not None
        given = IssueTokenInput(name="测试", token_hash=digest(f"token of {username}"), days=30)
        world.perform(ISSUE_TOKEN, "system", [who], given)
        return Program(app.test_client(), f"token of {username}")

    return _program


def _renewal(world: World, *names: str, **more: Any) -> dict[str, Any]:
    return {
        "ids": [world.id(name) for name in names],
        "input": {"years": 2},
        "key": "api-1",
        **more,
    }


def _orders(world: World) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


class TestActing:
    def test_acting_renews_and_returns_the_receipt(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        before = _orders(world)
        answer = program("zhuoni").act("renew", _renewal(world, "a-due", "b-due"))
        assert answer.status_code == 200
        outcome = answer.json
        assert outcome is not None
        assert outcome["totals"] == {"row_count": 2, "amount_fen": 80_000}
        assert outcome["receipt_no"]
        assert not outcome["is_replay"]
        assert [row["id"] for row in outcome["rows"]] == sorted(
            (world.id("a-due"), world.id("b-due"))
        )
        assert _orders(world) == before + 2

    def test_acting_is_journaled_as_coming_through_the_api(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        program("zhuoni").act("renew", _renewal(world, "a-due"))
        with world.session() as session:
            entry = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "renew")
            ).one()
            assert (entry.door, entry.actor_key) == (Door.API, world.actor("zhuoni").key)

    def test_the_same_key_returns_the_first_outcome(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        zhuoni = program("zhuoni")
        first = zhuoni.act("renew", _renewal(world, "a-due")).json
        again = zhuoni.act("renew", _renewal(world, "a-due")).json
        assert first is not None
        assert again == {**first, "is_replay": True}

    def test_the_same_key_for_something_else_is_a_conflict(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        zhuoni = program("zhuoni")
        zhuoni.act("renew", _renewal(world, "a-due"))
        answer = zhuoni.act("renew", _renewal(world, "b-due"))
        assert answer.status_code == 409
        assert answer.json is not None
        assert answer.json["error"]["code"] == "key_reused"

    def test_acting_takes_the_key_from_the_header_too(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        body = _renewal(world, "a-due")
        del body["key"]
        zhuoni = program("zhuoni")
        assert zhuoni.act("renew", body).status_code == 422
        answer = zhuoni.act("renew", body, **{"Idempotency-Key": "from-the-header"})
        assert answer.status_code == 200

    def test_acting_refuses_the_whole_batch_row_by_row(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        before = _orders(world)
        answer = program("zhuoni").act("renew", _renewal(world, "a-due", "a-held"))
        assert answer.status_code == 422
        assert answer.json is not None
        (verdict,) = answer.json["error"]["verdicts"]
        assert (verdict["id"], verdict["code"]) == (world.id("a-held"), "renew_held")
        assert "冻结" in verdict["sentence"]
        assert _orders(world) == before

    def test_foreign_rows_do_not_exist(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        zhuoni = program("zhuoni")
        foreign = zhuoni.act("renew", _renewal(world, "s-due")).json
        absent = zhuoni.act("renew", {**_renewal(world), "ids": [9_999_999]}).json
        assert foreign is not None
        assert absent is not None
        codes = [a["error"]["verdicts"][0]["code"] for a in (foreign, absent)]
        assert codes == ["not_found", "not_found"]

    def test_a_role_without_the_right_is_forbidden(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        assert program("zhuoni-viewer").act("renew", _renewal(world, "a-due")).status_code == 403

    def test_there_are_only_the_catalogs_actions(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        zhuoni = program("zhuoni")
        for key in ("sign_in", "change_password", "issue_token", "no-such", "renew/../charge"):
            assert zhuoni.act(key, _renewal(world, "a-due")).status_code in {404, 405}, key


class TestPlanning:
    @pytest.mark.parametrize(("key", "query"), [("renew", "?plan=1"), ("renew/plan", "")])
    def test_planning_tells_everything_and_writes_nothing(
        self, program: Callable[[str], Program], world: World, key: str, query: str
    ) -> None:
        before = _orders(world)
        body = {"ids": [world.id("a-due"), world.id("a-held")], "input": {"years": 1}}
        answer = program("zhuoni").act(key, body, query)
        assert answer.status_code == 200
        assert answer.json is not None
        codes = {verdict["id"]: verdict["code"] for verdict in answer.json["verdicts"]}
        assert codes == {world.id("a-due"): None, world.id("a-held"): "renew_held"}
        assert answer.json["totals"]["amount_fen"] == 20_000
        assert answer.json["amount_words"] == "贰佰元整"
        assert answer.json["warnings"]
        assert _orders(world) == before


class TestTokens:
    def test_nobody_acts_without_one(self, app: Flask, world: World) -> None:
        for token in ("", "wrong", "token of zhuoni"):
            answer = Program(app.test_client(), token).act("renew", _renewal(world, "a-due"))
            assert answer.status_code == 401

    def test_a_cookie_is_not_enough_to_write(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni").client
        answer = zhuoni.post("/api/actions/renew", json=_renewal(world, "a-due"))
        assert answer.status_code == 401

    def test_a_token_opens_no_page(self, program: Callable[[str], Program]) -> None:
        zhuoni = program("zhuoni")
        assert zhuoni.client.get("/admin/", headers=zhuoni.headers).status_code == 302

    def test_tokens_ends_with_its_days(
        self, program: Callable[[str], Program], world: World, hands: MovableClock
    ) -> None:
        zhuoni = program("zhuoni")
        hands.turn(days=31)
        assert zhuoni.act("renew", _renewal(world, "a-due")).status_code == 401

    def test_tokens_ends_when_revoked(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        zhuoni = program("zhuoni")
        with world.session() as session:
            token_id = session.scalars(select(ApiToken.id)).one()
        world.perform(REVOKE_TOKEN, "conac", [token_id], Nothing())
        assert zhuoni.act("renew", _renewal(world, "a-due")).status_code == 401

    def test_a_program_is_slowed_down(
        self,
        program: Callable[[str], Program],
        world: World,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("admin_app.api.actions.CALLS_A_MINUTE", 2)
        zhuoni = program("zhuoni")
        codes = [zhuoni.act("renew", {"ids": []}).status_code for _ in range(4)]
        assert codes[-1] == 429


DEEP = b"[" * 100_000 + b"]" * 100_000

BODIES = [
    b"",
    b"not json",
    b"[]",
    b'"text"',
    b"null",
    b"NaN",
    b'{"ids": NaN}',
    b'{"ids": [1.5]}',
    b'{"ids": [1e3]}',
    b'{"ids": ["1"]}',
    b'{"ids": [true]}',
    b'{"ids": [-1]}',
    b'{"ids": [0]}',
    b'{"ids": [99999999999999999999999999]}',
    b'{"ids": {"1": 2}}',
    b'{"ids": [[1]]}',
    b'{"ids": [1], "ids": [2]}',
    b'{"ids": [1], "more": 1}',
    b'{"ids": [1], "key": 5}',
    b'{"ids": [1], "key": {"$ne": 1}}',
    b'{"ids": [1], "input": {"years": 1, "reason": "\\ud800"}}',
    b"\xff\xfe\x00",
    DEEP,
    b'{"input": ' + DEEP + b"}",
]

INPUTS = [
    {"years": 1.5},
    {"years": True},
    {"years": "1e3"},
    {"years": 10**30},
    {"years": [1]},
    {"years": {"a": 1}},
    {"years": None},
    {"years": "²"},
    {"years": 0},
    {"years": 11},
    {"years": 1, "reason": ["a"]},
    {"years": 1, "reason": "x" * 100_000},
    {"years": 1, "role": "registry_admin"},
    [1],
    "text",
]


class TestHostileBodies:
    @pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:24].decode("latin-1"))
    def test_hostile_bodies_are_bad_requests_in_words(
        self, program: Callable[[str], Program], body: bytes
    ) -> None:
        answer = program("zhuoni").send(body)
        assert answer.status_code == 400
        assert answer.json is not None
        assert answer.json["error"]["sentence"]

    @pytest.mark.parametrize("given", INPUTS, ids=lambda given: str(given)[:24])
    def test_faulty_inputs_are_refused_by_field(
        self, program: Callable[[str], Program], world: World, given: Any
    ) -> None:
        answer = program("zhuoni").act("renew", {**_renewal(world, "a-due"), "input": given})
        assert answer.status_code == 422
        assert answer.json is not None
        assert answer.json["error"]["sentence"]

    def test_other_content_types_are_not_read(self, program: Callable[[str], Program]) -> None:
        zhuoni = program("zhuoni")
        for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
            assert zhuoni.send(b'{"ids": [1]}', kind).status_code == 415

    def test_a_flood_of_ids_is_refused(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        zhuoni = program("zhuoni")
        many = zhuoni.act("renew", {**_renewal(world), "ids": list(range(1, 50_000))})
        assert many.status_code == 422
        assert many.json is not None
        assert many.json["error"]["code"] == "too_many_rows"
        assert zhuoni.send(b" " * 5_000_000).status_code == 413

    def test_nul_characters_are_stored_nowhere(
        self, program: Callable[[str], Program], world: World
    ) -> None:
        body = _renewal(world, "a-redemption", input={"years": 1, "reason": "a\x00b"})
        assert program("zhuoni").act("renew", body).status_code == 400


class TestOpenApi:
    def test_open_api_describes_every_action(self, program: Callable[[str], Program]) -> None:
        zhuoni = program("zhuoni")
        answer = zhuoni.client.get("/api/openapi.json", headers=zhuoni.headers)
        assert answer.status_code == 200
        document = json.loads(answer.data)
        for action in CATALOG:
            posted = document["paths"][f"/api/actions/{action.key}"]["post"]
            assert posted["summary"]
        years = document["paths"]["/api/actions/renew"]["post"]["requestBody"]["content"][
            "application/json"
        ]["schema"]["properties"]["input"]["properties"]["years"]
        assert (years["type"], years["minimum"], years["maximum"]) == ("integer", 1, 10)
