"""Warnings that need an answer: the rule for every action with such warnings.

A verb marks a `Note` of its preview with `must_answer`; the run is refused until the input has a
reason. An interface that showed the warnings sends their code back, so that a reason given for
figures that have changed since is refused. The journal stores both with the input, the receipt
stores the messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from actions.core.action import Action, F, I, R
from actions.core.context import Context
from actions.core.refusal import Common, Refusal, Refused, Verdict
from actions.core.result import Answered, Preview, answer_code


@runtime_checkable
class Answering(Protocol):
    """An input with the fields by which warnings are answered."""

    @property
    def reason(self) -> str | None: ...
    @property
    def answered(self) -> str | None: ...


def answer_refusal(action: Action[R, I, F], preview: Preview, given: object) -> Refusal | None:
    """Why the warnings are not answered yet; None when they are, or need not be."""
    if (code := answer_code(preview.warnings)) is None:
        return None
    assert isinstance(given, Answering), f"{action.key} warns of what nobody could answer"
    if not given.reason:
        return Refusal(Common.ANSWER_MISSING, {"answered": code})
    if given.answered not in {None, code}:
        return Refusal(Common.ANSWER_STALE, {"answered": code})
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
    answer: object = given
    if not isinstance(answer, Answering):
        return None
    preview = action.preview(ctx, rows, given, facts)
    notes = tuple(note for note in preview.warnings if note.must_answer)
    if (refusal := answer_refusal(action, preview, given)) is not None:
        raise Refused(refusal, verdicts, notes=notes)
    return Answered(answer.reason, notes) if notes and answer.reason else None
