"""The single door: everything that changes anything comes through `perform`, and only here
is anything committed.

permission → key seen before? → journal entry → rows under scope, locked in key order → checks →
run → receipt → commit. Any refusal leaves nothing behind.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from actions.actor import SYSTEM, Caller
from actions.admission import admit, load_rows, verdicts_on
from actions.catalog import FOLLOW_UPS
from actions.conflicts import conflict_of, is_same_key, is_transient
from actions.contract import Action, Context, F, I, Outcome, R
from actions.input_texts import kept_input
from actions.inputs import canonical
from actions.receipts import find_outcome, write_receipt
from actions.refusal import Common, Refusal, Refused, Verdict
from actions.refused_access import note_refused
from models.engine import WRITES
from models.journal import JournalEntry, close_entry, input_hash, open_entry
from models.scope import EVERYTHING, OutOfScopeError, scoped_session

_LOG = logging.getLogger(__name__)

#: Serialization failures, deadlocks and busy databases are tried again this often.
MAXIMUM_TRIES = 5
_LONGEST_KEY = 80


def perform(
    session: Session,
    action: Action[R, I, F],
    ids: Iterable[int],
    given: I,
    caller: Caller,
    *,
    key: str,
    left: Sequence[Verdict] = (),
) -> Outcome:
    """Carry an action out on rows, whole or not at all, once for each key.

    `ids` are keys as the actor sent them; `left` are rows he chose and left out, with why, for the
    receipt to tell. The same key with the same request returns the first outcome; with another
    request it is refused. Raises Refused; nothing is written then.
    """
    assert not session.new, "writes belong inside a run"
    assert not session.dirty, "writes belong inside a run"
    given = kept_input(given)
    try:
        wanted = admit(session, action, ids, caller.actor)
        _require_key(key)
        run = partial(_run, action=action, wanted=wanted, given=given, left=left)
        outcome = _persist(session, caller, run, _entry_facts(action, wanted, given, caller, key))
    except Refused as refused:
        # Nothing of the run is left; only that it was refused, where that says something of who.
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
    entry_facts: dict[str, Any],
) -> Outcome:
    """Try the run until it is committed or refused."""
    for attempt in range(1, MAXIMUM_TRIES + 1):
        try:
            return _attempt(session, caller, run, entry_facts)
        except (DBAPIError, StaleDataError, OutOfScopeError) as error:
            _abandon(session)
            _retry_or_refuse(error, last=attempt == MAXIMUM_TRIES)
        except BaseException:
            _abandon(session)
            raise
    raise AssertionError("the last try returns or raises")


def _follow_up(
    session: Session, action: Action[Any, Any, Any], outcome: Outcome, caller: Caller
) -> None:
    """Run what follows a committed action, row by row, as the system and in sessions of its own.

    The first action stands whatever becomes of the second; what a crash leaves undone, the same
    request sent again or the nightly sweep makes up for.
    """
    if (follows := FOLLOW_UPS.get(action)) is None:
        return
    following, system = follows[0], replace(caller, actor=SYSTEM)
    for row_id in follows[1](outcome):
        try:
            with scoped_session(session.get_bind(), EVERYTHING) as own:
                key = f"{outcome.entry_id}:{following.key}:{row_id}"
                perform(own, following, [row_id], following.input(), system, key=key)
        except (Refused, DBAPIError):
            _LOG.exception("%s after entry %s", following.key, outcome.entry_id)


def _attempt(
    session: Session,
    caller: Caller,
    run: Callable[[Context], Outcome],
    entry_facts: dict[str, Any],
) -> Outcome:
    session.rollback()
    session.connection(execution_options={WRITES: True})
    if (seen := find_outcome(session, caller.actor.key, entry_facts["key"])) is not None:
        outcome, first_hash = seen
        session.rollback()
        if first_hash != entry_facts["input_hash"]:
            raise Refused(Refusal(Common.KEY_REUSED))
        return replace(outcome, is_replay=True)
    entry = JournalEntry(at=caller.clock.now(), **entry_facts)
    open_entry(session, entry)
    ctx = Context(session, caller.actor, entry.at, caller.clock.today(), caller.door, entry)
    outcome = run(ctx)
    session.commit()
    close_entry(session)
    return outcome


def _run(
    ctx: Context,
    action: Action[R, I, F],
    wanted: list[int],
    given: I,
    left: Sequence[Verdict],
) -> Outcome:
    rows = load_rows(ctx, action, wanted)
    facts = action.survey(ctx, rows, given)
    verdicts = verdicts_on(action, wanted, rows, given, facts, ctx.actor)
    if any(verdict.refusal for verdict in verdicts):
        raise Refused(verdicts=verdicts)
    # Rows that cannot go at all are not judged together: their sum would mislead.
    if batch := action.check_batch(rows, given, facts):
        raise Refused(batch, verdicts)
    result = action.run(ctx, rows, given, facts)
    ctx.session.flush()
    return write_receipt(ctx, action.key, result, left)


def _entry_facts(
    action: Action[Any, Any, Any], wanted: list[int], given: object, caller: Caller, key: str
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


def _retry_or_refuse(error: Exception, *, last: bool) -> None:
    """Return to try again; raise Refused when trying again cannot help."""
    if isinstance(error, OutOfScopeError):
        raise Refused(Refusal(Common.NOT_FOUND)) from error
    if isinstance(error, StaleDataError):
        raise Refused(Refusal(Common.STALE)) from error
    assert isinstance(error, DBAPIError)
    if is_same_key(error) or is_transient(error):
        if last:
            raise Refused(Refusal(Common.BUSY)) from error
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311  jitter, not a secret
        return
    if isinstance(error, IntegrityError) and (refusal := conflict_of(error)) is not None:
        raise Refused(refusal) from error
    raise error


def _abandon(session: Session) -> None:
    session.rollback()
    close_entry(session)
