"""A test client that signs in like a user."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask import session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from tests.support.pages.every_page import NOBODY, Stop, Walk
from tests.support.world.cast import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_of(page: str) -> str:
    """The token of a page's forms; empty if it has none."""
    found = _TOKEN.search(page)
    return found[1] if found else ""


@dataclass
class Clerk:
    """A signed-in client; posted forms carry the CSRF token of the current page."""

    client: FlaskClient
    _token: str = field(default="")

    @property
    def token(self) -> str:
        """The token of the page last seen, or of one opened for it."""
        if not self._token:
            self.get("/password", follow_redirects=True)
        return self._token

    @token.setter
    def token(self, value: str) -> None:
        self._token = value

    def get(self, url: str, **options: Any) -> TestResponse:
        page = self.client.get(url, buffered=True, **options)
        if not page.mimetype.startswith("text/"):
            return page
        self._token = token_of(page.get_data(as_text=True)) or self._token
        return page

    def post(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        given = {"csrf_token": self.token, **(data or {})}
        answer = self.client.post(url, data=given, buffered=True, **options)
        answer.request.input_stream.close()  # a large body was written to a file
        return answer

    def sign_in(self, username: str, password: str = PASSWORD, **data: str) -> TestResponse:
        """Sends the sign-in form without opening its page, which would cost as much again."""
        with self.client.application.test_request_context():
            self._token, kept = generate_csrf(), dict(session)
        with self.client.session_transaction() as cookie:
            cookie.update(kept)
        answer = self.post("/login", {"username": username, "password": password, **data})
        # A new session has a token of its own.
        self._token = ""
        return answer


def clerks(walk: Walk, stops: list[Stop], locale: str) -> dict[str, Clerk]:
    """Somebody at a browser for each reader, in one language."""
    found = {}
    for username in {stop.username for stop in stops}:
        found[username] = clerk = Clerk(walk.app.test_client())
        if username != NOBODY:
            clerk.sign_in(username)
        clerk.get(f"/locale/{locale}")
    return found
