"""Runs an action: every change of data goes through `perform`, and only this module commits.

permission → key seen before? → journal entry → rows under scope, locked in key order → checks →
answers → run → notices → receipt → messages, rules → commit. Any refusal rolls everything back.
After a COMMIT without a reply the outcome is looked up by its key, which no other run can insert.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from actions.audiences.table import announcements_of
from actions.authorise import admit, load_rows, lock_first, require_changes, verdicts_on
from actions.core.action import Action, F, I, R
from actions.core.actor import SYSTEM, Caller
from actions.core.announcement import Finished, announce, owners_of
from actions.core.answers import require_answers
from actions.core.constraint_errors import conflict_of, is_same_key, is_transient
from actions.core.context import Context
from actions.core.input_parsing import canonical
from actions.core.input_texts import kept_input
from actions.core.receipts import find_outcome, with_row_facts, write_receipt
from actions.core.records.with_own_fields import facts_of_verb
from actions.core.refusal import Common, OutcomeUnknown, Refusal, Refused, Verdict
from actions.core.refused_access import note_refused
from actions.core.result import Answer, Outcome
from actions.follow_ups import FOLLOW_UPS
from actions.outgoing_messages import write_messages
from actions.plan import Plan, plan_of
from actions.rule_events import write_events
from models.core.database_fault import DatabaseFault, fault_of, may_have_committed
from models.core.engine import WRITES
from models.core.journal import JournalEntry, close_entry, input_hash, open_entry
from models.core.scope import EVERYTHING, OutOfScopeError, scoped_session

_LOG = logging.getLogger(__name__)

#: Serialization failures, deadlocks, busy and lost databases are tried again this often.
MAXIMUM_WRITE_TRIES = 5
#: Longest total wait for a database that is down.
LONGEST_WAIT_SECONDS = 8.0
#: First wait after a lost connection, doubled each time (exponential backoff).
_FIRST_WAIT_SECONDS = 0.2
_LONGEST_KEY = 80


@dataclass
class _Tries:
    """State of a request between attempts."""

    #: Whether a COMMIT was sent without a reply.
    is_unanswered: bool = False


class _NothingThereError(Exception):
    """The key is not taken, tested by inserting it: no transaction with it can commit any more."""


def perform(  # noqa: PLR0913  all that one run is asked
    session: Session,
    action: Action[R, I, F],
    ids: Iterable[int],
    given: I,
    caller: Caller,
    *,
    key: str,
    answer: Answer | None = None,
    left: Sequence[Verdict] = (),
    accept: Callable[[Plan[R]], None] | None = None,
) -> Outcome:
    """Run an action on rows, atomically, once for each idempotency key.

    `ids` are row ids as sent by the actor; `answer` is what they say to the warnings; `left`
    are chosen rows that were left out, with the reason, for the receipt. `accept` looks at what
    is about to be done, under its locks; what it raises ends the run. The same key with the
    same request returns the first outcome; with another request it is refused. Raises Refused,
    or the driver's error; then nothing is written. Raises OutcomeUnknown when it may or may not
    have been done; repeating it with the same key is safe.
    """
    assert not session.new, "writes belong inside a run"
    assert not session.dirty, "writes belong inside a run"
    given, answer = kept_input(given), answer or Answer()
    try:
        wanted = admit(session, action, ids, caller.actor)
        _require_key(key)
        run = partial(_run, action=action, wanted=wanted, given=given, left=left, accept=accept)
        entry_facts = _entry_facts(action, wanted, given, caller, key)
        outcome = _persist(session, caller, run, answer, entry_facts)
    except Refused as refused:
        # The run is rolled back; record only that access was denied, if it was.
        note_refused(session, caller, action.key, refused)
        raise
    _follow_up(session, action, outcome, caller)
    return outcome


def _require_key(key: str) -> None:
    if not key or len(key) > _LONGEST_KEY or not key.isprintable():
        raise Refused(Refusal(Common.KEY_MISSING))


def _persist(
    session: Session,
    caller: Caller,
    run: Callable[[Context], Outcome],
    answer: Answer,
    entry_facts: dict[str, Any],
) -> Outcome:
    """Retry the run until it is committed or refused, or the outcome is unknown."""
    tries, begun = _Tries(), time.monotonic()
    for attempt in range(1, MAXIMUM_WRITE_TRIES + 1):
        try:
            return _attempt(session, caller, run, answer, entry_facts, tries)
        except (DBAPIError, PoolTimeoutError, StaleDataError, OutOfScopeError) as error:
            _abandon(session)
            is_late = time.monotonic() - begun > LONGEST_WAIT_SECONDS
            is_last = is_late or attempt == MAXIMUM_WRITE_TRIES
            if tries.is_unanswered and (is_last or not _may_pass(error)):
                return _ask(session, caller, entry_facts, error)
            _refuse_unless_passing(error, last=is_last)
            _wait(error, attempt)
        except BaseException:
            _abandon(session)
            raise
    raise AssertionError("the last try returns or raises")


def _ask(
    session: Session, caller: Caller, entry_facts: dict[str, Any], error: Exception
) -> Outcome:
    """Look up the outcome of a COMMIT without a reply.

    Raises `error` when certainly nothing was written, OutcomeUnknown when it cannot be asked.
    """

    def _find_nothing(_ctx: Context) -> Outcome:
        raise _NothingThereError

    try:
        return _attempt(session, caller, _find_nothing, Answer(), entry_facts, _Tries())
    except _NothingThereError:
        _abandon(session)
        raise error from None
    except (DBAPIError, PoolTimeoutError):
        _abandon(session)
        raise OutcomeUnknown(entry_facts["action"], entry_facts["key"]) from error


def _follow_up(session: Session, action: Action[R, I, F], outcome: Outcome, caller: Caller) -> None:
    """Run the follow-up of a committed action, row by row, as the system and in separate sessions.

    The first action is committed whatever happens to the second, so nothing is raised here; after a
    failure, a repeated request or the nightly job catches up.
    """
    if (follows := FOLLOW_UPS.get(action.listed)) is None:
        return
    following, system = follows[0], replace(caller, actor=SYSTEM)
    for row_id in follows[1](outcome):
        try:
            with scoped_session(session.get_bind(), EVERYTHING) as own:
                key = f"{outcome.entry_id}:{following.key}:{row_id}"
                perform(own, following, [row_id], following.input(), system, key=key)
        except Exception:  # noqa: BLE001  whatever it is, the first action was committed
            _LOG.exception("%s after entry %s", following.key, outcome.entry_id)


def _attempt(
    session: Session,
    caller: Caller,
    run: Callable[[Context], Outcome],
    answer: Answer,
    entry_facts: dict[str, Any],
    tries: _Tries,
) -> Outcome:
    session.rollback()
    connection = session.connection(execution_options={WRITES: True})
    if (seen := find_outcome(session, caller.actor.key, entry_facts["key"])) is not None:
        outcome, first_hash = seen
        session.rollback()
        if first_hash != entry_facts["input_hash"]:
            raise Refused(Refusal(Common.KEY_REUSED))
        # An own COMMIT without a reply is not a replay.
        return replace(outcome, is_replay=not tries.is_unanswered)
    entry = JournalEntry(at=caller.clock.now(), **entry_facts)
    open_entry(session, entry)
    # We have the key, so an earlier attempt that held it was rolled back.
    tries.is_unanswered = False
    ctx = Context(session, caller.actor, entry.at, caller.clock.today(), caller.door, entry, answer)
    outcome = run(ctx)
    _commit(session, connection, tries)
    close_entry(session)
    return outcome


def _commit(session: Session, connection: Connection, tries: _Tries) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        if not is_transient(error) and may_have_committed(error):
            tries.is_unanswered = True
            # The next attempt must not use a connection in an unknown state.
            connection.invalidate(error)
        raise


def _run(
    ctx: Context,
    action: Action[R, I, F],
    wanted: list[int],
    given: I,
    left: Sequence[Verdict],
    accept: Callable[[Plan[R]], None] | None,
) -> Outcome:
    lock_first(ctx, action, wanted, given)
    rows = load_rows(ctx, action, wanted)
    facts = action.survey(ctx, rows, given)
    verdicts = verdicts_on(action, wanted, rows, given, facts, ctx.actor)
    if accept is not None:
        accept(plan_of(ctx, action, rows, given, facts, verdicts))
    if any(verdict.refusal for verdict in verdicts):
        raise Refused(verdicts=verdicts)
    # Rows that fail their own check are left out of the batch check: their sum would mislead.
    if batch := action.check_batch(rows, given, facts):
        raise Refused(batch, verdicts)
    answered = require_answers(ctx, action, rows, given, facts, verdicts)
    about = action.row_facts(ctx, rows)  # The run may change what the clerk confirmed.
    announcements, before = announcements_of(action), owners_of(rows)
    result = with_row_facts(action.run(ctx, rows, given, facts), rows, about)
    ctx.session.flush()
    require_changes(ctx, action)
    announce(announcements, Finished(ctx, rows, given, facts_of_verb(facts), result, before))
    outcome = write_receipt(ctx, action.key, result, left, answered)
    write_messages(ctx, action, rows, before, outcome)
    write_events(ctx, action, rows, outcome)
    return outcome


def _entry_facts(
    action: Action[R, I, F], wanted: list[int], given: I, caller: Caller, key: str
) -> dict[str, Any]:
    values, actor = canonical(given), caller.actor
    return {
        "actor_key": actor.key,
        "actor_name": actor.name,
        "action": action.key,
        "door": caller.door,
        "key": key,
        "input_hash": input_hash(action.key, wanted, values),
        "input": values,
        "province_code": actor.province_code,
        "city_code": actor.city_code,
        "office_code": actor.office_code,
        "unit_id": actor.unit_id,
    }


def _may_pass(error: Exception) -> bool:
    """Whether retrying the request may succeed."""
    if not isinstance(error, DBAPIError):
        return False
    passing = {DatabaseFault.LOST, DatabaseFault.DISK_FAILED}
    return is_same_key(error) or is_transient(error) or fault_of(error) in passing


def _refuse_unless_passing(error: Exception, *, last: bool) -> None:
    """Return if a retry may help; else raise, as Refused if there is a message for it."""
    if isinstance(error, OutOfScopeError):
        raise Refused(Refusal(Common.NOT_FOUND)) from error
    if isinstance(error, StaleDataError):
        raise Refused(Refusal(Common.STALE)) from error
    if isinstance(error, DBAPIError):
        if _may_pass(error) and not last:
            return
        if is_same_key(error) or is_transient(error):
            raise Refused(Refusal(Common.BUSY)) from error
        if isinstance(error, IntegrityError) and (refusal := conflict_of(error)) is not None:
            raise Refused(refusal) from error
    raise error


def _wait(error: Exception, attempt: int) -> None:
    if fault_of(error) is None:
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311  jitter, not a secret
    else:
        time.sleep(_FIRST_WAIT_SECONDS * 2 ** (attempt - 1))


def _abandon(session: Session) -> None:
    # A lost connection has nothing to roll back.
    with suppress(DBAPIError):
        session.rollback()
    close_entry(session)
