"""Refusals with their facts, a verdict on each row, and the exception that carries them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from models.users.second_person import Tie

if TYPE_CHECKING:
    from actions.core.result import Note

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
    TICK_MISSING = "tick_missing"
    ANSWER_MISSING = "answer_missing"
    ANSWER_STALE = "answer_stale"
    LEFT_OUT = "left_out"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal: a code and the facts of its message. Amounts end in `_fen`.

    `at` is the path of the input's field that is at fault, such as `names.2.label`, where the row
    itself is not.
    """

    code: StrEnum
    facts: Mapping[str, Fact] = field(default_factory=dict)
    at: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one row: a refusal, or None."""

    row_id: int
    name: str
    refusal: Refusal | None = None


class OutcomeUnknown(Exception):
    """The reply to a COMMIT was lost, and the database cannot be reached: the outcome is unknown.

    Repeating the request with the same `key` is safe: it returns the first outcome, or runs.
    """

    def __init__(self, action: str, key: str) -> None:
        self.action = action
        self.key = key
        super().__init__(f"{action} under key {key}")


class Refused(Exception):
    """Nothing was written. `refusal` is for the whole batch, `verdicts` for each row."""

    def __init__(
        self,
        refusal: Refusal | None = None,
        verdicts: Sequence[Verdict] = (),
        inputs: Mapping[str, Refusal] | None = None,
        notes: Sequence[Note] = (),
    ) -> None:
        self.refusal = refusal
        #: Whether it was recorded as denied access already.
        self.is_noted = False
        self.verdicts = tuple(verdicts)
        #: Refusals of single fields of the input.
        self.inputs = dict(inputs or {})
        #: The warnings (`Note`) that need an answer.
        self.notes = tuple(notes)
        super().__init__(str(self.first))

    @property
    def first(self) -> Refusal:
        """The most important refusal, when only one can be shown."""
        refused = (verdict.refusal for verdict in self.verdicts if verdict.refusal)
        return self.refusal or next(refused, None) or next(iter(self.inputs.values()))


def not_second(tie: Tie | None, facts: Mapping[str, Fact] | None = None) -> Refusal:
    """The refusal of an actor who is no second person: the same one, or in custody of the other's
    login.
    """
    name = tie.custodian if tie is not None else None
    if name is None:
        return Refusal(Common.SECOND_PERSON, dict(facts or {}))
    return Refusal(Common.NOT_TWO_PERSONS, {**(facts or {}), "custodian": name})
