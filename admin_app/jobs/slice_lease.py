"""One slice of a run: an action on at most a batch of rows, once, whatever is killed when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from actions.core.action import Action
from actions.core.actor import Caller
from actions.core.receipts import find_outcome
from actions.core.refusal import Common, OutcomeUnknown, Refused, Verdict
from actions.core.result import Outcome
from actions.perform import perform
from actions.plan import plan
from models.core.database_fault import DatabaseFault, fault_of
from models.core.scope import scoped_session


@dataclass(frozen=True, slots=True)
class SliceOutcome:
    """What became of a slice: its receipt, if anything was done, and the rows that were not."""

    outcome: Outcome | None
    refused: tuple[Verdict, ...] = ()
    #: Committed before, by a worker that could not say so: who was refused then is not known here.
    is_replay: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether the action stopped short of what there is to do on its rows."""
        return bool(self.outcome and self.outcome.totals.get("is_cut"))

    def done(self, keys: Sequence[int]) -> int:
        """How many of the slice's rows were done."""
        return len(keys) - len(self.refused) if self.outcome else 0


def perform_passing(
    engine: Engine,
    action: Action[Any, Any, Any],
    keys: Sequence[int],
    given: Any,
    caller: Caller,
    *,
    key: str,
    note: Callable[[tuple[Verdict, ...]], None] = lambda _refused: None,
) -> SliceOutcome:
    """Carry the action out on the rows that pass, atomically; the others say why not.

    They are noted before anything is committed.

    What was committed under the key is told again and never done twice, though its rows would
    be refused by now. Raises Refused when the batch as a whole is.
    """
    with scoped_session(engine, caller.actor.scope) as session:
        if (seen := find_outcome(session, caller.actor.key, key)) is not None:
            return SliceOutcome(seen[0], is_replay=True)
        found = plan(session, action, keys, given, caller)
        refused = tuple(v for v in found.verdicts if v.refusal)
        passing = [v.row_id for v in found.verdicts if not v.refusal]
        if not passing:
            return SliceOutcome(None, refused)
        note(refused)
        done = perform(session, action, passing, given, caller, key=key, left=refused)
        return SliceOutcome(done, refused)


def is_passing_trouble(error: Exception) -> bool:
    """Whether the same request may do better in a minute, or be told its outcome then."""
    if isinstance(error, Refused):
        return error.first.code in {Common.BUSY, Common.STALE}
    if isinstance(error, OutcomeUnknown):
        return True
    return fault_of(error) not in {None, DatabaseFault.TOO_LONG}
