"""Carries out one slice of a selection as it was shown when it was confirmed.

A row that could not be done then, or whose facts have moved since, is refused with that reason; a
slice whose sums or warnings differ is refused as a whole. So an answer that was given for one
difference is never taken for another.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine

from actions.core.action import AnyAction, I
from actions.core.actor import Caller
from actions.core.receipts import find_outcome
from actions.core.refusal import Refusal, Refused, Verdict
from actions.core.refusal_json import json_facts
from actions.core.request_run import SliceRefusal
from actions.core.result import Answer
from actions.perform import perform
from actions.plan import plan
from actions.selection_summary import AnyPlan, CheckedLine, SliceSummary, StoredLine, same_plan
from admin_app.jobs.slice_execution import SliceOutcome
from models.core.scope import scoped_session


@dataclass(frozen=True, slots=True)
class ShownSlice:
    """What the check said of a slice."""

    summary: SliceSummary
    lines: Mapping[int, StoredLine]

    @property
    def passing(self) -> set[int]:
        """The rows that could be done."""
        return {row_id for row_id, line in self.lines.items() if line[2] is None}


@dataclass(frozen=True, slots=True)
class SliceRequest:
    """An action on the rows of a slice, and what was shown of them; None: nothing was."""

    action: AnyAction
    keys: Sequence[int]
    shown: ShownSlice | None
    answer: str | None
    leaves_out: bool


def perform_as_shown(
    engine: Engine,
    asked: SliceRequest,
    given: I,
    caller: Caller,
    key: str,
    note: Callable[[Sequence[Verdict]], None],
) -> SliceOutcome:
    """Run the action atomically on the rows that pass as they did when they were shown.

    The others are refused: with `leaves_out` they are recorded before the commit and left out,
    otherwise they refuse the slice. An outcome already committed under the key is returned. Raises
    Refused when the slice as a whole is refused.
    """
    with scoped_session(engine, caller.actor.scope) as session:
        if (seen := find_outcome(session, caller.actor.key, key)) is not None:
            return SliceOutcome(seen[0], is_replay=True)
        found = plan(session, asked.action, asked.keys, given, caller)
        judged = [_as_shown(verdict, found, asked.shown) for verdict in found.verdicts]
        left = tuple(verdict for verdict in judged if verdict.refusal)
        if left and not asked.leaves_out:
            raise Refused(verdicts=judged)
        passing = [verdict.row_id for verdict in judged if not verdict.refusal]
        if not passing:
            return SliceOutcome(None, left)
        note(left)
        done = perform(
            session,
            asked.action,
            passing,
            given,
            caller,
            key=key,
            answer=_answer(asked),
            left=left,
            accept=partial(_require_as_shown, asked.shown),
        )
        return SliceOutcome(done, left)


def refused_lines(
    keys: Sequence[int],
    verdicts: Sequence[Verdict],
    shown: ShownSlice | None,
    whole: Refusal | None = None,
) -> list[StoredLine]:
    """A line for each refused row; with `keys`, the rest of a slice that was refused with them."""
    refused = {v.row_id: v for v in verdicts if v.refusal}
    others = whole or Refusal(SliceRefusal.WITH_OTHERS)
    names = {v.row_id: v.name for v in verdicts}
    lines: list[StoredLine] = []
    for row_id in dict.fromkeys([*keys, *refused]):
        reason = refused[row_id].refusal if row_id in refused else others
        assert reason is not None
        name = names.get(row_id) or (shown.lines[row_id][1] if shown else "")
        line = CheckedLine(row_id, name, reason.code.value, json_facts(reason.facts))
        lines.append(line.as_json())
    return lines


def summary_of_run(
    count: int, lines: Sequence[StoredLine], totals: Mapping[str, int]
) -> dict[str, object]:
    """The summary of a slice that was done, or refused: `lines` are its refused rows."""
    examples = {str(line[2]): [line[1], line[2], line[3]] for line in reversed(lines)}
    return SliceSummary(
        passing=count - len(lines),
        refused=len(lines),
        reasons=dict(Counter(str(line[2]) for line in lines)),
        examples=examples,
        totals={name: value for name, value in totals.items() if not name.endswith("_id")},
        words_fen=totals.get("amount_fen"),
    ).as_json()


def _as_shown(verdict: Verdict, found: AnyPlan, shown: ShownSlice | None) -> Verdict:
    """The verdict; refused as well when the row was shown as refused, or with other facts."""
    if verdict.refusal or shown is None:
        return verdict
    line = shown.lines.get(verdict.row_id)
    if line is None or line[2] is not None:
        return dataclasses.replace(verdict, refusal=Refusal(SliceRefusal.NOT_SHOWN))
    made = json_facts(found.preview.rows.get(verdict.row_id, {}))
    if any(line[4].get(name) != fact for name, fact in made.items()):
        return dataclasses.replace(verdict, refusal=Refusal(SliceRefusal.ROW_MOVED))
    return verdict


def _require_as_shown(shown: ShownSlice | None, seen: AnyPlan) -> None:
    """Raises Refused when, under its locks, the slice is not what was shown."""
    if shown is None:
        return
    judged = [_as_shown(verdict, seen, shown) for verdict in seen.verdicts]
    if any(verdict.refusal for verdict in judged):
        raise Refused(verdicts=judged)
    is_whole = {verdict.row_id for verdict in judged} == shown.passing
    if is_whole and not same_plan(shown.summary, seen):
        raise Refused(Refusal(SliceRefusal.MOVED), judged)


def _answer(asked: SliceRequest) -> Answer:
    """The answer that was given, for the warnings that were shown of this slice and no others."""
    if asked.shown is None or asked.answer is None:
        return Answer()
    return Answer(next(iter(asked.shown.summary.answers), None), asked.answer or None)
