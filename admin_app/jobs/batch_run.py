"""Checks or runs a queued selection slice by slice as its user, each slice once.

A check plans each slice and keeps what the plan says; a run carries it out as it was shown. Before
each slice the user is loaded again: the run stops if they were disabled or lost the permission, and
rows that left their scope are not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import undefer

from actions.core.action import Action, AnyAction
from actions.core.actor import SYSTEM, Actor, Caller
from actions.core.input_parsing import parse_input
from actions.core.records.with_own_fields import with_own_fields
from actions.core.refusal import Refused, Verdict
from actions.core.refusal_json import keep, keep_refused
from actions.core.request_run import MAXIMUM_WAITED_ROWS
from actions.jobs.notify_run_finished import ANNOUNCE_RUN, AnnounceRunInput
from actions.perform import perform
from actions.permissions import action_of, may_run
from actions.plan import plan
from actions.selection_summary import combined, lines_of, summarise, summary_of
from admin_app.auth.user_lookup import present
from admin_app.jobs.selection_slice import (
    ShownSlice,
    SliceRequest,
    perform_as_shown,
    refused_lines,
    summary_of_run,
)
from admin_app.jobs.slice_execution import is_passing_trouble
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
    is_check: bool
    #: The check that a run was confirmed from; None for one that was queued before there were any.
    check_id: int | None
    answer: str | None
    #: Whether its user waits for it, and needs no notice.
    is_waited_for: bool


def carry_on_batch(engine: Engine, lease: Lease, clock: Clock) -> bool:
    """Check or run the waiting slices; False when the lease was lost.

    Raises Refused when the database stays busy; the run is retried later.
    """
    asked = _load_run(engine, lease)
    carry_out = _check if asked.is_check else _carry_out
    try:
        for batch in waiting_slices(engine, lease):
            actor = present_person(engine, asked.user_id, asked.action)
            asked = replace(asked, action=_with_own_fields(engine, asked, actor))
            if begin_slice(engine, batch.id, clock.now()):
                carry_out(engine, lease, asked, Caller(actor, Door.JOB, clock), batch)
            done, refused = slice_counts(engine, lease)
            if not record_heartbeat(engine, lease, clock.now(), done=done, refused=refused):
                return False
    except StoppedError as stopped:
        _announce(engine, lease, asked, clock, is_whole=False)
        return end(engine, lease, JobEvent.FAIL, clock.now(), reason=stopped.reason)
    _announce(engine, lease, asked, clock, is_whole=True)
    done, refused = slice_counts(engine, lease)
    return end(engine, lease, JobEvent.FINISH, clock.now(), done=done, refused=refused)


def _load_run(engine: Engine, lease: Lease) -> Asked:
    with scoped_session(engine, EVERYTHING) as session:
        run = session.get_one(JobRun, lease.run_id)
        assert run.action is not None
        assert run.user_id is not None
        action = action_of(run.action)
        assert action is not None, "an action that was handed over stays in the catalog"
        return Asked(
            action,
            dict(run.given or {}),
            run.leaves_out,
            run.user_id,
            run.is_check,
            run.check_id,
            run.answer,
            is_waited_for=run.is_check and (run.total or 0) <= MAXIMUM_WAITED_ROWS,
        )


def waiting_slices(engine: Engine, lease: Lease) -> list[JobSlice]:
    """The slices of a run that are still to do, in order."""
    with scoped_session(engine, EVERYTHING) as session:
        wanted = select(JobSlice).where(
            JobSlice.run_id == lease.run_id, JobSlice.state == SliceState.WAITING
        )
        return list(session.scalars(wanted.order_by(JobSlice.seq).options(undefer(JobSlice.lines))))


def present_person(engine: Engine, user_id: int, action: AnyAction) -> Actor:
    """Who queued a run, as they are now. Raises StoppedError for who may not act any more."""
    with engine.connect() as connection:
        found = present(connection, user_id)
    if found is None:
        raise StoppedError(JobReason.USER_DISABLED)
    if not may_run(found.actor, action):
        raise StoppedError(JobReason.RIGHT_LOST)
    return found.actor


def _with_own_fields(engine: Engine, asked: Asked, actor: Actor) -> AnyAction:
    """The action with the fields that hold for the person who asked, as their form had it."""
    with scoped_session(engine, actor.scope) as session:
        return with_own_fields(session, asked.action.listed, actor.role)


def _check(engine: Engine, lease: Lease, asked: Asked, caller: Caller, batch: JobSlice) -> None:
    """Plan a slice, and keep what the plan says of each row."""
    given = parse_input(asked.action.input, asked.given)
    with scoped_session(engine, caller.actor.scope) as session:
        seen = plan(session, asked.action, batch.keys, given, caller)
        summary, lines = summarise(asked.action, seen), [line.as_json() for line in lines_of(seen)]
    mark_slice(
        engine,
        batch.id,
        SliceEvent.CARRY_OUT,
        done=summary.passing,
        summary=summary.as_json(),
        lines=lines,
    )


def _carry_out(engine: Engine, lease: Lease, asked: Asked, caller: Caller, batch: JobSlice) -> None:
    shown = _shown(engine, asked, batch.seq)

    def note(refused: Sequence[Verdict]) -> None:
        lines = refused_lines((), refused, shown)
        note_refusals(engine, batch.id, refusals=keep(refused), lines=lines)

    way = SliceRequest(asked.action, batch.keys, shown, asked.answer, leaves_out=asked.leaves_out)
    try:
        given = parse_input(asked.action.input, asked.given)
        told = perform_as_shown(engine, way, given, caller, f"{lease.key}:{batch.seq}", note)
    except Refused as refused:
        if is_passing_trouble(refused):
            raise
        _mark_refused(engine, batch, keep_refused(refused), refused, shown)
        return
    if told.outcome is None:
        _mark_refused(engine, batch, keep(told.refused), Refused(verdicts=told.refused), shown)
        return
    lines = batch.lines or [] if told.is_replay else refused_lines((), told.refused, shown)
    mark_slice(
        engine,
        batch.id,
        SliceEvent.CARRY_OUT,
        done=len(batch.keys) - len(lines),
        refusals=batch.refusals if told.is_replay else keep(told.refused),
        lines=lines,
        summary=summary_of_run(len(batch.keys), lines, told.outcome.totals),
        entry_id=told.outcome.entry_id,
    )


def _mark_refused(
    engine: Engine,
    batch: JobSlice,
    refusals: list[list[object]],
    refused: Refused,
    shown: ShownSlice | None,
) -> None:
    """Record that nothing of a slice was done, each row with its own reason or the slice's."""
    lines = refused_lines(batch.keys, refused.verdicts, shown, refused.refusal)
    mark_slice(
        engine,
        batch.id,
        SliceEvent.REFUSE,
        refusals=refusals,
        lines=lines,
        summary=summary_of_run(len(batch.keys), lines, {}),
    )


