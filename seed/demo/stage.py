"""Runs steps of the demo on past days, with a fixed clock.

`run` writes a whole step of history in one seed run; `act` runs a single action through `perform`.
`on` and `hour` are in Asia/Shanghai.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from sqlalchemy.orm import Session

from actions.core.action import Action, F, I, R
from actions.core.actor import Caller
from actions.core.context import Context
from actions.core.refusal import Common, Refused
from actions.core.result import Answer, Outcome
from actions.perform import perform
from models.core.clock import FixedClock
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.values.calendar import SHANGHAI
from seed.demo.actors import Cast
from seed.demo.plan import OfficePlan
from seed.reference.seed_action import Ground, seed_action, sow

A = TypeVar("A")

#: What people of the demo answer to warnings that ask for a reason.
_REASON = "已与编办电话核实，附银行回单。"


@dataclass
class Stage:
    """The context of every step of the demo."""

    ground: Ground
    offices: list[OfficePlan]
    rng: Random
    cast: Cast = field(default_factory=Cast)
    _acts: int = 0
    _minutes: Counter[tuple[dt.date, int]] = field(default_factory=Counter)

    @property
    def today(self) -> dt.date:
        return self.ground.clock.today()

    def day(self, days_ago: int) -> dt.date:
        """The day so many days ago."""
        return self.today - dt.timedelta(days=days_ago)

    def run(
        self,
        key: str,
        on: dt.date,
        scene: Callable[[Context], dict[str, int]],
        action_key: str = "seed_history",
    ) -> Outcome:
        """Runs a scene as the system, on a day, under an entry of its own."""
        ground = Ground(self.ground.engine, self._clock(on, 10), _silent)
        return sow(ground, seed_action(action_key, lambda ctx, _: scene(ctx)), key=key)

    def act(
        self,
        username: str,
        action: Action[R, I, F],
        ids: Iterable[int],
        given: I,
        on: dt.date,
        hour: int = 9,
    ) -> Outcome:
        """Lets somebody act at the desk on a day, and answer its warnings; raises Refused."""
        self._acts += 1
        actor = self.cast.by_username[username]
        caller = Caller(actor, Door.SEED, self._clock(on, hour))
        key = f"demo:{self._acts:04}"
        with scoped_session(self.ground.engine, actor.scope) as session:
            try:
                return perform(session, action, ids, given, caller, key=key)
            except Refused as refused:
                if refused.first.code not in {Common.TICK_MISSING, Common.ANSWER_MISSING}:
                    raise
                code = str(refused.first.facts["answered"])
                answer = Answer(code, _REASON)
                return perform(session, action, ids, given, caller, key=key, answer=answer)

    def ask(self, question: Callable[[Session], A]) -> A:
        """Answers a question about the rows as they stand, seen by the system."""
        with scoped_session(self.ground.engine, EVERYTHING) as session:
            return question(session)

    def _clock(self, on: dt.date, hour: int) -> FixedClock:
        """A clock in that hour, one minute later at each call."""
        minute = self._minutes[on, hour] = self._minutes[on, hour] + 1
        at = dt.datetime.combine(on, dt.time(hour, minute % 60), SHANGHAI)
        return FixedClock(min(at.astimezone(dt.UTC), self.ground.clock.now()))


def _silent(_line: str) -> None:
    """Steps of the demo report their own progress."""
