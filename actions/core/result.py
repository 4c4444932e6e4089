"""What a verb returns: notes and previews before its run, results and outcomes after it."""

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
    """A message that is not a refusal: a side effect or a warning.

    A warning with `must_answer` blocks the run until a reason is given. The action's input then has
    the fields `reason` and `answered` (see `answer_reason`, `answered_code`).
    """

    code: StrEnum
    facts: Mapping[str, Fact] = field(default_factory=dict)
    must_answer: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan page shows besides the verdicts."""

    #: Named figures; amounts end in `_fen`.
    totals: Mapping[str, int] = field(default_factory=dict)
    #: The amount to write out in 大写; None: no money moves.
    words_fen: int | None = None
    side_effects: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    #: Facts about each row, by row id: its new values, its cost.
    rows: Mapping[int, Mapping[str, Fact]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowResult:
    """The outcome of one row: a line of the receipt."""

    row_id: int
    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What a run returns: a line per row, and the sums."""

    rows: Sequence[RowResult]
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of a committed run; for a repeated key, that of the first run."""

    receipt_no: str
    entry_id: int
    action: str
    at: dt.datetime
    rows: tuple[RowResult, ...]
    totals: Mapping[str, int]
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """Answered warnings with the reason, for the receipt."""

    reason: str
    notes: tuple[Note, ...]


#: The code when there was no warning to answer.
NOTHING_TO_ANSWER = "-"


def answer_code(notes: Sequence[Note]) -> str | None:
    """A short digest of the notes that must be answered, figures included; None when there are
    none.

    The answer contains the code, so that a reason given for one difference is never accepted for
    another that arose meanwhile.
    """
    asked = sorted([note.code, sorted(note.facts.items())] for note in notes if note.must_answer)
    if not asked:
        return None
    return hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()[:8]
