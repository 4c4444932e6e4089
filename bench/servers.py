"""Servers under test: gunicorn as in production, one process, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

import psutil

from config import ROOT

_STARTUP_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process

    @property
    def peak_bytes(self) -> int:
        """The most memory a worker has held since `forget_peak`."""
        return max(_high_water(worker.pid) for worker in self.process.children())

    def forget_peak(self) -> None:
        """Starts measuring the peak anew."""
        for worker in self.process.children():
            # Linux: 5 resets the high water mark (proc(5)).
            with open(f"/proc/{worker.pid}/clear_refs", "w", encoding="ascii") as marks:  # noqa: PTH123
                marks.write("5")


def _high_water(pid: int) -> int:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:  # noqa: PTH123
        lines = dict(line.split(":", 1) for line in status)
    return int(lines["VmHWM"].split()[0]) * 1024


@contextmanager
def serving(application: str, settings: Mapping[str, str], *, workers: int = 1) -> Iterator[Server]:
    """Serves a WSGI application until the block ends."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
        *("--workers", str(workers), "--keep-alive", "3600"),
        *("--timeout", "600", "--log-level", "error"),
        application,
    ]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}) as process:
        try:
            _wait_until_up(port)
            yield Server(port, psutil.Process(process.pid))
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(port: int) -> None:
    deadline = time.monotonic() + _STARTUP_SECONDS
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/login")
            connection.getresponse().read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
