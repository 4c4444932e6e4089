"""The server as shipped: clients that dawdle hold up nobody, and are cut in time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection

import pytest

from serving import (
    BODY_SECONDS,
    HEAD_SECONDS,
    MAXIMUM_BODY_BYTES,
    MAXIMUM_HEAD_BYTES,
    Arrival,
    Fault,
)
from tests.support.pages.programs import SECRET_KEY
from tests.support.texts.sources import ROOT
from tests.support.world.cast import World

_STARTUP_SECONDS = 60
GET = b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n"


def arrived(*pieces: bytes) -> Arrival:
    arrival = Arrival()
    for piece in pieces:
        assert arrival.take(piece) is None
    return arrival


def post(headers: bytes, body: bytes = b"") -> bytes:
    return b"POST /login HTTP/1.1\r\nHost: here\r\n" + headers + b"\r\n\r\n" + body


class TestArrival:
    @pytest.mark.parametrize(
        "request_bytes",
        [
            GET,
            post(b"Content-Length: 3", b"a=b"),
            post(b"content-length:0"),
            post(b"Transfer-Encoding: chunked", b"3\r\na=b\r\n0\r\n\r\n"),
            post(b"Transfer-Encoding: chunked", b"3;x=y\r\na=b\r\n0\r\nTrailer: 1\r\n\r\n"),
        ],
    )
    def test_arrival_is_complete_with_its_last_byte_alone(self, request_bytes: bytes) -> None:
        arrival = Arrival()
        for at in range(len(request_bytes)):
            assert not arrival.is_complete, request_bytes[:at]
            assert arrival.take(request_bytes[at : at + 1]) is None
        assert arrival.is_complete

    def test_whose_chunk_looks_like_an_end_is_not_complete(self) -> None:
        arrival = arrived(post(b"Transfer-Encoding: chunked", b"20\r\nx\r\n0\r\n\r\n"))
        assert not arrival.is_complete

    @pytest.mark.parametrize(
        "body_bytes", [b"zz\r\nwhat\r\n", b"1" * 17 + b"\r\n"], ids=["no number", "long number"]
    )
    def test_arrival_with_a_broken_chunk_is_left_to_the_parser(self, body_bytes: bytes) -> None:
        assert arrived(post(b"Transfer-Encoding: chunked", body_bytes)).is_complete

    def test_arrival_that_is_too_large_is_handed_over_unread(self) -> None:
        assert arrived(post(b"Content-Length: %d" % (MAXIMUM_BODY_BYTES + 1))).is_complete

    @pytest.mark.parametrize("head", [b"\r\n\r\n", b"\x16\x03\x01 hello\r\n\r\n", b"GET /\r\n\r\n"])
    def test_arrival_that_is_no_request_is_refused(self, head: bytes) -> None:
        assert Arrival().take(head) is Fault.MALFORMED

    def test_arrival_with_a_head_without_end_is_refused(self) -> None:
        endless = b"GET / HTTP/1.1\r\nX: " + b"x" * MAXIMUM_HEAD_BYTES
        assert Arrival().take(endless) is Fault.HEAD_TOO_LARGE

    def test_arrival_has_more_time_the_more_has_come(self) -> None:
        large = post(b"Content-Length: 2000000")
        slow, steady = arrived(large + b"x"), arrived(large + b"x" * 1_000_000)
        assert slow.deadline - slow.body_began == pytest.approx(BODY_SECONDS, abs=1)
        assert steady.deadline > slow.deadline + 30


@dataclass(frozen=True)
class Served:
    """The running server."""

    port: int
    process: subprocess.Popen[bytes]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=HEAD_SECONDS + 20)

    def seconds_to_answer(self) -> float:
        """How long a person waits for the sign-in page."""
        begun = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/login")
        assert connection.getresponse().status == 200
        connection.close()
        return time.monotonic() - begun


@pytest.fixture
def served(sqlite_world: World) -> Iterator[Served]:
    """The server with its own settings, two processes, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    url = sqlite_world.engine.url.render_as_string(hide_password=False)
    settings = {"APP_ENV": "demo", "DATABASE_URL": url, "SECRET_KEY": SECRET_KEY}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}) as process:
        server = Served(port, process)
        deadline = time.monotonic() + _STARTUP_SECONDS
        while not _is_up(server) and time.monotonic() < deadline:
            time.sleep(0.2)
        yield server
        process.terminate()


