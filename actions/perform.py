"""The single door: everything that changes anything comes through `perform`, and only here
is anything committed.

permission → key seen before? → journal entry → rows under scope, locked in key order → checks →
run → receipt → commit. Any refusal leaves nothing behind.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from actions.catalog import FOLLOW_UPS, grants_of
from actions.conflicts import conflict_of, is_same_key, is_transient
from actions.contract import (
    SYSTEM,
    Action,
    Actor,
    Caller,
    Common,
    Context,
    F,
    I,
    Outcome,
    Preview,
    R,
    Reach,
    Refusal,
    Refused,
    Verdict,
)
from actions.inputs import canonical
from actions.receipts import find_outcome, write_receipt
from models.engine import WRITES
from models.journal import JournalEntry, close_entry, input_hash, open_entry
from models.scope import EVERYTHING, OutOfScopeError, bind_scope, scoped_session

_LOG = logging.getLogger(__name__)

#: Serialization failures, deadlocks and busy databases are tried again this often.
MAXIMUM_TRIES = 5
_LONGEST_KEY = 80
#: A database refuses to compare with a number past its BIGINT.
LARGEST_KEY = 2**63 - 1


def perform(
    session: Session,
    action: Action[R, I, F],
    ids: Iterable[int],
    given: I,
    caller: Caller,
    *,
    key: str,
) -> Outcome:
    """Carry an action out on rows, whole or not at all, once for each key.

    `ids` are keys as the actor sent them. The same key with the same request returns the first
    outcome; with another request it is refused. Raises Refused; nothing is written then.
    """
    assert not session.new, "writes belong inside a run"
    assert not session.dirty, "writes belong inside a run"
    wanted = _admit(session, action, ids, caller.actor)
    if not key or len(key) > _LONGEST_KEY:
        raise Refused(Refusal(Common.KEY_MISSING))
    outcome = _persist(session, action, wanted, given, caller, key)
    _follow_up(session, action, outcome, caller)
    return outcome


def _persist(
    session: Session, action: Action[R, I, F], wanted: list[int], given: I, caller: Caller, key: str
) -> Outcome:
    """Try the run until it is committed or refused."""
    entry_facts = _entry_facts(action, wanted, given, caller, key)
    for attempt in range(1, MAXIMUM_TRIES + 1):
        try:
            return _attempt(session, action, wanted, given, caller, entry_facts)
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
    """Run what follows a committed action, as the system and in a session of its own.

    The first action stands whatever becomes of the second; what a crash leaves undone, the same
    request sent again or the nightly sweep makes up for.
    """
    follows = FOLLOW_UPS.get(action)
    if follows is None or not (ids := follows[1](outcome)):
        return
    following, system = follows[0], replace(caller, actor=SYSTEM)
    try:
        with scoped_session(session.get_bind(), EVERYTHING) as own:
            key = f"{outcome.entry_id}:{following.key}"
            perform(own, following, ids, following.input(), system, key=key)
    except (Refused, DBAPIError):
        _LOG.exception("%s after entry %s", following.key, outcome.entry_id)


@dataclass(frozen=True)
class Plan(Generic[R]):
    """What a run would say and do: the plan page's contents."""

    rows: list[R]
    #: One for each id asked, in key order.
    verdicts: list[Verdict]
    #: Of the rows that pass.
    preview: Preview
    #: The refusal of the batch as a whole.
    refusal: Refusal | None
    #: The input it speaks of: as given, or as the action suggests.
    given: Any


def plan(
    session: Session,
    action: Action[R, I, F],
    ids: Iterable[int],
    given: I | None,
    caller: Caller,
) -> Plan[R]:
    """What `perform` would say and do, without locks and without writing.

    Without an input, of the one the action suggests. Raises Refused for want of permission or
    too many rows.
    """
    wanted = _admit(session, action, ids, caller.actor)
    ctx = Context(session, caller.actor, caller.clock.now(), caller.clock.today(), caller.door)
    with session.no_autoflush:
        rows = _load(ctx, action, wanted)
        if given is None:
            assert action.suggest is not None, "no input, and none to suggest"
            given = action.suggest(ctx, rows)
        facts = action.survey(ctx, rows, given)
        verdicts = _verdicts(action, wanted, rows, given, facts, caller.actor)
        refused = {verdict.row_id for verdict in verdicts if verdict.refusal}
        passing = [row for row in rows if _key(row) not in refused]
        batch = action.check_batch(passing, given, facts) if passing or not wanted else None
        return Plan(rows, verdicts, action.preview(ctx, passing, given, facts), batch, given)


