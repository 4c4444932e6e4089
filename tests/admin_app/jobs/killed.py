"""A worker that is killed by SIGKILL at a chosen point; run by tests as a process of its own.

Arguments: database URL, instant, kind of job, the point, and after how many slices.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import create_engine

from admin_app.jobs import JOBS, runner, schedule
from models.core.clock import FixedClock
from models.core.engine import engine_options, prepare
from models.jobs.job_run import JobKind


def killing(act: Any, left: int, *, before: bool) -> Any:
    """The function, but for the call at which the process is killed, before it or after."""
    calls = 0

    def _act(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if before and calls > left:
            os.kill(os.getpid(), signal.SIGKILL)
        told = act(*args, **kwargs)
        if not before and calls > left:
            os.kill(os.getpid(), signal.SIGKILL)
        return told

    return _act


#: Point → (function of the runner, whether the kill comes before it).
POINTS = {
    "before a slice": ("perform_passing", True),
    "after a commit": ("perform_passing", False),
    "after a heartbeat": ("record_heartbeat", False),
    "before the end": ("end", True),
}


def one_row_a_slice(kind: JobKind) -> None:
    """Cuts the job's steps to single rows, so that there are points between them."""
    JOBS[kind] = replace(
        JOBS[kind], steps=tuple(replace(step, size=1) for step in JOBS[kind].steps)
    )


if __name__ == "__main__":
    url, at, kind, point, left = sys.argv[1:]
    name, before = POINTS[point]
    setattr(runner, name, killing(getattr(runner, name), int(left), before=before))
    one_row_a_slice(JobKind(kind))
    engine = prepare(create_engine(url, **engine_options(url)))
    schedule.run_once(engine, JobKind(kind), FixedClock(datetime.fromisoformat(at)))
    sys.exit("it was not killed")
