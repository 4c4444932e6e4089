"""What a verb says: notes and previews before its run, results and outcomes after it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from actions.core.refusal import Fact


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence to show, not a refusal: a side effect or a warning.

    A warning that `must_answer` lets nothing happen until a reason is given for it. The action's
    input then has the fields `reason` and `answered` (see `answer_reason`, `answered_code`).
    """

    code: StrEnum
    facts: Mapping[str, Fact] = field(default_factory=dict)
    must_answer: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan page shows besides the verdicts."""

    #: Named figures; amounts end in `_fen`.
    totals: Mapping[str, int] = field(default_factory=dict)
    #: The figure to spell in 大写; None: no money moves.
    words_fen: int | None = None
    side_effects: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    #: Facts beside each row, by row id: what it becomes, what it costs.
    rows: Mapping[int, Mapping[str, Fact]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: a line of the receipt."""

    row_id: int
    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What a run returns: a line a row, and the sums."""

    rows: Sequence[RowResult]
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A run that was committed, or the first one again when its key came twice."""

    receipt_no: str
    entry_id: int
    action: str
    at: dt.datetime
    rows: tuple[RowResult, ...]
    totals: Mapping[str, int]
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """Warnings that were answered, and the reason given: a run's receipt keeps them."""

    reason: str
    notes: tuple[Note, ...]


#: What a door sends that showed no warning which wants an answer.
NOTHING_TO_ANSWER = "-"


def answer_code(notes: Sequence[Note]) -> str | None:
    """A short code for what must be answered among the notes, figures included; None: nothing.

    Whoever answers sends the code back, so that a reason given for one difference is never taken
    for another that came about meanwhile.
    """
    asked = sorted([note.code, sorted(note.facts.items())] for note in notes if note.must_answer)
    if not asked:
        return None
    return hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()[:8]
