"""One round of the scheduler: queue what is due, and continue every run nobody has claimed.

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
    """Put into the queue each job whose run of the day or week may begin and has not."""
    at, today = clock.now(), clock.today()
    due = {job.key(today): job for job in JOBS.values() if job.is_due(at)}
    for key in due.keys() - known_keys(engine, list(due)):
        enlist(engine, due[key].kind, key, today, at, SYSTEM.name)


def carry_on_run(engine: Engine, run_id: int, clock: Clock) -> bool:
    """Take a run in hand and do what is left of it; False if it is not to be had."""
    lease = claim(engine, run_id, worker_name(), clock.now())
    if lease is None:
        return False
    carry_on(engine, lease, JOBS.get(lease.kind), clock)
    return True


def make_round(engine: Engine, clock: Clock) -> int:
    """Everything that is to do now, here and one after another; returns how many runs it was."""
    enlist_due(engine, clock)
    return sum(carry_on_run(engine, run_id, clock) for run_id in waiting_runs(engine, clock.now()))


def run_once(engine: Engine, kind: JobKind, clock: Clock) -> int:
    """Today's run of one job, whatever the hour; returns its key. Done already, it stays done."""
    today = clock.today()
    run_id = enlist(engine, kind, JOBS[kind].key(today), today, clock.now(), SYSTEM.name)
    carry_on_run(engine, run_id, clock)
    return run_id
