"""One round of the scheduler: enqueue due jobs, and continue unclaimed runs.

The consumer makes one each minute; cron may make them instead. Rounds at the same time on several
hosts do no harm: a run has one key and one lease.
"""

from __future__ import annotations

from sqlalchemy import Engine

from actions.core.actor import SYSTEM
from admin_app.jobs import JOBS
from admin_app.jobs.runner import carry_on, worker_name
from models.core.clock import Clock
from models.jobs.job_progress import claim, enlist, known_keys, waiting_runs
from models.jobs.job_run import JobKind


def enlist_due(engine: Engine, clock: Clock) -> None:
    """Enqueue each job whose run of the day or week is due and does not exist yet."""
    at, today = clock.now(), clock.today()
    due = {job.key(today): job for job in JOBS.values() if job.is_due(at)}
    for key in due.keys() - known_keys(engine, list(due)):
        enlist(engine, due[key].kind, key, today, at, SYSTEM.name)


def carry_on_run(engine: Engine, run_id: int, clock: Clock) -> bool:
    """Claim a run and finish it; False if it cannot be claimed."""
    lease = claim(engine, run_id, worker_name(), clock.now())
    if lease is None:
        return False
    carry_on(engine, lease, JOBS.get(lease.kind), clock)
    return True


def make_round(engine: Engine, clock: Clock) -> int:
    """Run everything that is due, synchronously; returns the number of runs."""
    enlist_due(engine, clock)
    return sum(carry_on_run(engine, run_id, clock) for run_id in waiting_runs(engine, clock.now()))


def run_once(engine: Engine, kind: JobKind, clock: Clock) -> int:
    """Run today's run of one job, whatever the hour; returns its id. A finished run is not
    repeated.
    """
    today = clock.today()
    run_id = enlist(engine, kind, JOBS[kind].key(today), today, clock.now(), SYSTEM.name)
    carry_on_run(engine, run_id, clock)
    return run_id
