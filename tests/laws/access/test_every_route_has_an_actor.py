"""Every route requires authentication, or declares why it does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from admin_app.auth.current_actor import PUBLIC
from tests.support.database.database_digest import digest
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors
from tests.support.pages.readers import each_reader_on_both

#: Endpoint → why it asks nobody's name. All else must.
OPEN = {
    "static": "the page that asks for the name needs its style and scripts",
    "healthz": "a supervisor asks whether the process lives",
    "readyz": "a supervisor asks whether the program can serve",
    "login.sign_in": "here one says who one is",
    "enrolment.ask": "a body that is not here yet asks to be entered",
    "practising.enter": "the room for practice takes a signed word instead of a name",
    "red_page_public": "a unit's published page is for the public",
    "preferences.locale": "the page that asks for the name is read in either language",
    "preferences.theme": "and in either light",
}
#: Values for the parts of a route that vary.
_PARTS = {
    "entity": "domain",
    "register": "training",
    "row_id": 1,
    "run_id": 1,
    "key": "renew",
    "code": "en",
    "name": "x",
    "filename": "css/desk.css",
    "shown": "index",
}


def routes(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """(rule, address, method) of each way in."""
    adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        parts = {name: _PARTS[name] for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, adapter.build(rule.endpoint, parts, method=method), method


def let_in(app: Flask) -> set[str]:
    """Endpoints that answer a stranger with more than "who are you?"."""
    stranger = Clerk(app.test_client())
    stranger.get("/login")
    answered = set()
    for rule, address, method in routes(app):
        ask = stranger.post if method == "POST" else stranger.get
        answer = ask(address)
        is_asked = answer.status_code == 401 or answer.headers.get("Location", "").startswith(
            "/login"
        )
        if not is_asked:
            answered.add(rule.endpoint)
    return answered


class TestRoutes:
    def test_routes_that_are_open_have_a_reason_each(self) -> None:
        assert set(OPEN) == PUBLIC

    def test_routes_let_nobody_in_who_has_not_said_their_name(self, sqlite_app: Flask) -> None:
        sqlite_app.config["SERVER_NAME"] = "localhost"
        with sqlite_app.app_context():
            assert let_in(sqlite_app) - set(OPEN) == set()

    def test_added_later_ask_by_themselves(self, sqlite_own_app: Flask) -> None:
        sqlite_own_app.add_url_rule("/new-door", "new_door", lambda: "open")
        answer = sqlite_own_app.test_client().get("/new-door")
        assert (answer.status_code, answer.location) == (302, "/login?next=/new-door")

    def test_opened_by_mistake_are_caught(
        self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "admin_app.auth.current_actor.PUBLIC", PUBLIC | {"admin.index", "unit.export"}
        )
        sqlite_app.config["SERVER_NAME"] = "localhost"
        with sqlite_app.app_context():
            caught = let_in(sqlite_app) - set(OPEN)
        assert caught >= {"unit.export"}


def posts(app: Flask) -> list[tuple[str, str]]:
    """(endpoint, address) of each POST that a browser's cookie could carry."""
    return [
        (rule.endpoint, address)
        for rule, address, method in routes(app)
        if method == "POST" and not rule.endpoint.startswith("api.")
    ]


class TestForgery:
    def test_forgery_is_refused_at_every_post(self, sqlite_doors: Doors) -> None:
        app, client = sqlite_doors.app, sqlite_doors.clerk("zhuoni").client
        before = digest(sqlite_doors.world.engine)
        with app.test_request_context():
            found = posts(app)
        assert len(found) > 40
        for endpoint, address in found:
            for token in ({}, {"csrf_token": "forged"}):
                form = {**token, "ids": "1", "action": "renew", "confirm": "1", "id": "1"}
                answer = client.post(f"{address}?id=1", data=form)
                assert answer.status_code == 400, endpoint
        assert digest(sqlite_doors.world.engine) == before

    def test_forgery_with_another_s_token_is_refused(self, sqlite_doors: Doors) -> None:
        stolen = sqlite_doors.clerk("lantian").token
        client = sqlite_doors.clerk("zhuoni").client
        form = {"csrf_token": stolen, "action": "renew", "ids": "1"}
        assert client.post("/admin/domain/action/", data=form).status_code == 400

    def test_forgery_by_cookie_does_not_reach_the_api(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        body = {"ids": [sqlite_doors.world.id("a-due")], "input": {"years": "2"}, "key": "k"}
        before = digest(sqlite_doors.world.engine)
        for end in ("", "/plan"):
            answer = clerk.client.post(f"/api/actions/renew{end}", json=body)
            assert answer.status_code == 401
        assert digest(sqlite_doors.world.engine) == before


class TestGets:
    @each_reader_on_both(["zhuoni", "conac", "unit-a"])
    def test_every_route_has_an_actor_gets_write_nothing(self, doors: Doors, username: str) -> None:
        clerk = doors.clerk(username)
        before = digest(doors.world.engine)
        with doors.app.test_request_context():
            gets = [address for _rule, address, method in routes(doors.app) if method == "GET"]
        for address in gets:
            for query in ("", *_queries(address)):
                status = clerk.get(f"{address}{query}").status_code
                assert status < 500, f"{address}{query}"
        after = digest(doors.world.engine)
        assert {name for name in before if before[name] != after[name]} <= {"login_session"}


def _queries(address: str) -> Iterator[str]:
    """What leads a GET on: the key of a row, and an action where the address is a plan's."""
    if address.startswith("/admin/"):
        yield "?id=1&ids=1&action=renew"
    if address.endswith("/action/"):
        yield from (f"?action={key}&ids=1" for key in ("charge", "sign_for"))
