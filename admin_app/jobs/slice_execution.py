"""One slice of a run: an action on at most one batch of rows, exactly once despite crashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from actions.core.action import Action, F, I, R
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
    """The outcome of a slice: its receipt, if anything was done, and the refused rows."""

    outcome: Outcome | None
    refused: tuple[Verdict, ...] = ()
    #: Committed earlier by a worker that died; the refused rows are not known here.
    is_replay: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether the action stopped early."""
        return bool(self.outcome and self.outcome.totals.get("is_cut"))

    def done(self, keys: Sequence[int]) -> int:
        """How many of the slice's rows were done."""
        return len(keys) - len(self.refused) if self.outcome else 0


def perform_passing(
    engine: Engine,
    action: Action[R, I, F],
    keys: Sequence[int],
    given: I,
    caller: Caller,
    *,
    key: str,
    note: Callable[[tuple[Verdict, ...]], None] = lambda _refused: None,
) -> SliceOutcome:
    """Run the action atomically on the rows that pass; the others are returned with their refusals.

    Refusals are recorded before the commit.

    An outcome already committed under the key is returned, even if the rows would be refused now.
    Raises Refused when the batch as a whole is refused.
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
    """Whether the error is transient, or the outcome unknown, so that a retry makes sense."""
    if isinstance(error, Refused):
        return error.first.code in {Common.BUSY, Common.STALE}
    if isinstance(error, OutcomeUnknown):
        return True
    return fault_of(error) not in {None, DatabaseFault.TOO_LONG}
