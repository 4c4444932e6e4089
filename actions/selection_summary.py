"""What a plan of a large selection says: verdicts, sums and notes, slice by slice and as a whole.

A selection of more rows than one batch is planned in slices of a batch. Each slice keeps its
summary and a line for each row as JSON; the whole is the sum of the summaries. Only what adds up is
added: amounts and counts are; what stands before and after a slice is carried from one slice to the
next; any other note is listed as each slice says it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from actions.core.action import AnyAction, R
from actions.core.answers import ANSWER_REFUSALS, asked_of, asks_reason
from actions.core.refusal import Refusal, Verdict
from actions.core.refusal_json import json_fact, json_facts, keep_notes
from actions.core.result import Note, answer_code
from actions.plan import Plan

#: Totals and facts of notes that may be added up over slices.
SUMMED = frozenset(
    {"row_count", "count", "amount_fen", "face_fen", "sheets", "quantity", "rounds", "saved"}
)
#: Distinct notes of a kind that a summary lists; the others are counted.
MAXIMUM_LISTED_NOTES = 20
_BEFORE, _AFTER = "_before", "_after"

#: A note or refusal as `refusal_json` stores it: [name, code, facts].
Stored: TypeAlias = list[Any]
#: A `CheckedLine` as it is stored: [row id, name, code or None, {facts of the refusal}, {facts}].
StoredLine: TypeAlias = list[Any]
#: Facts or a summary as JSON.
Json: TypeAlias = dict[str, Any]
#: A plan of rows of any kind.
AnyPlan: TypeAlias = Plan[Any]


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """The verdict on a row, and what the plan says of it."""

    row_id: int
    name: str
    #: The code of the refusal; None: it can be done.
    code: str | None = None
    why: Json = field(default_factory=dict)
    facts: Json = field(default_factory=dict)

    def as_json(self) -> StoredLine:
        """For `JobSlice.lines`."""
        return [self.row_id, self.name, self.code, dict(self.why), dict(self.facts)]


@dataclass(frozen=True, slots=True)
class Tally:
    """A note, and how many times it was given."""

    code: str
    facts: Json
    must_answer: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceSummary:
    """What is said of a slice, or of all slices together."""

    passing: int = 0
    refused: int = 0
    #: Refusal code → number of rows.
    reasons: Mapping[str, int] = field(default_factory=dict)
    #: Refusal code → the first row refused for it: [name, code, facts].
    examples: Mapping[str, Stored] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    #: Names of totals that cannot be added up, and so are left out of `totals`.
    unsummed: Sequence[str] = ()
    #: The amount to write out in 大写; None: no money moves.
    words_fen: int | None = None
    effects: Sequence[Tally] = ()
    warnings: Sequence[Tally] = ()
    #: The answer codes of the warnings, slice by slice; None where nothing is asked.
    answers: Sequence[str | None] = ()
    #: Whether one of the warnings asks for a reason.
    asks_reason: bool = False
    #: Identifies all that was shown: rows, versions, verdicts, facts, sums, notes.
    digest: str = ""
    #: The first row that passes.
    sample: Sequence[Any] | None = None

    def as_json(self) -> Json:
        """For `JobSlice.summary`."""
        return asdict(self)

    @property
    def answer_code(self) -> str | None:
        """The code of all warnings that ask for an answer; None when none does."""
        return _hash(list(self.answers))[:8] if any(self.answers) else None


def summary_of(stored: Json | None) -> SliceSummary:
    """The summary that was stored; an empty one for none."""
    if not stored:
        return SliceSummary()
    notes = {name: [Tally(**each) for each in stored[name]] for name in ("effects", "warnings")}
    return SliceSummary(**{**stored, **notes})


def lines_of(seen: Plan[R]) -> list[CheckedLine]:
    """A line for each row, in key order; a refusal of the whole batch refuses each row."""
    whole = seen.refusal if seen.refusal and seen.refusal.code not in ANSWER_REFUSALS else None
    return [_line(seen, verdict, verdict.refusal or whole) for verdict in seen.verdicts]


def summarise(action: AnyAction, seen: Plan[R]) -> SliceSummary:
    """The summary of a slice that was planned."""
    lines = lines_of(seen)
    refused = [line for line in lines if line.code is not None]
    passing = [line for line in lines if line.code is None]
    preview = seen.preview
    examples: dict[str, Stored] = {}
    for line in refused:
        examples.setdefault(str(line.code), [line.name, line.code, dict(line.why)])
    is_any = bool(passing)
    asked = asked_of(action, preview) if is_any else ()
    return SliceSummary(
        passing=len(passing),
        refused=len(refused),
        reasons=dict(Counter(str(line.code) for line in refused)),
        examples=examples,
        totals=dict(preview.totals) if is_any else {},
        words_fen=preview.words_fen if is_any else None,
        effects=_tallies(preview.side_effects) if is_any else [],
        warnings=_tallies(preview.warnings, asked) if is_any else [],
        answers=[answer_code(asked)],
        asks_reason=asks_reason(action, asked),
        digest=_digest(seen, lines),
        sample=passing[0].as_json() if passing else None,
    )


def combined(parts: Sequence[SliceSummary]) -> SliceSummary:
    """The summaries of all slices, in their order, as one."""
    names = list(dict.fromkeys(name for part in parts for name in part.totals))
    summed = [name for name in names if name in SUMMED]
    moneys = [part.words_fen for part in parts if part.words_fen is not None]
    examples: dict[str, Stored] = {}
    reasons: Counter[str] = Counter()
    for part in parts:
        examples = {**part.examples, **examples}
        reasons.update(part.reasons)
    return SliceSummary(
        passing=sum(part.passing for part in parts),
        refused=sum(part.refused for part in parts),
        reasons=dict(reasons.most_common()),
        examples=examples,
        totals={name: sum(part.totals.get(name, 0) for part in parts) for name in summed},
        unsummed=[name for name in names if name not in SUMMED],
        words_fen=sum(moneys) if moneys else None,
        effects=_merged([part.effects for part in parts]),
        warnings=_merged([part.warnings for part in parts]),
        answers=[code for part in parts for code in part.answers],
        asks_reason=any(part.asks_reason for part in parts),
        digest=_hash([part.digest for part in parts]),
        sample=next((part.sample for part in parts if part.sample), None),
    )


def same_plan(was: SliceSummary, now: Plan[R]) -> bool:
    """Whether a plan of the rows that passed has the sums and notes that were shown for them.

    What stood before a slice moves as the slices before it are carried out, so it is not compared.
    """
    preview = now.preview
    return (
        dict(was.totals) == dict(preview.totals)
        and _fixed(was.effects) == _fixed(_tallies(preview.side_effects))
        and _fixed(was.warnings) == _fixed(_tallies(preview.warnings))
    )


def _line(seen: Plan[R], verdict: Verdict, refusal: Refusal | None) -> CheckedLine:
    facts = json_facts(seen.facts_of(verdict.row_id))
    if refusal is None:
        return CheckedLine(verdict.row_id, verdict.name, facts=facts)
    why = json_facts(refusal.facts)
    return CheckedLine(verdict.row_id, verdict.name, refusal.code.value, why, facts)


def _tallies(notes: Iterable[Note], asked: Sequence[Note] = ()) -> list[Tally]:
    """The notes, at most so many of a kind; `asked` are those that must be answered."""
    found: list[Tally] = []
    for code, group in _by_code(
        Tally(note.code.value, json_facts(note.facts), note in asked) for note in notes
    ).items():
        found += _shortened(code, group)
    return found


def _by_code(notes: Iterable[Tally]) -> dict[str, list[Tally]]:
    groups: dict[str, list[Tally]] = {}
    for note in notes:
        groups.setdefault(note.code, []).append(note)
    return groups


def _shortened(code: str, group: Sequence[Tally]) -> Iterator[Tally]:
    """The first notes of a kind; the last of them counts those that are not listed."""
    yield from group[: MAXIMUM_LISTED_NOTES - 1]
    if rest := group[MAXIMUM_LISTED_NOTES - 1 :]:
        times = sum(note.times for note in rest)
        yield Tally(code, rest[0].facts, rest[0].must_answer, times)


def _merged(parts: Sequence[Sequence[Tally]]) -> list[Tally]:
    """The notes of all slices: those that differ in sums alone are one, with the sums added."""
    merged: dict[str, Tally] = {}
    for note in (note for part in parts for note in part):
        key = json.dumps([note.code, _identity(note.facts)], sort_keys=True, default=str)
        merged[key] = _joined(merged[key], note) if key in merged else note
    found: list[Tally] = []
    for code, group in _by_code(merged.values()).items():
        found += _shortened(code, group)
    return found


def _identity(facts: Json) -> list[tuple[str, Any]]:
    return sorted((name, fact) for name, fact in facts.items() if not _adds_up(name, facts))


def _adds_up(name: str, facts: Json) -> bool:
    return name in SUMMED or _opposite(name, facts) is not None


def _opposite(name: str, facts: Json) -> str | None:
    """The fact before or after, of what a note tells before and after the slice."""
    swapped = name.replace(_BEFORE, _AFTER) if _BEFORE in name else name.replace(_AFTER, _BEFORE)
    return swapped if swapped != name and swapped in facts else None


def _joined(first: Tally, second: Tally) -> Tally:
    """Two notes as one: sums added, and what comes after carried on."""
    facts = dict(first.facts)
    for name, value in second.facts.items():
        if name in SUMMED:
            facts[name] += value
        elif _AFTER in name and (before := _opposite(name, second.facts)) is not None:
            facts[name] += value - second.facts[before]
    is_summed = any(_adds_up(name, facts) for name in facts)
    times = 1 if is_summed else first.times + second.times
    return Tally(first.code, facts, first.must_answer or second.must_answer, times)


def _fixed(notes: Sequence[Tally]) -> list[str]:
    """The notes as text, without what stands before and after."""
    return sorted(
        json.dumps(
            [
                note.code,
                sorted((n, f) for n, f in note.facts.items() if _opposite(n, note.facts) is None),
            ],
            default=str,
        )
        for note in notes
    )


def _digest(seen: Plan[R], lines: Sequence[CheckedLine]) -> str:
    versions = {row.id: getattr(row, "row_version", 0) for row in seen.rows}
    preview = seen.preview
    return _hash(
        [
            [[*line.as_json(), versions.get(line.row_id)] for line in lines],
            sorted((name, json_fact(value)) for name, value in preview.totals.items()),
            keep_notes(preview.side_effects),
            keep_notes(preview.warnings),
        ]
    )


def _hash(what: object) -> str:
    text = json.dumps(what, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