def _is_up(server: Served) -> bool:
    try:
        server.seconds_to_answer()
    except OSError:
        return False
    return True


def dawdle(server: Served, beginning: bytes, slow: bytes) -> tuple[bytes, float]:
    """Send a byte every half second; the answer, and after how many seconds it came."""
    begun = time.monotonic()
    with server.connect() as client:
        client.sendall(beginning)
        client.settimeout(0.5)
        for at in range(len(slow)):
            try:
                if told := client.recv(4096):
                    return told, time.monotonic() - begun
            except TimeoutError:
                client.send(slow[at : at + 1])
            except OSError:
                break
    return b"", time.monotonic() - begun


@pytest.mark.slow
class TestSlowClients:
    def test_slow_clients_hold_up_nobody_and_are_cut(self, served: Served) -> None:
        heads = (b"GET /login HTTP/1.1\r\nHost: ", b"x" * 200)
        bodies = (post(b"Content-Length: 1000"), b"x" * 200)
        with ThreadPoolExecutor(100) as pool:
            slow = [pool.submit(dawdle, served, *kind) for kind in [heads, bodies] * 50]
            time.sleep(2)
            waits = [served.seconds_to_answer() for _ in range(20)]
            told = [each.result() for each in slow]

        assert max(waits) < 2
        assert {answer[:12] for answer, _ in told} == {b"HTTP/1.1 408"}
        assert max(seconds for _, seconds in told) < BODY_SECONDS + 5

    def test_slow_clients_that_send_chunks_are_cut_too(self, served: Served) -> None:
        told, seconds = dawdle(served, post(b"Transfer-Encoding: chunked"), b"1\r\nx\r\n" * 40)
        assert told.startswith(b"HTTP/1.1 408")
        assert seconds < BODY_SECONDS + 5


@pytest.mark.slow
class TestOrdinaryClients:
    def test_send_one_request_after_another_on_a_connection(self, served: Served) -> None:
        connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
        for path, status in (("/healthz", 200), ("/login", 200), ("/no/such/page", 404)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status
        connection.close()

    def test_ordinary_clients_may_send_the_next_request_before_the_answer(
        self, served: Served
    ) -> None:
        with served.connect() as client:
            client.sendall(GET + GET.replace(b"here\r\n", b"here\r\nConnection: close\r\n"))
            told = b""
            while data := client.recv(4096):
                told += data
        assert told.count(b'{"status":"ok"}') == 2

    def test_ordinary_clients_may_wait_to_be_asked_for_the_body(self, served: Served) -> None:
        with served.connect() as client:
            client.sendall(post(b"Content-Length: 3\r\nExpect: 100-continue"))
            assert client.recv(4096).startswith(b"HTTP/1.1 100")
            client.sendall(b"a=b")
            told = client.recv(65536)
            while b"HTTP/1.1 4" not in told:
                told += client.recv(65536)
        assert b"HTTP/1.1 400" in told

    def test_ordinary_clients_that_send_too_much_are_told(self, served: Served) -> None:
        with served.connect() as client:
            length = b"Content-Length: %d" % (MAXIMUM_BODY_BYTES + 1)
            client.sendall(post(length + b"\r\nContent-Type: application/x-www-form-urlencoded"))
            assert client.recv(4096).startswith(b"HTTP/1.1 413")

    def test_ordinary_clients_are_answered_before_the_server_stops(self, served: Served) -> None:
        with served.connect() as half, served.connect() as idle:
            half.sendall(GET[:20])
            time.sleep(0.5)
            begun = time.monotonic()
            served.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            half.sendall(GET[20:])
            assert half.recv(4096).startswith(b"HTTP/1.1 200")
            assert idle.recv(4096) == b""
        assert served.process.wait(10) == 0
        assert time.monotonic() - begun < 10
