"""The gunicorn worker: reads a request whole before it gives it a thread.

gunicorn's threaded worker reads heads and bodies in its threads, so eight clients that send a byte
now and then stop a process. Here the worker's event loop gathers what arrives, within a time and a
size, and hands over what is complete (docs/adr/0007-requests-are-read-whole.md). All else is
gunicorn's: processes, parsing, keep-alive, graceful stop.
"""

from __future__ import annotations

import errno
import math
import re
import selectors
import socket
import struct
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import partial

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

#: Seconds for a head, and for a body: some to begin with, more for each byte of it.
HEAD_SECONDS, BODY_SECONDS, SLOWEST_BYTES_A_SECOND = 10.0, 15.0, 16 * 1024
#: Seconds for which a thread waits on a socket: to read what was gathered anyway, to write.
_RECEIVE_SECONDS, _SEND_SECONDS = 5, 30
MAXIMUM_HEAD_BYTES = 64 * 1024
#: The largest body the program takes, with room; of a larger one it reads nothing and says so.
MAXIMUM_BODY_BYTES = 16 * 1024 * 1024
#: Connections of one worker whose requests are arriving, and what they may hold together.
MAXIMUM_ARRIVING, MAXIMUM_HELD_BYTES = 384, 256 * 1024 * 1024
_CHUNK = 64 * 1024

_REQUEST_LINE = re.compile(rb"[!-~]+ [^\r\n]+ HTTP/1\.[01]\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*chunked[ \t]*(?=\r\n)", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]*)?\r\n")


class Fault(Enum):
    """Why a connection is cut, as HTTP says it."""

    MALFORMED = b"400 Bad Request"
    TOO_SLOW = b"408 Request Timeout"
    HEAD_TOO_LARGE = b"431 Request Header Fields Too Large"
    NO_ROOM = b"503 Service Unavailable"


@dataclass(eq=False)
class Arrival:
    """A request on its way: what has come of it, and until when the rest may come."""

    began: float = field(default_factory=time.monotonic)
    received: bytearray = field(default_factory=bytearray)
    #: Where the body begins, and when it did; 0 while the head is not complete.
    body_at: int = 0
    body_began: float = 0.0
    #: Bytes of the body; None: it is chunked.
    length: int | None = 0
    #: How far chunks have been counted.
    counted_to: int = 0
    #: When a server that stops waits no longer.
    latest: float = math.inf

    @property
    def deadline(self) -> float:
        """When it is cut. A long body may take its time, as long as it keeps coming."""
        if not self.body_at:
            return min(self.latest, self.began + HEAD_SECONDS)
        earned = (len(self.received) - self.body_at) / SLOWEST_BYTES_A_SECOND
        return min(self.latest, self.body_began + BODY_SECONDS + earned)

    def take(self, data: bytes) -> Fault | None:
        """Add what has come; the fault for which it is not waited for any longer."""
        self.received += data
        if self.body_at:
            return None
        end = self.received.find(b"\r\n\r\n", max(0, len(self.received) - len(data) - 3))
        if end < 0:
            return Fault.HEAD_TOO_LARGE if len(self.received) > MAXIMUM_HEAD_BYTES else None
        head = bytes(self.received[: end + 4])
        if not _REQUEST_LINE.match(head):
            return Fault.MALFORMED
        self.body_at = self.counted_to = len(head)
        self.body_began = time.monotonic()
        if _CHUNKED.search(head):
            self.length = None
        elif (found := _LENGTH.search(head)) is not None:
            self.length = int(found[1])
        return None

    @property
    def expects_leave(self) -> bool:
        """Whether the client waits to be told to send the body."""
        is_bare = bool(self.body_at) and len(self.received) == self.body_at
        return is_bare and bool(_EXPECTS.search(self.received))

    @property
    def is_complete(self) -> bool:
        """Whether a thread need not wait for it: it is all here, or will be refused unread."""
        if not self.body_at:
            return False
        held = len(self.received) - self.body_at
        if self.length is None:
            return held > MAXIMUM_BODY_BYTES or self._is_counted()
        return held >= self.length or self.length > MAXIMUM_BODY_BYTES

    def _is_counted(self) -> bool:
        """Whether the last chunk is here, or one that gunicorn will refuse."""
        while found := _CHUNK_SIZE.match(self.received, self.counted_to):
            size = int(found[1], 16)
            if not size:
                return self.received.find(b"\r\n\r\n", found.end() - 2) >= 0
            if len(self.received) < found.end() + size + 2:
                return False
            self.counted_to = found.end() + size + 2
        return b"\r\n" in self.received[self.counted_to :]


