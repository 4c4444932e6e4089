"""Runs a queued selection batch by batch as its user, each batch once.

Before each batch the user is loaded again: the run stops if they were disabled or lost the
permission, and rows that left their scope are not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Engine, select

from actions.core.action import Action, F, I, R
from actions.core.actor import SYSTEM, Actor, Caller
from actions.core.input_parsing import parse_input
from actions.core.receipts import find_outcome
from actions.core.refusal import Refused, Verdict
from actions.core.refusal_json import keep, keep_refused
from actions.jobs.notify_run_finished import ANNOUNCE_RUN, AnnounceRunInput
from actions.perform import perform
from actions.permissions import action_of, grants_of
from admin_app.auth.user_lookup import present
from admin_app.jobs.slice_execution import SliceOutcome, is_passing_trouble, perform_passing
from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.jobs.job_progress import (
    Lease,
    begin_slice,
    end,
    mark_slice,
    note_refusals,
    record_heartbeat,
)
from models.jobs.job_run import JobEvent, JobReason, JobRun, JobSlice, SliceEvent, SliceState


class StoppedError(RuntimeError):
    """The run may not act for the user any more."""

    def __init__(self, reason: JobReason) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Asked:
    """The queued request, without its rows."""

    action: Action[Any, Any, Any]
    given: dict[str, Any]
    leaves_out: bool
    user_id: int


def carry_on_batch(engine: Engine, lease: Lease, clock: Clock) -> bool:
    """Run the waiting batches; False when the lease was lost.

    Raises Refused when the database stays busy; the run is retried later.
    """
    asked = _load_run(engine, lease)
    try:
        for batch in _waiting(engine, lease):
            actor = _person(engine, asked)
            if begin_slice(engine, batch.id, clock.now()):
                _carry_out(engine, lease, asked, Caller(actor, Door.JOB, clock), batch)
            done, refused = _counts(engine, lease)
            if not record_heartbeat(engine, lease, clock.now(), done=done, refused=refused):
                return False
    except StoppedError as stopped:
        _announce(engine, lease, clock, is_whole=False)
        return end(engine, lease, JobEvent.FAIL, clock.now(), reason=stopped.reason)
    _announce(engine, lease, clock, is_whole=True)
    done, refused = _counts(engine, lease)
    return end(engine, lease, JobEvent.FINISH, clock.now(), done=done, refused=refused)


def _load_run(engine: Engine, lease: Lease) -> Asked:
    with scoped_session(engine, EVERYTHING) as session:
        run = session.get_one(JobRun, lease.run_id)
        assert run.action is not None
        assert run.user_id is not None
        action = action_of(run.action)
        assert action is not None, "an action that was handed over stays in the catalog"
        return Asked(action, dict(run.given or {}), run.leaves_out, run.user_id)


def _waiting(engine: Engine, lease: Lease) -> list[JobSlice]:
    with scoped_session(engine, EVERYTHING) as session:
        wanted = select(JobSlice).where(
            JobSlice.run_id == lease.run_id, JobSlice.state == SliceState.WAITING
        )
        return list(session.scalars(wanted.order_by(JobSlice.seq)))


def _person(engine: Engine, asked: Asked) -> Actor:
    with engine.connect() as connection:
        found = present(connection, asked.user_id)
    if found is None:
        raise StoppedError(JobReason.USER_DISABLED)
    if found.actor.role not in grants_of(asked.action):
        raise StoppedError(JobReason.RIGHT_LOST)
    return found.actor


def _carry_out(engine: Engine, lease: Lease, asked: Asked, caller: Caller, batch: JobSlice) -> None:
    key = f"{lease.key}:{batch.seq}"

    def note(refused: Sequence[Verdict]) -> None:
        note_refusals(engine, batch.id, keep(refused))

    way = partial(perform_passing, note=note) if asked.leaves_out else _perform_whole
    try:
        given = parse_input(asked.action.input, asked.given)
        told = way(engine, asked.action, batch.keys, given, caller, key=key)
    except Refused as refused:
        if is_passing_trouble(refused):
            raise
        mark_slice(engine, batch.id, SliceEvent.REFUSE, refusals=keep_refused(refused))
        return
    if told.outcome is None:
        mark_slice(engine, batch.id, SliceEvent.REFUSE, refusals=keep(told.refused))
        return
    refusals = batch.refusals if told.is_replay else keep(told.refused)
    mark_slice(
        engine,
        batch.id,
        SliceEvent.CARRY_OUT,
        done=len(batch.keys) - len(refusals),
        refusals=refusals,
        entry_id=told.outcome.entry_id,
    )


def _perform_whole(
    engine: Engine,
    action: Action[R, I, F],
    keys: list[int],
    given: I,
    caller: Caller,
    *,
    key: str,
) -> SliceOutcome:
    with scoped_session(engine, caller.actor.scope) as session:
        if (seen := find_outcome(session, caller.actor.key, key)) is not None:
            return SliceOutcome(seen[0])
        return SliceOutcome(perform(session, action, keys, given, caller, key=key))


def _counts(engine: Engine, lease: Lease) -> tuple[int, int]:
    """Rows done and not done so far, summed over the batches."""
    with scoped_session(engine, EVERYTHING) as session:
        rows = session.execute(
            select(JobSlice.done, JobSlice.keys).where(
                JobSlice.run_id == lease.run_id, JobSlice.state != SliceState.WAITING
            )
        ).all()
    done = sum(row.done for row in rows)
    return done, sum(len(row.keys) for row in rows) - done


def _announce(engine: Engine, lease: Lease, clock: Clock, *, is_whole: bool) -> None:
    done, refused = _counts(engine, lease)
    given = AnnounceRunInput(done, refused, is_whole)
    with scoped_session(engine, EVERYTHING) as session:
        caller = Caller(SYSTEM, Door.JOB, clock)
        key = f"{lease.key}:announce:{lease.tries if not is_whole else 0}"
        perform(session, ANNOUNCE_RUN, [lease.run_id], given, caller, key=key)
