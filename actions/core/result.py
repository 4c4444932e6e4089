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

    What a warning asks is declared by its action (`Action.warnings`).
    """

    code: StrEnum
    facts: Mapping[str, Fact] = field(default_factory=dict)


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
    #: What the row was to a clerk before the run, besides (`Action.row_facts`).
    about: Mapping[str, Fact] = field(default_factory=dict)


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
class Answer:
    """What a person answers to the warnings that were shown to them."""

    #: The `answer_code` of the warnings that were shown: they were checked.
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """Answered warnings with the reason, if they asked for one, for the receipt."""

    reason: str | None
    notes: tuple[Note, ...]


def answer_code(notes: Sequence[Note]) -> str | None:
    """A short digest of the warnings that ask for an answer, figures included; None when there are
    none.

    The answer contains the code, so that an answer to one difference is never accepted for another
    that arose meanwhile.
    """
    asked = sorted(json.dumps([n.code, sorted(n.facts.items())], default=str) for n in notes)
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:8] if asked else None
