"""A safe method changes nothing (RFC 9110, 9.2.1), whatever is sent along with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from admin_app.auth.login import open_session
from admin_app.web.request_guard import SAFE_METHODS
from models.core.base import db
from models.core.scope import EVERYTHING, scoped_session
from tests.laws.access.test_every_route_has_an_actor import routes
from tests.support.database.database_digest import LEFT_OUT, digest
from tests.support.pages.doors import Doors
from tests.support.pages.programs import MovableClock, own_program
from tests.support.pages.readers import each_reader
from tests.support.world.cast import World

#: Tables that a safe method may write → why.
EXCEPTIONS = {
    **LEFT_OUT,
    "login_session": "That a session was seen a moment ago is no fact of any record.",
}
#: What a plan page would take for a confirmation, and the ways to disguise a POST.
_ASKED = "action=renew&ids=1&id=1&selection=x&key=k-1&confirm=1&_method=POST"
_DISGUISE = {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "POST", "X-Method-Override": "POST"}
_FORM = {
    "csrf_token": "forged",
    "confirm": "1",
    "key": "k-2",
    "ids": "1",
    "selection": "x",
    "email": "a@example.cn",
    "username": "zhuoni",
    "_method": "POST",
    "step": "1",
}
_BODY: dict[str, dict[str, Any]] = {
    "GET": {"data": _FORM},
    "HEAD": {"data": _FORM},
    "OPTIONS": {"json": {"ids": [1], "key": "k-3"}},
    "TRACE": {"data": _FORM},
}


def addresses(app: Flask) -> dict[str, set[str]]:
    """Address of every route → the methods that it takes, by whichever route."""
    with app.test_request_context() as context:
        found = {address for _, address, _ in routes(app)}
        adapter = context.url_adapter
        assert adapter is not None
        return {address: set(adapter.allowed_methods(address)) for address in sorted(found)}


def changed(doors: Doors, before: dict[str, str]) -> set[str]:
    after = digest(doors.world.engine)
    return {name for name in before if before[name] != after[name]} - set(EXCEPTIONS)


class TestSafeMethods:
    @pytest.mark.parametrize(
        ("username", "methods"),
        [("zhuoni", sorted(SAFE_METHODS)), ("conac", ["HEAD"]), ("unit-a", ["GET"])],
    )
    def test_safe_methods_with_a_body_are_refused_and_write_nothing(
        self, sqlite_doors: Doors, username: str, methods: list[str]
    ) -> None:
        client = sqlite_doors.clerk(username).client
        before = digest(sqlite_doors.world.engine)
        for address in addresses(sqlite_doors.app):
            for method in methods:
                body = _BODY[method]
                answer = client.open(f"{address}?{_ASKED}", method=method, **body)
                assert answer.status_code in {400, 404, 405}, f"{method} {address}"
        assert changed(sqlite_doors, before) == set()

    @each_reader(["zhuoni", "conac", "unit-a"])
    def test_head_answers_as_get_without_writing(self, sqlite_doors: Doors, username: str) -> None:
        client = sqlite_doors.clerk(username).client
        before = digest(sqlite_doors.world.engine)
        for address, methods in addresses(sqlite_doors.app).items():
            answer = client.head(f"{address}?{_ASKED}", headers=_DISGUISE, buffered=True)
            assert answer.data == b""
            assert answer.status_code < 500, address
            if "GET" not in methods:
                assert answer.status_code in {400, 405}, address
        assert changed(sqlite_doors, before) == set()


def test_every_safe_method_is_tried() -> None:
    assert set(_BODY) == SAFE_METHODS


class TestKnownWays:
    @pytest.mark.parametrize("address", ["/contact", "/login", "/password", "/tour", "/enrol"])
    def test_head_without_a_body_is_no_empty_form(self, doors: Doors, address: str) -> None:
        client = doors.clerk("zhuoni").client
        before = digest(doors.world.engine)
        client.head(address)
        assert changed(doors, before) == set()

    def test_head_and_get_answer_alike(self, sqlite_doors: Doors) -> None:
        client = sqlite_doors.clerk("zhuoni").client
        shown, asked = client.get("/contact"), client.head("/contact")
        assert (asked.status_code, asked.mimetype) == (shown.status_code, shown.mimetype)

    def test_a_body_of_unknown_length_is_refused(self, sqlite_doors: Doors) -> None:
        client = sqlite_doors.clerk("zhuoni").client
        headers = {"Transfer-Encoding": "chunked"}
        assert client.get("/contact", headers=headers).status_code == 400


@pytest.fixture
def writing(world: World, hands: MovableClock) -> Iterator[Doors]:
    """A program with a view that writes whatever the method, on both engines in turn."""

    def _writes() -> str:
        with scoped_session(db.engine, EVERYTHING) as own:
            return str(open_session(own, "zhuoni", "k-4", is_proven=True))

    for program in own_program(world.engine, hands):
        program.add_url_rule("/writes", "writes", _writes)
        yield Doors(program, world)


class TestSecondFence:
    def test_a_view_that_writes_on_get_is_refused(self, writing: Doors) -> None:
        client = writing.clerk("zhuoni").client
        before = digest(writing.world.engine)
        for method in ("GET", "HEAD"):
            assert client.open("/writes", method=method).status_code == 405
        assert changed(writing, before) == set()
        assert client.get("/admin/").status_code == 200
