"""The supervisor: starts the worker, restarts it when it dies, and stops it on exit.

The worker watches a pipe that only its supervisor holds open, so it does not outlive a killed
supervisor; the supervisor in turn may be told to end with its parent process.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

#: Restart delay in seconds, doubled each time up to the maximum.
_SHORTEST, _LONGEST = 1.0, 60.0
#: After this uptime in seconds the restart delay is reset.
_WELL_AFTER = 60.0
#: Seconds a worker has to finish its slice on shutdown.
GRACE_SECONDS = 20.0
_TICK = 0.2


@dataclass
class WorkerSupervisor:
    """Keeps one worker process running until told to stop."""

    command: Sequence[str]
    #: Whether to end when the parent process does.
    follows_parent: bool
    report: Callable[[str], None]
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Keep the worker running until SIGTERM, SIGINT or the parent's end."""
        parent = os.getppid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        wait = _SHORTEST
        while not self._is_over(parent):
            begun = time.monotonic()
            code = self._one_life(parent)
            if self._is_over(parent):
                return
            wait = _SHORTEST if time.monotonic() - begun > _WELL_AFTER else min(wait * 2, _LONGEST)
            self.report(f"worker ended with {code}; again in {wait:.0f} s")
            self._stopping.wait(wait)

    def _is_over(self, parent: int) -> bool:
        return self._stopping.is_set() or (self.follows_parent and os.getppid() != parent)

    def _one_life(self, parent: int) -> int:
        """Run one worker until it ends; terminate it when we are stopping."""
        worker = subprocess.Popen(self.command, stdin=subprocess.PIPE)  # noqa: S603  our own command
        while worker.poll() is None:
            if self._is_over(parent):
                worker.terminate()
                return _ended(worker)
            self._stopping.wait(_TICK)
        return _ended(worker)


def _ended(worker: subprocess.Popen[bytes]) -> int:
    try:
        return worker.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        return worker.wait()


def end_with_supervisor() -> None:
    """End this process when its standard input closes, because its supervisor has died."""

    def _watch() -> None:
        poller = select.poll()
        poller.register(sys.stdin.fileno(), select.POLLIN | select.POLLHUP)
        poller.poll()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=_watch, name="keeper", daemon=True).start()
