"""Progress of job runs: leases, heartbeats, counts.

This is bookkeeping without journal entries: what a run changes is journaled by the actions it runs.
Each write is a separate transaction, so a killed worker leaves only a stale heartbeat behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Engine,
    func,
    insert,
    or_,
    select,
    update,  # noqa: TID251  bookkeeping outside the journal: see above
)
from sqlalchemy.exc import IntegrityError

from models.core.engine import WRITES
from models.jobs.job_run import (
    JOB_LIFECYCLE,
    SLICE_LIFECYCLE,
    JobEvent,
    JobKind,
    JobRun,
    JobSlice,
    JobState,
    SliceEvent,
    SliceState,
)
from models.offices.office import REGISTRY_CODE

#: Heartbeat timeout: the worker of a run is then considered dead.
STALE_AFTER = dt.timedelta(minutes=2)
#: Attempts before a run is given up.
MAXIMUM_SLICE_TRIES = 5
#: Runs fetched in one poll.
_ROUND = 100

#: The value of a column of a slice.
SliceValue: TypeAlias = int | list[Any] | dict[str, Any] | None

_RUNS = JobRun.__table__
_SLICES = JobSlice.__table__


@dataclass(frozen=True, slots=True)
class Lease:
    """A run claimed by one worker, as it was when claimed."""

    run_id: int
    kind: JobKind
    key: str
    worker: str
    done: int
    refused: int
    tries: int


def enlist(engine: Engine, kind: JobKind, key: str, day: dt.date, at: dt.datetime, by: str) -> int:
    """The id of the run with that key, enqueued in the name of `by` if it does not exist."""
    row = {
        "kind": kind,
        "key": key,
        "day": day,
        "state": JobState.QUEUED,
        "done": 0,
        "refused": 0,
        "tries": 0,
        "queued_at": at,
        "leaves_out": False,
        "by": by,
        "province_code": REGISTRY_CODE,
        "city_code": REGISTRY_CODE,
        "office_code": REGISTRY_CODE,
    }
    wanted = select(_RUNS.c.id).where(_RUNS.c.key == key)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        if (found := connection.execute(wanted).scalar()) is None:
            try:
                found = connection.execute(insert(_RUNS).returning(_RUNS.c.id), row).scalar_one()
            except IntegrityError:
                # Another host enqueued it at the same moment.
                connection.rollback()
                found = connection.execute(wanted).scalar_one()
        connection.commit()
    return int(found)


def waiting_runs(engine: Engine, at: dt.datetime) -> list[int]:
    """Runs free to claim: queued ones, and those whose worker is dead; oldest first."""
    wanted = select(_RUNS.c.id).where(_is_free(at)).order_by(_RUNS.c.id).limit(_ROUND)
    with engine.connect() as connection:
        return list(connection.execute(wanted).scalars())


def _is_free(at: dt.datetime) -> ColumnElement[bool]:
    is_lost = (_RUNS.c.state == JobState.RUNNING) & (_RUNS.c.beat_at < at - STALE_AFTER)
    return or_(_RUNS.c.state == JobState.QUEUED, is_lost)


def claim(engine: Engine, run_id: int, worker: str, at: dt.datetime) -> Lease | None:
    """Claim a run; None if it is taken or has ended."""
    values = {
        "worker": worker,
        "started_at": func.coalesce(_RUNS.c.started_at, at),
        "beat_at": at,
        "tries": _RUNS.c.tries + 1,
        "reason": None,
        "incident": None,
    }
    if not _move(engine, JobEvent.CLAIM, (_RUNS.c.id == run_id) & _is_free(at), values):
        return None
    with engine.connect() as connection:
        run = connection.execute(select(_RUNS).where(_RUNS.c.id == run_id)).one()
    return Lease(run_id, run.kind, run.key, worker, run.done, run.refused, run.tries)


def record_heartbeat(engine: Engine, lease: Lease, at: dt.datetime, **counts: int | None) -> bool:
    """Write a heartbeat with the counts so far; False when the lease was lost."""
    return _write(engine, _is_held(lease), {"beat_at": at, **counts})


def end(
    engine: Engine,
    lease: Lease,
    happening: JobEvent,
    at: dt.datetime,
    **values: int | str | None,
) -> bool:
    """End the lease: finished, failed or requeued; False when the lease was lost."""
    ended_at = None if happening is JobEvent.PUT_BACK else at
    return _move(engine, happening, _is_held(lease), {"ended_at": ended_at, **values})


def retry(engine: Engine, run_id: int) -> bool:
    """Requeue a failed run with its attempts reset."""
    values = {"tries": 0, "ended_at": None, "reason": None, "incident": None}
    return _move(engine, JobEvent.RETRY, _RUNS.c.id == run_id, values)


def begin_slice(engine: Engine, slice_id: int, at: dt.datetime) -> bool:
    """Start a batch; False when it was cancelled meanwhile. A started batch cannot be cancelled."""
    which = (_SLICES.c.id == slice_id) & (_SLICES.c.state == SliceState.WAITING)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        begun = connection.execute(update(_SLICES).where(which).values(begun_at=at)).rowcount
        connection.commit()
    return bool(begun)


def mark_slice(engine: Engine, slice_id: int, happening: SliceEvent, **values: SliceValue) -> None:
    """Record the outcome of a batch; an earlier outcome is kept."""
    sources, target = SLICE_LIFECYCLE.moves[happening]
    which = (_SLICES.c.id == slice_id) & _SLICES.c.state.in_(sources)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(update(_SLICES).where(which).values(state=target, **values))
        connection.commit()


def note_refusals(engine: Engine, slice_id: int, **values: SliceValue) -> None:
    """Record the rows a batch is about to skip, before it runs, in case the worker dies."""
    which = (_SLICES.c.id == slice_id) & (_SLICES.c.state == SliceState.WAITING)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(update(_SLICES).where(which).values(**values))
        connection.commit()


def _is_held(lease: Lease) -> ColumnElement[bool]:
    return (_RUNS.c.id == lease.run_id) & (_RUNS.c.worker == lease.worker)


def _move(
    engine: Engine, happening: JobEvent, which: ColumnElement[bool], values: Mapping[str, object]
) -> bool:
    sources, target = JOB_LIFECYCLE.moves[happening]
    return _write(engine, which & _RUNS.c.state.in_(sources), {"state": target, **values})


def _write(engine: Engine, which: ColumnElement[bool], values: Mapping[str, object]) -> bool:
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        written = connection.execute(update(_RUNS).where(which).values(**values)).rowcount
        connection.commit()
    return bool(written)


def known_keys(engine: Engine, keys: Sequence[str]) -> set[str]:
    """The keys among these that have a run."""
    wanted = select(_RUNS.c.key).where(_RUNS.c.key.in_(keys))
    with engine.connect() as connection:
        return set(connection.execute(wanted).scalars())
