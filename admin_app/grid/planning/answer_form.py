"""The part of a plan page where its warnings are answered: a tick, and a reason if one asks it.

The tick posts the code of the warnings it stands beside. When they change it comes back unticked,
with the reason as it was typed, so nobody confirms what they have not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from actions.core.action import Action, F, I, R
from actions.core.answers import (
    ANSWER_REFUSALS,
    MAXIMUM_REASON_LENGTH,
    answer_refusal,
    asked_of,
    asks_reason,
    parse_answer,
)
from actions.core.refusal import Common, Refused
from actions.core.result import Answer, Preview, answer_code
from actions.plan import Plan
from admin_app.labels import sentence

#: Names of the fields of every plan page, apart from those of its action's input.
CODE_FIELD, REASON_FIELD = "answer_code", "answer_reason"


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The warnings that must be answered, for the template."""

    code: str
    sentences: Sequence[str]
    needs_reason: bool
    #: As it was typed.
    reason: str
    is_ticked: bool
    #: Why the answer was not accepted; empty before a confirmation.
    fault: str = ""
    maximum_length: int = MAXIMUM_REASON_LENGTH


def answer_form(
    action: Action[R, I, F],
    preview: Preview,
    posted: Mapping[str, object],
    *,
    is_confirmed: bool,
) -> AnswerForm | None:
    """The form for the warnings of a preview; None when none must be answered."""
    asked = asked_of(action, preview)
    if (code := answer_code(asked)) is None:
        return None
    reason = str(posted.get(REASON_FIELD, ""))
    return AnswerForm(
        code=code,
        sentences=list(dict.fromkeys(sentence(note.code, note.facts) for note in asked)),
        needs_reason=asks_reason(action, asked),
        reason=reason,
        is_ticked=posted.get(CODE_FIELD) == code,
        fault=_fault(action, preview, posted) if is_confirmed else "",
    )


def warnings_besides(
    action: Action[R, I, F], seen: Plan[R], notices: Sequence[str], *, is_typed: bool
) -> list[str]:
    """The other warnings, distinct: why it was not done, why it cannot be, what asks nothing."""
    asked = asked_of(action, seen.preview)
    notes = [sentence(n.code, n.facts) for n in seen.preview.warnings if n not in asked]
    whole = seen.refusal if is_typed else None
    is_said = whole is not None and whole.code not in ANSWER_REFUSALS
    refused = [sentence(whole.code, whole.facts)] if whole is not None and is_said else []
    return list(dict.fromkeys([*notices, *refused, *notes]))


def read_answer(posted: Mapping[str, object]) -> Answer:
    """The answer as it was posted. Raises Refused when it cannot be read."""
    return parse_answer(
        {"code": posted.get(CODE_FIELD, ""), "reason": posted.get(REASON_FIELD, "")}
    )


def _fault(action: Action[R, I, F], preview: Preview, posted: Mapping[str, object]) -> str:
    try:
        refusal = answer_refusal(action, asked_of(action, preview), read_answer(posted))
    except Refused as refused:
        return sentence(refused.first.code, refused.first.facts)
    if refusal is None:
        return ""
    return {
        Common.TICK_MISSING: _("请逐条核对这些提醒，勾选“我已核对”后再确认。"),
        Common.ANSWER_MISSING: _("请逐条核对这些提醒，填写理由并勾选“我已核对”后再确认。"),
        Common.ANSWER_STALE: _("提醒的内容已有变化，请按现在的提醒重新核对并勾选。"),
    }[Common(refusal.code)]
