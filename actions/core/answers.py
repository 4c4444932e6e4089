"""Warnings that need an answer: the rule for every action with such warnings.

A verb marks a `Note` of its preview with `must_answer`; the run is refused until the input has a
reason. An interface that showed the warnings sends their code back, so that a reason given for
figures that have changed since is refused. The journal stores both with the input, the receipt
stores the messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.core.action import Action, takes_answers
from actions.core.context import Context
from actions.core.refusal import Common, Refusal, Refused, Verdict
from actions.core.result import Answered, Preview, answer_code


def answer_refusal(action: Action[Any, Any, Any], preview: Preview, given: Any) -> Refusal | None:  # noqa: ANN401
    """Why the warnings are not answered yet; None when they are, or need not be."""
    if (code := answer_code(preview.warnings)) is None:
        return None
    assert takes_answers(action.input), f"{action.key} warns of what nobody could answer"
    if not given.reason:
        return Refusal(Common.ANSWER_MISSING, {"answered": code})
    if given.answered not in {None, code}:
        return Refusal(Common.ANSWER_STALE, {"answered": code})
    return None


def require_answers(
    ctx: Context,
    action: Action[Any, Any, Any],
    rows: Sequence[Any],
    given: Any,  # noqa: ANN401
    facts: Any,  # noqa: ANN401
    verdicts: Sequence[Verdict],
) -> Answered | None:
    """The answered warnings of a run about to begin; None when there are none.

    Raises Refused with the warnings, so that every interface shows the figures.
    """
    if not takes_answers(action.input):
        return None
    preview = action.preview(ctx, rows, given, facts)
    notes = tuple(note for note in preview.warnings if note.must_answer)
    if (refusal := answer_refusal(action, preview, given)) is not None:
        raise Refused(refusal, verdicts, notes=notes)
    return Answered(given.reason, notes) if notes else None