def _attempt(
    session: Session,
    action: Action[R, I, F],
    wanted: list[int],
    given: I,
    caller: Caller,
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
    outcome = _run(ctx, action, wanted, given)
    session.commit()
    close_entry(session)
    return outcome


def _run(ctx: Context, action: Action[R, I, F], wanted: list[int], given: I) -> Outcome:
    rows = _load(ctx, action, wanted)
    facts = action.survey(ctx, rows, given)
    verdicts = _verdicts(action, wanted, rows, given, facts, ctx.actor)
    if any(verdict.refusal for verdict in verdicts):
        raise Refused(verdicts=verdicts)
    # Rows that cannot go at all are not judged together: their sum would mislead.
    if batch := action.check_batch(rows, given, facts):
        raise Refused(batch, verdicts)
    result = action.run(ctx, rows, given, facts)
    ctx.session.flush()
    return write_receipt(ctx, action.key, result)


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


def _admit(
    session: Session, action: Action[Any, Any, Any], ids: Iterable[int], actor: Actor
) -> list[int]:
    """Bind the scope and check the right; return distinct keys in the order of locks."""
    bind_scope(session, actor.scope)
    if actor.role not in grants_of(action):
        raise Refused(Refusal(Common.FORBIDDEN, {"action": action.key, "role": actor.role}))
    return _ids(action, ids)


def _ids(action: Action[Any, Any, Any], ids: Iterable[int]) -> list[int]:
    """Distinct keys in order: the order of locks. Bounded before anything is asked."""
    wanted = sorted(set(ids))
    if len(wanted) > action.maximum_rows:
        facts = {"count": len(wanted), "maximum": action.maximum_rows}
        raise Refused(Refusal(Common.TOO_MANY_ROWS, facts))
    if len(wanted) < action.minimum_rows:
        raise Refused(Refusal(Common.NO_ROWS))
    return wanted


def _load(ctx: Context, action: Action[R, I, F], wanted: list[int]) -> list[R]:
    if not wanted:
        return []
    model: Any = action.model
    keys = [key for key in wanted if 0 < key <= LARGEST_KEY]
    statement = select(model).where(model.id.in_(keys)).order_by(model.id).options(*action.loads)
    if ctx.entry is not None:
        statement = statement.with_for_update(key_share=True, of=model)
    return list(ctx.session.scalars(statement.execution_options(populate_existing=True)))


def _verdicts(
    action: Action[R, I, F],
    wanted: list[int],
    rows: Sequence[R],
    given: I,
    facts: F,
    actor: Actor,
) -> list[Verdict]:
    found = {_key(row): row for row in rows}
    reach = grants_of(action)[actor.role]
    return [
        Verdict(
            row_id, str(found[row_id]), _refusal(action, found[row_id], given, facts, actor, reach)
        )
        if row_id in found
        else Verdict(row_id, f"#{row_id}", Refusal(Common.NOT_FOUND))
        for row_id in wanted
    ]


def _refusal(
    action: Action[R, I, F], row: R, given: I, facts: F, actor: Actor, reach: Reach
) -> Refusal | None:
    own = getattr(row, "office_code", None) == actor.office_code
    if reach is Reach.OWN and not own:
        return Refusal(Common.NOT_OWN_OFFICE)
    if reach is Reach.BELOW and own:
        return Refusal(Common.NOT_BELOW)
    if action.states is not None and row.state not in action.states:  # type: ignore[attr-defined]
        return Refusal(Common.WRONG_STATE, {"state": row.state})  # type: ignore[attr-defined]
    return action.check(row, given, facts)


def _key(row: Any) -> int:  # noqa: ANN401
    key: int = row.id
    return key


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
