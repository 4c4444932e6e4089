"""Warnings that ask for an answer: one rule for every action and every door.

An action declares what each of its warnings asks (`Action.warnings`). The run is refused until the
answer has the code of the warnings as they are now, and a reason where one is asked for. The
receipt stores both with the messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.core.action import Action, F, I, R, param
from actions.core.context import Context
from actions.core.input_parsing import parse_input
from actions.core.refusal import Common, Refusal, Refused, Verdict
from actions.core.result import Answer, Answered, Note, Preview, answer_code
from models.values.answer_kind import AnswerKind

#: Refusals of a missing or outdated answer.
ANSWER_REFUSALS = frozenset({Common.TICK_MISSING, Common.ANSWER_MISSING, Common.ANSWER_STALE})
#: Longest reason, in characters.
MAXIMUM_REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """An answer as it is typed or sent."""

    code: str | None = param(default=None, maximum_length=8)
    reason: str | None = param(default=None, maximum_length=MAXIMUM_REASON_LENGTH)


def parse_answer(raw: Mapping[str, object]) -> Answer:
    """The answer from raw values. Raises Refused with the fault of each field."""
    read = parse_input(AnswerInput, raw)
    return Answer(read.code or None, read.reason or None)


def asks(action: Action[R, I, F], note: Note) -> AnswerKind:
    """What a warning of the action asks."""
    assert note.code in action.warnings, f"{action.key} does not declare what {note.code} asks"
    return action.warnings[note.code]


def asked_of(action: Action[R, I, F], preview: Preview) -> tuple[Note, ...]:
    """The warnings that must be answered."""
    return tuple(note for note in preview.warnings if asks(action, note) is not AnswerKind.NOTHING)


def asks_reason(action: Action[R, I, F], notes: Sequence[Note]) -> bool:
    """Whether one of the warnings asks for a reason."""
    return any(asks(action, note) is AnswerKind.REASON for note in notes)


def answer_refusal(
    action: Action[R, I, F], asked: Sequence[Note], answer: Answer
) -> Refusal | None:
    """Why the warnings are not answered yet; None when they are, or there are none."""
    if (code := answer_code(asked)) is None:
        return None
    facts = {"answered": code}
    needs_reason = asks_reason(action, asked) and not answer.reason
    if answer.code is None:
        return Refusal(Common.ANSWER_MISSING if needs_reason else Common.TICK_MISSING, facts)
    if answer.code != code:
        return Refusal(Common.ANSWER_STALE, facts)
    if needs_reason:
        return Refusal(Common.ANSWER_MISSING, facts)
    return None


def require_answers(
    ctx: Context,
    action: Action[R, I, F],
    rows: Sequence[R],
    given: I,
    facts: F,
    verdicts: Sequence[Verdict],
) -> Answered | None:
    """The answered warnings of a run about to begin; None when there are none.

    Raises Refused with the warnings, so that every interface shows the figures.
    """
    if set(action.warnings.values()) <= {AnswerKind.NOTHING}:
        return None
    asked = asked_of(action, action.preview(ctx, rows, given, facts))
    if (refusal := answer_refusal(action, asked, ctx.answer)) is not None:
        raise Refused(refusal, verdicts, notes=asked)
    reason = ctx.answer.reason if asks_reason(action, asked) else None
    return Answered(reason, asked) if asked else None