class BufferingWorker(ThreadWorker):
    """gunicorn's threaded worker, whose threads are given complete requests alone."""

    #: In the order in which they began.
    arriving: dict[TConn, Arrival]

    def init_process(self) -> None:
        """Begin with nothing on its way."""
        self.arriving = {}
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection in, and wait for its request without a thread."""
        if self.cfg.is_ssl:
            super().accept(listener)
            return
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK}:
                return
            raise
        self.nr_conns += 1
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _seconds(_RECEIVE_SECONDS))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _seconds(_SEND_SECONDS))
        self._expect(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The next request of a connection that was kept alive."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._expect(conn)

    def finish_request(self, conn: TConn, fs: Future[bool]) -> None:
        """Read on, where a thread has read into the next request; else as gunicorn does."""
        is_kept = not fs.cancelled() and fs.exception() is None and fs.result() is True
        if is_kept and (ahead := conn.parser.unreader.take_buffered()):
            conn.sock.setblocking(False)
            self._expect(conn, ahead)
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Cut what has not arrived in time; called about once a second."""
        super().murder_pending()
        now = time.monotonic()
        for conn, arrival in list(self.arriving.items()):
            if not self.alive:
                # Who has not begun to ask is not waited for.
                wait = STOP_KEEPALIVE_LINGER if arrival.received else 0.0
                arrival.latest = min(arrival.latest, now + wait)
            if arrival.deadline <= now:
                self._cut(conn, Fault.TOO_SLOW)

    def _expect(self, conn: TConn, ahead: bytes = b"") -> None:
        if len(self.arriving) >= MAXIMUM_ARRIVING:
            # Whoever has been at it for longest is the slowest.
            self._cut(next(iter(self.arriving)), Fault.TOO_SLOW)
        self.arriving[conn] = Arrival()
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_bytes, conn))
        if ahead:
            self._take(conn, ahead)

    def _on_bytes(self, conn: TConn, client: socket.socket) -> None:
        try:
            data = client.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._take(conn, data)
        else:
            self._drop(conn)

    def _take(self, conn: TConn, data: bytes) -> None:
        arrival = self.arriving[conn]
        fault = arrival.take(data)
        if fault is None and self._held_bytes() > MAXIMUM_HELD_BYTES:
            fault = Fault.NO_ROOM
        if fault is not None:
            self._cut(conn, fault)
        elif arrival.is_complete:
            self._hand_over(conn, arrival)
        elif arrival.expects_leave:
            self._tell(conn, b"HTTP/1.1 100 Continue\r\n\r\n")

    def _held_bytes(self) -> int:
        return sum(len(arrival.received) for arrival in self.arriving.values())

    def _hand_over(self, conn: TConn, arrival: Arrival) -> None:
        """Give the request to a thread, as if it had been read there."""
        self._forget(conn)
        conn.data_ready = True
        conn.init()
        conn.parser.unreader.unread(bytes(arrival.received))
        self.enqueue_req(conn)

    def _cut(self, conn: TConn, fault: Fault) -> None:
        if self.arriving[conn].received:
            self.log.warning("cut %s: %s", conn.client, fault.value.decode())
            head = b"HTTP/1.1 %b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            self._tell(conn, head % fault.value)
        self._drop(conn)

    def _tell(self, conn: TConn, words: bytes) -> None:
        with suppress(OSError):
            conn.sock.send(words)

    def _drop(self, conn: TConn) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        with suppress(OSError):
            # What lies unread would make the answer before it be thrown away.
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.recv(_CHUNK)
        conn.close()

    def _forget(self, conn: TConn) -> None:
        del self.arriving[conn]
        self.poller.unregister(conn.sock)


def _seconds(count: int) -> bytes:
    """A duration as the kernel takes it: struct timeval."""
    return struct.pack("ll", count, 0)
