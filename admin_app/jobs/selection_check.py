"""Has a large selection checked, and has it carried out once it was confirmed as shown.

What was shown is the check itself: its rows, input, verdicts, sums and notes. When it is confirmed
and the journal has a change since, or the day is another, every slice is planned again; if anything
differs, nothing is queued and a new check is made, which says what moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.actor_actions import action_for
from actions.core.action import AnyAction, I
from actions.core.actor import Caller
from actions.core.input_parsing import parse_input
from actions.core.receipts import find_outcome
from actions.core.refusal import Common, Refusal, Refused
from actions.core.request_run import (
    MAXIMUM_WAITED_ROWS,
    RequestCheckInput,
    RequestRunInput,
    RequestRunRefusal,
    ranges_of,
    request_check_action,
    request_run_action,
)
from actions.core.result import Answer
from actions.perform import perform
from actions.permissions import grants_of
from actions.plan import plan
from actions.selection_summary import SliceSummary, StoredLine, combined, summarise, summary_of
from admin_app.jobs.queue import the_queue
from admin_app.jobs.schedule import carry_on_run
from models.core.base import db
from models.core.latest_changes import creation_of, has_changed
from models.core.scope import scoped_session
from models.jobs.job_run import JobRun, JobSlice, JobState


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What came of a confirmation: the run that was queued, or the check that shows what moved."""

    run_id: int
    has_moved: bool = False


def request_check(
    session: Session,
    action: AnyAction,
    ids: Sequence[int],
    typed: Mapping[str, object],
    caller: Caller,
    *,
    key: str,
    repeats: int | None = None,
) -> int:
    """The id of the check of these rows with this input, as it was typed.

    A small selection is checked at once, a larger one by a worker. Raises Refused when the input is
    faulty, the selection too large, or the permission missing.
    """
    # Parsed now, so that a fault is shown at its field and not in every slice.
    parse_input(action.input, typed)
    asking = request_check_action(action.model.__tablename__, grants_of(action))
    given = RequestCheckInput(action.key, ranges_of(ids), dict(typed), repeats)
    asked = perform(session, asking, (), given, caller, key=key).totals
    run_id = int(asked["run_id"])
    if asked["row_count"] <= MAXIMUM_WAITED_ROWS:
        carry_on_run(db.engine, run_id, caller.clock)
    else:
        the_queue().wake(run_id)
    return run_id


def confirm_check(
    session: Session, check: JobRun, caller: Caller, *, leaves_out: bool, answer: Answer
) -> Confirmation:
    """Queue the run of a check as it was shown; or check it again, if anything has moved.

    A check is confirmed once: a repeated confirmation finds the first. Raises Refused when it may
    not be confirmed.
    """
    action = action_for(session, caller.actor, check.action or "")
    assert action is not None, "an action that was handed over stays in the catalog"
    check_id, key, typed = check.id, f"confirm:{check.key}", dict(check.given or {})
    keys = [row_id for part in slices_of(session, check_id) for row_id in part.keys]
    reason = None
    if not _has_ended(session, check):
        raise Refused(Refusal(RequestRunRefusal.NOT_CHECKED))
    if (seen := find_outcome(session, caller.actor.key, key)) is None:
        reason = _require_answer(whole_of(session, check_id), answer)
        is_as_it_was = check.day == caller.clock.today() and not has_changed(
            session, creation_of(session, check)
        )
        given_now = parse_input(action.input, typed)
        if not is_as_it_was and _has_moved(session, check_id, action, given_now, caller):
            again = f"again:{check.key}"
            repeated = request_check(
                session, action, keys, typed, caller, key=again, repeats=check_id
            )
            return Confirmation(repeated, has_moved=True)
    elif seen[0].totals:
        # Said again as it was confirmed first, whatever the form says now.
        return Confirmation(int(seen[0].totals["run_id"]))
    asking = request_run_action(action.model.__tablename__, grants_of(action))
    given = RequestRunInput(action.key, ranges_of(keys), typed, check_id, leaves_out, reason)
    run_id = int(perform(session, asking, (), given, caller, key=key).totals["run_id"])
    the_queue().wake(run_id)
    return Confirmation(run_id)


def _has_ended(session: Session, check: JobRun) -> bool:
    """Whether every slice was planned, so that there is a whole to confirm."""
    return check.state is JobState.DONE and all(
        part.summary for part in slices_of(session, check.id)
    )


def _require_answer(whole: SliceSummary, answer: Answer) -> str | None:
    """What is kept of the answer: its reason, empty for a tick; None when nothing was asked.

    Raises Refused when the warnings that were shown are not answered.
    """
    if (code := whole.answer_code) is None:
        return None
    facts = {"answered": code}
    needs_reason = whole.asks_reason and not answer.reason
    if answer.code != code:
        missing = Common.ANSWER_MISSING if needs_reason else Common.TICK_MISSING
        raise Refused(Refusal(Common.ANSWER_STALE if answer.code else missing, facts))
    if needs_reason:
        raise Refused(Refusal(Common.ANSWER_MISSING, facts))
    return answer.reason or ""


def slices_of(session: Session, run_id: int) -> Sequence[JobSlice]:
    """The slices of a run in their order, without their lines."""
    wanted = select(JobSlice).where(JobSlice.run_id == run_id).order_by(JobSlice.seq)
    return session.scalars(wanted).all()


def whole_of(session: Session, run_id: int) -> SliceSummary:
    """The summaries of a run's slices as one."""
    return combined([summary_of(part.summary) for part in slices_of(session, run_id)])


def lines_in_slices(session: Session, run_id: int) -> Iterator[list[StoredLine]]:
    """The lines of a run, slice by slice, so that memory does not grow with the selection."""
    for slice_id in session.scalars(
        select(JobSlice.id).where(JobSlice.run_id == run_id).order_by(JobSlice.seq)
    ).all():
        yield lines_of_slice(session, slice_id)


def lines_of_slice(session: Session, slice_id: int) -> list[StoredLine]:
    """The lines of a slice."""
    return session.scalar(select(JobSlice.lines).where(JobSlice.id == slice_id)) or []


def _has_moved(
    session: Session, check_id: int, action: AnyAction, given: I, caller: Caller
) -> bool:
    """Whether a plan of the same rows differs now in anything that was shown."""
    for part in slices_of(session, check_id):
        # A session each, so that rows of earlier slices do not stay in memory.
        with scoped_session(db.engine, caller.actor.scope) as own:
            now = summarise(action, plan(own, action, part.keys, given, caller))
        if now.digest != summary_of(part.summary).digest:
            return True
    return False
