"""An HTTP client with keep-alive and cookies that times its responses."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.databases import PASSWORD

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_PIECE = 1 << 16


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    body: bytes
    seconds: float
    #: Until the first byte of the body.
    first_seconds: float
    size: int
    location: str = ""


class WrongAnswerError(AssertionError):
    """A server did not do the work, so its time means nothing."""


@dataclass
class Browser:
    """One person at one server."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    #: Name → value.
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        self.token = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, keeps=True)

    def post(
        self, path: str, pairs: Iterable[tuple[str, str]], *, keeps: bool = True, status: int = 302
    ) -> Answer:
        """Posts a form; `keeps` says whether to hold the answer or only count it."""
        body = urlencode([*pairs, *([("csrf_token", self.token)] if self.token else [])])
        return self._ask("POST", path, body, keeps=keeps, status=status)

    def download(self, path: str) -> Answer:
        return self._ask("GET", path, None, keeps=False)

    def sign_in(self, username: str) -> None:
        """Signs in to our program."""
        self._take_token(self.get("/login"))
        self.post("/login", [("username", username), ("password", PASSWORD)])

    def take_token(self, path: str) -> Answer:
        """Opens a page to use its forms."""
        answer = self.get(path)
        self._take_token(answer)
        return answer

    def _take_token(self, answer: Answer) -> None:
        found = _TOKEN.search(answer.body)
        assert found is not None, "a page with a form has a token"
        self.token = found[1].decode()

    def _ask(
        self, method: str, path: str, body: str | None, *, keeps: bool, status: int = 200
    ) -> Answer:
        headers: Mapping[str, str] = self.headers
        if body is not None:
            headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter()
        self._connection.request(method, path, body, dict(headers))
        response = self._connection.getresponse()
        held, size, first = [], 0, 0.0
        while piece := response.read1(_PIECE):
            first = first or time.perf_counter() - begun
            size += len(piece)
            if keeps:
                held.append(piece)
        # A body of known length is only let go of by a whole read.
        response.read()
        seconds = time.perf_counter() - begun
        for cookie in response.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
            self.headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        if response.status != status:
            raise WrongAnswerError(
                f"{method} {path}: {response.status} {b''.join(held)[-400:].decode()}"
            )
        return Answer(
            response.status,
            b"".join(held),
            seconds,
            first or seconds,
            size,
            response.headers.get("Location", ""),
        )