def _shown(engine: Engine, asked: Asked, seq: int) -> ShownSlice | None:
    """What was shown of the slice when the run was confirmed."""
    if asked.check_id is None:
        return None
    with scoped_session(engine, EVERYTHING) as session:
        wanted = select(JobSlice.summary, JobSlice.lines).where(
            JobSlice.run_id == asked.check_id, JobSlice.seq == seq
        )
        found = session.execute(wanted).one()
    return ShownSlice(summary_of(found.summary), {line[0]: line for line in found.lines or ()})


def slice_counts(engine: Engine, lease: Lease) -> tuple[int, int]:
    """Rows done and not done so far, summed over the batches."""
    with scoped_session(engine, EVERYTHING) as session:
        rows = session.execute(
            select(JobSlice.done, JobSlice.keys).where(
                JobSlice.run_id == lease.run_id, JobSlice.state != SliceState.WAITING
            )
        ).all()
    done = sum(row.done for row in rows)
    return done, sum(len(row.keys) for row in rows) - done


def _amount_fen(engine: Engine, lease: Lease) -> int | None:
    """The sum over the slices; None if there is no money in it."""
    with scoped_session(engine, EVERYTHING) as session:
        kept = session.scalars(select(JobSlice.summary).where(JobSlice.run_id == lease.run_id))
        return combined([summary_of(each) for each in kept]).totals.get("amount_fen")


def _announce(engine: Engine, lease: Lease, asked: Asked, clock: Clock, *, is_whole: bool) -> None:
    if asked.is_waited_for:
        return
    done, refused = slice_counts(engine, lease)
    given = AnnounceRunInput(done, refused, _amount_fen(engine, lease), is_whole)
    with scoped_session(engine, EVERYTHING) as session:
        caller = Caller(SYSTEM, Door.JOB, clock)
        key = f"{lease.key}:announce:{lease.tries if not is_whole else 0}"
        perform(session, ANNOUNCE_RUN, [lease.run_id], given, caller, key=key)
