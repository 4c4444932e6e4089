"""A receiver of messages on this machine, and addresses that lead to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from models.offices.office import Office
from models.webhooks import destination
from models.webhooks.webhook import Webhook, WebhookDelivery
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

ORIGIN = "https://hooks.example.com"
SECRET = "a-secret-that-both-sides-know"


@dataclass
class Receiver:
    """A server: what it was sent, and what it answers, in turn; 204 after these."""

    port: int
    answers: list[int] = field(default_factory=list)
    #: Headers, in lower case, and body of each request.
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in?from=offices"


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A server on this machine until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
            status = found.answers.pop(0) if found.answers else 204
            self.send_response(status)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def allow(monkeypatch: pytest.MonkeyPatch, *origins: str, may_be_inside: bool = False) -> None:
    """What the operator allows, until the test ends."""
    monkeypatch.setattr(destination, "ALLOWED", destination.Destinations())
    destination.allow(origins or (ORIGIN,), may_be_inside=may_be_inside)


def webhook(world: World, office: str = "office-gansu", **given: Any) -> int:
    """An address of an office; its key."""
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id(office)), NOW)
        return maker.webhook(**given).id


def messages(world: World) -> list[WebhookDelivery]:
    """Every message, in order."""
    with world.session() as session:
        return list(session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def hook(world: World, key: int) -> Webhook:
    with world.session() as session:
        return session.get_one(Webhook, key)
