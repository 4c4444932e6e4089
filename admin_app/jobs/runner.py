"""The runner: claims a run, performs its slices as the system and reports progress.

It may be killed at any point. Each slice is an action whose idempotency key is derived from the run
and the slice's rows; a restarted run selects only what is still to do, and a slice that was already
committed is recognised by its key.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from actions.core.actor import SYSTEM, Caller
from actions.core.refusal import Refused
from admin_app.jobs.batch_run import carry_on_batch
from admin_app.jobs.job import Job, Step
from admin_app.jobs.slice_execution import is_passing_trouble, perform_passing
from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.jobs.job_progress import MAXIMUM_SLICE_TRIES, Lease, end, record_heartbeat
from models.jobs.job_run import JobEvent, JobReason

_LOG = logging.getLogger(__name__)
#: Keys fetched at a time; slices are cut from them.
_PAGE = 500
#: Most repetitions of a slice whose action stops early; the rest waits for the next period.
_MOST_TURNS = 1000
#: Carries on a run that a person queued, and ends its lease; False when it was lost.
CarryOn = Callable[[Engine, Lease, Clock], bool]
#: By how the keys of such runs begin; others are selections of rows.
_CARRIERS: dict[str, CarryOn] = {}


def carry_runs_with(carriers: Mapping[str, CarryOn]) -> None:
    """Say what carries on the runs whose keys begin so."""
    _CARRIERS.update(carriers)


class LeaseLostError(RuntimeError):
    """The lease was lost: this worker was considered dead and must stop."""


def worker_name() -> str:
    """The holder of a lease: this thread of this process on this host."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{threading.get_ident()}"


def carry_on(engine: Engine, lease: Lease, job: Job | None, clock: Clock) -> None:
    """Finish a run and end its lease; without `job` it is a queued selection."""
    try:
        if lease.tries > MAXIMUM_SLICE_TRIES:
            end(engine, lease, JobEvent.FAIL, clock.now(), reason=JobReason.WORKER_LOST)
            return
        if job is None:
            found = (each for head, each in _CARRIERS.items() if lease.key.startswith(head))
            next(found, carry_on_batch)(engine, lease, clock)
            return
        done, refused = _steps(engine, lease, job, clock)
        counts = {"done": done, "refused": refused, "total": done + refused}
        end(engine, lease, JobEvent.FINISH, clock.now(), **counts)
    except LeaseLostError:
        _LOG.warning("run %s went on elsewhere", lease.key)
    except Exception as error:  # noqa: BLE001  one run's fault must not end the worker
        _end_after_error(engine, lease, clock, error)


def _end_after_error(engine: Engine, lease: Lease, clock: Clock, error: Exception) -> None:
    """A transient error is retried in the next round; any other gets an incident number.

    If the database is down nothing can be recorded: the run is claimed again when its heartbeat is
    stale, and what it may have committed is found by its key.
    """
    try:
        if is_passing_trouble(error) and lease.tries < MAXIMUM_SLICE_TRIES:
            _LOG.warning("run %s is put back: %r", lease.key, error)
            end(engine, lease, JobEvent.PUT_BACK, clock.now())
        else:
            _fail(engine, lease, clock, error)
    except SQLAlchemyError:
        _LOG.exception("run %s waits until its sign of life is old", lease.key)


def _fail(engine: Engine, lease: Lease, clock: Clock, error: Exception) -> None:
    reason, incident = JobReason.ERROR, None
    if is_passing_trouble(error):
        reason = JobReason.BUSY
    elif not isinstance(error, Refused):
        incident = secrets.token_hex(4)
    _LOG.error("run %s failed, incident %s", lease.key, incident, exc_info=error)
    end(engine, lease, JobEvent.FAIL, clock.now(), reason=reason, incident=incident)


def _steps(engine: Engine, lease: Lease, job: Job, clock: Clock) -> tuple[int, int]:
    done, refused = lease.done, lease.refused
    for step in job.steps:
        total = done + refused + _count(engine, step, clock)
        for keys in _slices(engine, step, clock):
            told = _slice(engine, lease, step, keys, clock)
            done, refused = done + told[0], refused + told[1]
            counts = {"done": done, "refused": refused, "total": max(total, done + refused)}
            if not record_heartbeat(engine, lease, clock.now(), **counts):
                raise LeaseLostError(lease.key)
    return done, refused


def _slice(
    engine: Engine, lease: Lease, step: Step, keys: list[int], clock: Clock
) -> tuple[int, int]:
    """Rows done and refused; a slice refused as a whole does not stop the others.

    Raises Refused when the database is busy, LeaseLostError between the runs of a cut slice.
    """
    key = f"{lease.key}:{step.action.key}{step.mark}:{keys[0]}-{keys[-1]}"
    caller = Caller(SYSTEM, Door.JOB, clock)
    given = step.given(clock.today())
    try:
        told = perform_passing(engine, step.action, keys, given, caller, key=key)
        for turn in range(2, _MOST_TURNS + 1):
            if not (step.may_be_cut and told.is_cut):
                break
            if not record_heartbeat(engine, lease, clock.now()):
                raise LeaseLostError(lease.key)
            told = perform_passing(engine, step.action, keys, given, caller, key=f"{key}:{turn}")
    except Refused as whole:
        if is_passing_trouble(whole):
            raise
        _LOG.warning("slice %s was refused: %s", key, whole)
        return 0, len(keys)
    return told.done(keys), len(told.refused)


def _count(engine: Engine, step: Step, clock: Clock) -> int:
    with scoped_session(engine, EVERYTHING) as session:
        wanted = step.wanted(session, clock.today()).subquery()
        count = session.scalar(select(func.count()).select_from(wanted)) or 0
    return count if step.most is None else min(count, step.most)


def _slices(engine: Engine, step: Step, clock: Clock) -> Iterator[list[int]]:
    """The rows of a step in key order, each once, up to its limit, in slices."""
    after, left = 0, step.most
    while keys := _page(engine, step, clock, after)[:left]:
        after = keys[-1]
        left = None if left is None else left - len(keys)
        yield from (keys[i : i + step.size] for i in range(0, len(keys), step.size))


def _page(engine: Engine, step: Step, clock: Clock, after: int) -> list[int]:
    with scoped_session(engine, EVERYTHING) as session:
        wanted: Select[Any] = step.wanted(session, clock.today())
        key: Any = step.action.model.id
        return list(session.scalars(wanted.where(key > after).order_by(key).limit(_PAGE)))
