"""The program on a port of its own, and clerks at real browsers.

A page tells of everything that went wrong in it: console errors, what the content policy
blocked, failed requests, answers of 500 and above. A test that leaves any of it behind fails.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import Engine
from werkzeug.serving import WSGIRequestHandler, make_server

from models.core.clock import Clock
from tests.browser.clerk import Clerk
from tests.support.database.engines import absent
from tests.support.database.invariants import sound
from tests.support.pages.programs import opened
from tests.support.world.cast import CLOCK, PASSWORD, World

__all__ = ["sound"]

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}
#: Each width and each colour scheme once.
in_each_look = pytest.mark.parametrize(
    ("size", "look"), [(WIDE, "light"), (NARROW, "dark")], ids=["1280-light", "390-dark"]
)
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The browser's own words, such as those of a date field, are Chinese as at a clerk's desk.
    "--lang=zh-CN",
)

SignIn = Callable[..., Clerk]
#: A machine with much to do answers late, but it answers.
_PATIENCE_MS = 20_000
expect.set_options(timeout=_PATIENCE_MS)
_DROPPED_FILE = "ignore:Exception ignored in.*static:pytest.PytestUnraisableExceptionWarning"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            # A page that is left while a script still comes drops the file Werkzeug was sending.
            item.add_marker(pytest.mark.filterwarnings(_DROPPED_FILE))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        absent("The browser tests need chromium-headless-shell or chromium on the path.")
    return {"executable_path": chromium, "args": list(_QUIET)}


class _Silent(WSGIRequestHandler):
    """Answers without a line in the log for each picture."""

    #: Seconds a connection may stay idle: a browser opens some before it has anything to ask.
    timeout = 5

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving(engine: Engine, clock: Clock = CLOCK) -> Iterator[str]:
    """The program over an engine's database on a free port of this machine; yields its address."""
    with contextmanager(opened)(engine, clock) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
        # The program is lent to the next test: closing the server waits for its last answers.
        server.daemon_threads = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture
def address(sqlite_world: World) -> Iterator[str]:
    """Where the program listens, on SQLite."""
    with serving(sqlite_world.engine) as url:
        yield url


@pytest.fixture
def address_on_each(world: World) -> Iterator[str]:
    """Where the program listens, on both engines in turn."""
    with serving(world.engine) as url:
        yield url


class Doors:
    """Opens browsers and keeps what went wrong in any of them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(self, address: str, **options: Any) -> Clerk:
        """A browser of its own, with nobody signed in."""
        given = {"viewport": WIDE, "locale": "zh-CN", "base_url": address, **options}
        context = self.browser.new_context(**given)
        context.set_default_timeout(_PATIENCE_MS)
        self.contexts.append(context)
        context.on("weberror", lambda told: self.faults.append(f"page error: {told.error}"))
        context.on("console", self._hear)
        context.on("requestfailed", self._miss)
        context.on("response", self._weigh)
        return Clerk(context.new_page())

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _hear(self, message: Any) -> None:
        # A refusal is answered with 4xx on purpose; `_weigh` tells those of documents apart.
        if message.type == "error" and "responded with a status of 4" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _miss(self, request: Any) -> None:
        # A page that is left, or becomes a file, aborts its own request.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _weigh(self, response: Any) -> None:
        worst = 500 if response.request.resource_type == "document" else 400
        if response.status >= worst:
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture
def doors(browser: Browser) -> Iterator[Doors]:
    found = Doors(browser)
    yield found
    found.close()
    assert found.faults == []


@pytest.fixture
def sign_in(address: str, doors: Doors) -> SignIn:
    """Opens a browser and signs somebody of the cast in."""

    def _sign_in(username: str, password: str = PASSWORD, **options: Any) -> Clerk:
        lands_on = options.pop("lands_on", "工作台")
        return doors.open(address, **options).sign_in(username, password, lands_on)

    return _sign_in


@pytest.fixture
def sign_in_on_each(address_on_each: str, doors: Doors) -> SignIn:
    """As `sign_in`, but by the sign-in page, on both engines in turn."""

    def _sign_in(username: str, **options: Any) -> Clerk:
        return doors.open(address_on_each, **options).sign_in_by_page(username)

    return _sign_in
