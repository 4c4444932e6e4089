"""How far runs of jobs have come: leases, heartbeats, counts.

Like that a session was seen, this is no fact of anybody's record and needs no journal entry: what
a run changes is journaled where it is changed. Each write is a transaction of its own, so a worker
that is killed leaves at most a heartbeat behind that grows old.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Engine,
    Table,
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

#: A run without a sign of life for so long has lost its worker.
STALE_AFTER = dt.timedelta(minutes=2)
#: A run begun so often without coming to an end is given up.
MAXIMUM_SLICE_TRIES = 5
#: Runs looked at in one round.
_ROUND = 100

_RUNS = cast("Table", JobRun.__table__)
_SLICES = cast("Table", JobSlice.__table__)


@dataclass(frozen=True, slots=True)
class Lease:
    """A run in the hands of one worker, as it stood when they took it."""

    run_id: int
    kind: JobKind
    key: str
    worker: str
    done: int
    refused: int
    tries: int


def enlist(engine: Engine, kind: JobKind, key: str, day: dt.date, at: dt.datetime, by: str) -> int:
    """The run of that key, put into the queue by somebody's name if it is not there yet."""
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
                # Another host enlisted it at the same moment.
                connection.rollback()
                found = connection.execute(wanted).scalar_one()
        connection.commit()
    return int(found)


def waiting_runs(engine: Engine, at: dt.datetime) -> list[int]:
    """Runs nobody has in hand: queued ones, and those whose worker is gone; oldest first."""
    wanted = select(_RUNS.c.id).where(_is_free(at)).order_by(_RUNS.c.id).limit(_ROUND)
    with engine.connect() as connection:
        return list(connection.execute(wanted).scalars())


def _is_free(at: dt.datetime) -> ColumnElement[bool]:
    is_lost = (_RUNS.c.state == JobState.RUNNING) & (_RUNS.c.beat_at < at - STALE_AFTER)
    return or_(_RUNS.c.state == JobState.QUEUED, is_lost)


def claim(engine: Engine, run_id: int, worker: str, at: dt.datetime) -> Lease | None:
    """Take a run in hand; None if somebody has it, or it has ended."""
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
    """Give a sign of life with what is done; False when the run is in other hands by now."""
    return _write(engine, _is_held(lease), {"beat_at": at, **counts})


def end(
    engine: Engine,
    lease: Lease,
    happening: JobEvent,
    at: dt.datetime,
    **values: int | str | None,
) -> bool:
    """Lay a run down: finished, failed or put back; False when it was in other hands."""
    ended_at = None if happening is JobEvent.PUT_BACK else at
    return _move(engine, happening, _is_held(lease), {"ended_at": ended_at, **values})


def retry(engine: Engine, run_id: int) -> bool:
    """Put a failed run back into the queue, with all its tries before it."""
    values = {"tries": 0, "ended_at": None, "reason": None, "incident": None}
    return _move(engine, JobEvent.RETRY, _RUNS.c.id == run_id, values)


def begin_slice(engine: Engine, slice_id: int, at: dt.datetime) -> bool:
    """Take a batch in hand; False when it was stopped meanwhile. Begun once, it is not stopped."""
    which = (_SLICES.c.id == slice_id) & (_SLICES.c.state == SliceState.WAITING)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        begun = connection.execute(update(_SLICES).where(which).values(begun_at=at)).rowcount
        connection.commit()
    return bool(begun)


def mark_slice(
    engine: Engine, slice_id: int, happening: SliceEvent, **values: int | list[Any] | None
) -> None:
    """Note what became of a batch; what was noted before stands."""
    sources, target = SLICE_LIFECYCLE.moves[happening]
    which = (_SLICES.c.id == slice_id) & _SLICES.c.state.in_(sources)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(update(_SLICES).where(which).values(state=target, **values))
        connection.commit()


def note_refusals(engine: Engine, slice_id: int, refusals: list[Any]) -> None:
    """Note the rows a batch is about to leave out, so that a worker that dies takes none along."""
    which = (_SLICES.c.id == slice_id) & (_SLICES.c.state == SliceState.WAITING)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(update(_SLICES).where(which).values(refusals=refusals))
        connection.commit()


def _is_held(lease: Lease) -> ColumnElement[bool]:
    return (_RUNS.c.id == lease.run_id) & (_RUNS.c.worker == lease.worker)


def _move(
    engine: Engine, happening: JobEvent, which: ColumnElement[bool], values: Mapping[str, Any]
) -> bool:
    sources, target = JOB_LIFECYCLE.moves[happening]
    return _write(engine, which & _RUNS.c.state.in_(sources), {"state": target, **values})


def _write(engine: Engine, which: ColumnElement[bool], values: Mapping[str, Any]) -> bool:
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        written = connection.execute(update(_RUNS).where(which).values(**values)).rowcount
        connection.commit()
    return bool(written)


def known_keys(engine: Engine, keys: Sequence[str]) -> set[str]:
    """Those of the keys under which a run is known."""
    wanted = select(_RUNS.c.key).where(_RUNS.c.key.in_(keys))
    with engine.connect() as connection:
        return set(connection.execute(wanted).scalars())
