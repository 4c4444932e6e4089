"""The worker's keeper: starts it, starts it again when it dies, and ends it when it ends itself.

The worker watches a pipe that only its keeper holds open, so it does not outlive a keeper that is
killed; the keeper in turn may be told to end with the program that started it.
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

#: Seconds before a worker that died is started again: doubled each time, up to the longest.
_SHORTEST, _LONGEST = 1.0, 60.0
#: A worker that lived for so many seconds is well; the next death counts as the first.
_WELL_AFTER = 60.0
#: Seconds a worker has to finish the slice in its hands.
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
        """Keep the worker until SIGTERM, SIGINT or the parent's end."""
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
        """One worker from its start to its end, which is asked for when ours is near."""
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


def end_with_keeper() -> None:
    """End this process when its standard input closes: nobody is left who would end it."""

    def _watch() -> None:
        poller = select.poll()
        poller.register(sys.stdin.fileno(), select.POLLIN | select.POLLHUP)
        poller.poll()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=_watch, name="keeper", daemon=True).start()
