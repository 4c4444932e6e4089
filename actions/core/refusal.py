"""Why not: a refusal and its facts, a verdict on each row, and the exception that carries them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from models.users.second_person import Tie

Fact = str | int | bool | dt.date | None


class Common(StrEnum):
    """Refusals any action may give."""

    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    NOT_OWN_OFFICE = "not_own_office"
    NOT_BELOW = "not_below"
    WRONG_STATE = "wrong_state"
    STALE = "stale"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    KEY_REUSED = "key_reused"
    KEY_MISSING = "key_missing"
    BUSY = "busy"
    CONFLICT = "conflict"
    INPUT_INVALID = "input_invalid"
    SECOND_PERSON = "second_person"
    NOT_TWO_PERSONS = "not_two_persons"
    ANSWER_MISSING = "answer_missing"
    ANSWER_STALE = "answer_stale"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a code and the facts that fill its sentence. Amounts end in `_fen`."""

    code: StrEnum
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an action would do with one row: a refusal, or none."""

    row_id: int
    name: str
    refusal: Refusal | None = None


class OutcomeUnknown(Exception):
    """The answer to a COMMIT was lost, and the database cannot be asked: done or not, nobody knows.

    The same request under the same `key` returns the first outcome, or does it for the first time.
    """

    def __init__(self, action: str, key: str) -> None:
        self.action = action
        self.key = key
        super().__init__(f"{action} under key {key}")


class Refused(Exception):
    """Nothing was written. `refusal` speaks of the whole, `verdicts` of each row."""

    def __init__(
        self,
        refusal: Refusal | None = None,
        verdicts: Sequence[Verdict] = (),
        inputs: Mapping[str, Refusal] | None = None,
        notes: Sequence[Any] = (),
    ) -> None:
        self.refusal = refusal
        #: Whether it was written down as refused access already.
        self.is_noted = False
        self.verdicts = tuple(verdicts)
        #: Refusals of single fields of the input.
        self.inputs = dict(inputs or {})
        #: The warnings (`contract.Note`) that want an answer.
        self.notes = tuple(notes)
        super().__init__(str(self.first))

    @property
    def first(self) -> Refusal:
        """The refusal to say when only one can be said."""
        refused = (verdict.refusal for verdict in self.verdicts if verdict.refusal)
        return self.refusal or next(refused, None) or next(iter(self.inputs.values()))


def not_second(tie: Tie | None, facts: Mapping[str, Fact] | None = None) -> Refusal:
    """Why the actor is no second person: the first themselves, or one login gave the other."""
    name = tie.custodian if tie is not None else None
    if name is None:
        return Refusal(Common.SECOND_PERSON, dict(facts or {}))
    return Refusal(Common.NOT_TWO_PERSONS, {**(facts or {}), "custodian": name})
