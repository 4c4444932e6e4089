"""The seed's own actions, granted only to the system and run by `perform`.

So made-up rows come through the same door as all others, with a journal entry as their cause;
a key that was used gives its first outcome back, which makes every step safe to repeat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select

from actions.core.action import HAS_NO_PLAN, Action, Nothing, Reach
from actions.core.actor import SYSTEM, Caller
from actions.core.context import Context
from actions.core.result import Outcome, Result
from actions.perform import perform
from models.core.clock import Clock
from models.core.journal import Door, JournalEntry
from models.core.scope import EVERYTHING, scoped_session
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import Role

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a profile is sown on: a database with its schema, the day, and who is told."""

    engine: Engine
    clock: Clock
    report: Report


def seed_action(
    key: str,
    run: Callable[[Context, Any], dict[str, int]],
    given: type[Any] = Nothing,
    model: type[Any] = Office,
) -> Action[Any, Any, Any]:
    """An action without ticked rows; `run` writes and returns how many of what."""
    return Action(
        key=key,
        model=model,
        input=given,
        row_facts=HAS_NO_PLAN,
        run=lambda ctx, _rows, values, _facts: Result(rows=(), totals=run(ctx, values)),
        minimum_rows=0,
        grants={Role.SYSTEM: Reach.SCOPE},
    )


def sow(
    ground: Ground, action: Action[Any, Any, Any], given: object = None, *, key: str | None = None
) -> Outcome:
    """Runs a seed action once in the life of the database and tells what it came to.

    A step that is run several times says each time which: `key`.
    """
    caller = Caller(SYSTEM, Door.SEED, ground.clock)
    with scoped_session(ground.engine, EVERYTHING) as session:
        values = Nothing() if given is None else given
        outcome = perform(session, action, (), values, caller, key=f"seed:{key or action.key}")
    ground.report(_summary(outcome))
    return outcome


def _summary(outcome: Outcome) -> str:
    counted = ", ".join(f"{count:,} {name}" for name, count in outcome.totals.items())
    return f"{outcome.action}: {'already there' if outcome.is_replay else counted}"


class PeopledError(RuntimeError):
    """The database has units already: made-up ones do not mix with others."""


def refuse_people(engine: Engine) -> None:
    """Raises PeopledError where there are units."""
    with scoped_session(engine, EVERYTHING) as session:
        if session.scalars(select(Unit.id).limit(1)).first() is not None:
            raise PeopledError("begin with an empty database")


def was_sown(engine: Engine, key: str) -> bool:
    """Whether the step of that key has been run."""
    wanted = select(JournalEntry.id).where(
        JournalEntry.actor_key == SYSTEM.key, JournalEntry.key == f"seed:{key}"
    )
    with scoped_session(engine, EVERYTHING) as session:
        return session.scalars(wanted).first() is not None
