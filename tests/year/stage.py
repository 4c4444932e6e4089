"""The stage of the year: its clock, its dice, who acts, and what was done and refused."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from chinese_calendar import is_workday
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.core.action import Action, Nothing
from actions.core.actor import SYSTEM, Actor, Caller
from actions.core.refusal import Refused
from actions.core.result import Outcome
from actions.perform import perform
from models.core.clock import FixedClock
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.invariants import breaches
from models.values.calendar import SHANGHAI
from tests.support.pages.answers import answering

#: Between two acts of a day.
_PAUSE = dt.timedelta(seconds=61)
_OPENS = dt.time(8, 30)


class YearBrokenError(AssertionError):
    """An invariant did not hold."""


@dataclass
class Desk:
    """An office with its people: who reviews, who files for units, who takes money."""

    code: str
    office_id: int
    admin: Actor
    second: Actor
    cashier: Actor


@dataclass
class Stage:
    """What everybody of the year is given."""

    engine: Engine
    seed: int
    rng: Random = field(init=False)
    at: dt.datetime = field(init=False)
    desks: dict[str, Desk] = field(default_factory=dict)
    registry: dict[str, Actor] = field(default_factory=dict)
    #: Unit → who files for it.
    registrants: dict[int, Actor] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.begin(dt.date(2023, 12, 31))

    @property
    def today(self) -> dt.date:
        return self.at.astimezone(SHANGHAI).date()

    def begin(self, day: dt.date) -> None:
        """Turns the clock to the morning of a day."""
        self.at = dt.datetime.combine(day, _OPENS, SHANGHAI).astimezone(dt.UTC)

    def act(
        self, who: Actor, action: Action[Any, Any, Any], ids: Iterable[int], given: Any = None
    ) -> Outcome:
        """Carries an action out a minute after the one before, its warnings answered; a refusal
        ends the year.
        """
        self.at += _PAUSE
        door = Door.JOB if who is SYSTEM else Door.GRID
        caller = Caller(who, door, FixedClock(self.at))
        self.done[action.key] += 1
        key = f"year:{self.done.total()}"
        with scoped_session(self.engine, who.scope) as session:
            given = Nothing() if given is None else given
            return answering(
                lambda answer: perform(session, action, ids, given, caller, key=key, answer=answer)
            )

    def attempt(
        self, who: Actor, action: Action[Any, Any, Any], ids: Iterable[int], given: Any = None
    ) -> Outcome | None:
        """As `act`, but a refusal is counted by its code and leaves nothing behind."""
        try:
            return self.act(who, action, ids, given)
        except Refused as refused:
            self.done[action.key] -= 1
            self.refused[str(refused.first.code)] += 1
            return None

    def ask(self, question: Callable[[Session], Any]) -> Any:
        """Answers a question about the rows as they stand, seen by the system."""
        with scoped_session(self.engine, EVERYTHING) as session:
            return question(session)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def check(self) -> None:
        """Every invariant of the whole database; raises YearBrokenError with the rules broken."""
        with self.engine.connect() as connection:
            found = {name: count for name, count in breaches(connection).items() if count}
        if found:
            raise YearBrokenError(found)


def is_last_workday_of_week(day: dt.date) -> bool:
    """Whether the offices close for the week that evening; the year's last week closes with it."""
    later = (day + dt.timedelta(days=n) for n in range(1, 7 - day.weekday()))
    return is_workday(day) and not any(is_workday(other) for other in later)
