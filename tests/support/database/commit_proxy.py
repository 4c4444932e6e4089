"""A proxy in front of PostgreSQL that cuts the connection around a COMMIT, like a network failure.

It listens on loopback, forwards to the server's socket, and reads just enough of the protocol
(PostgreSQL manual, Message Formats) to see a COMMIT go by.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import URL, make_url

_CHUNK = 65536
_POSTGRES_PORT = 5432


class Cut(StrEnum):
    """When the connection is cut."""

    #: The server never hears of the COMMIT.
    BEFORE_COMMIT = "before_commit"
    #: The server gets the COMMIT, and may still be executing it.
    DURING_COMMIT = "during_commit"
    #: The server has committed; its reply is lost.
    AFTER_COMMIT = "after_commit"


@dataclass
class CommitProxy:
    """Cuts connections on request; otherwise it only forwards."""

    server: str
    #: How the next COMMITs end, one cut each.
    cuts: list[Cut] = field(default_factory=list)
    #: Whether new connections are hung up on.
    refuses: bool = False
    #: Whether a cut is the last thing the program hears for now.
    refuses_after_cut: bool = False
    #: COMMITs cut so far.
    struck: int = 0
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        """Accept until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                if self.refuses:
                    client.close()
                    continue
                upstream = socket.socket(socket.AF_UNIX)
                upstream.connect(self.server)
                line = _Line(self, client, upstream)
                for way in (line.up, line.down):
                    threading.Thread(target=way, daemon=True).start()

    def next_cut(self) -> Cut | None:
        """The order for a COMMIT that goes by."""
        if not self.cuts:
            return None
        self.struck += 1
        self.refuses = self.refuses_after_cut
        return self.cuts.pop(0)


@dataclass
class _Line:
    proxy: CommitProxy
    client: socket.socket
    upstream: socket.socket
    is_deaf: bool = False

    def up(self) -> None:
        """From the program to the server."""
        with suppress(OSError):
            while data := self.client.recv(_CHUNK):
                cut = self.proxy.next_cut() if _is_commit(data) else None
                if cut is Cut.BEFORE_COMMIT:
                    break
                # From now on what the server says is heard here alone.
                self.is_deaf = cut is not None
                self.upstream.sendall(data)
                if cut is Cut.DURING_COMMIT:
                    _hang_up(self.client)
                if cut is not None:
                    return
        self.close()

    def down(self) -> None:
        """From the server to the program."""
        with suppress(OSError):
            while data := self.upstream.recv(_CHUNK):
                if self.is_deaf:
                    break
                self.client.sendall(data)
        self.close()

    def close(self) -> None:
        for end in (self.client, self.upstream):
            _hang_up(end)


def _hang_up(end: socket.socket) -> None:
    # Closing alone would not wake the other thread out of its recv.
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _is_commit(data: bytes) -> bool:
    """Whether a message of a statement (Query, or Parse) says COMMIT and nothing else."""
    return data[:1] in {b"Q", b"P"} and data[5:].strip(b"\0").upper().startswith(b"COMMIT")


@contextmanager
def commit_proxy(url: URL | str) -> Iterator[tuple[CommitProxy, str]]:
    """A proxy before the server of `url`, and the address to reach the database through it."""
    target = make_url(url)
    folder = str(target.query["host"])
    proxy = CommitProxy(f"{folder}/.s.PGSQL.{target.port or _POSTGRES_PORT}")
    listener = socket.create_server(("127.0.0.1", 0))
    proxy.port = listener.getsockname()[1]
    threading.Thread(target=proxy.serve, args=(listener,), daemon=True).start()
    through = target.set(host="127.0.0.1", port=proxy.port, query={"sslmode": "disable"})
    try:
        yield proxy, through.render_as_string(hide_password=False)
    finally:
        _hang_up(listener)
