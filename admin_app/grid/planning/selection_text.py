"""A large selection in words: its input, verdicts by reason, sums, notes, and what has moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import Field

from actions.core.action import AnyAction
from actions.core.answers import ANSWER_REFUSALS
from actions.core.refusal import Refusal
from actions.selection_summary import SliceSummary, Tally
from admin_app.forms.action_form import form_for
from admin_app.forms.refusal_text import refusal_message, spoken_facts
from admin_app.grid.planning.answer_form import CODE_FIELD, REASON_FIELD, AnswerForm
from admin_app.grid.planning.drift import Moved
from admin_app.grid.planning.totals import figures
from admin_app.labels import fact_label, sentence
from admin_app.values import Written, written_fact
from models.values.money import yuan_in_words


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason, the first row refused for it, and how many rows are."""

    sentence: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row of the sample: what is said of it, and its facts as (label, text)."""

    name: str
    verdict: str
    is_refused: bool
    facts: Sequence[tuple[str, Written]]


def summary_context(summary: SliceSummary) -> dict[str, object]:
    """The template context of a summary: reasons, sums, 大写, effects, warnings."""
    return {
        "passing": summary.passing,
        "refused": summary.refused,
        "reasons": [_reason(summary, code, count) for code, count in summary.reasons.items()],
        "totals": figures(summary.totals),
        "unsummed": [fact_label(name) for name in summary.unsummed],
        "amount_words": yuan_in_words(summary.words_fen) if summary.words_fen else None,
        "side_effects": [_note(tally) for tally in summary.effects],
        "warnings": [_note(tally) for tally in summary.warnings if not tally.must_answer],
        "sample": list(_sample(summary)),
    }


def answer_of(
    summary: SliceSummary, posted: Mapping[str, str], refusal: Refusal | None
) -> AnswerForm | None:
    """The form for the warnings that must be answered, once for all slices; None: there are none.

    `refusal` is why a confirmation was not accepted.
    """
    if (code := summary.answer_code) is None:
        return None
    is_fault = refusal is not None and refusal.code in ANSWER_REFUSALS
    return AnswerForm(
        code=code,
        sentences=[_note(tally) for tally in summary.warnings if tally.must_answer],
        needs_reason=summary.asks_reason,
        reason=posted.get(REASON_FIELD, ""),
        is_ticked=posted.get(CODE_FIELD) == code,
        fault=sentence(refusal.code, refusal.facts) if refusal is not None and is_fault else "",
    )


def input_lines(action: AnyAction, typed: Mapping[str, object]) -> list[tuple[str, str]]:
    """What was typed for an action, as (label, text) of each field that is not empty."""
    form = form_for(action)(formdata=None, data=dict(typed))
    lines = ((field.label.text, _text(field)) for field in form if _is_visible(field))
    return [(label, text) for label, text in lines if text]


def moved_between(was: SliceSummary, now: SliceSummary) -> list[Moved]:
    """What two checks of the same rows and input differ in: counts by reason, sums, notes."""
    counts = [
        (_("可以办理"), was.passing, now.passing),
        (_("不能办理"), was.refused, now.refused),
        *(
            (_short(now if code in now.examples else was, code), was.reasons.get(code, 0), n)
            for code in dict.fromkeys([*was.reasons, *now.reasons])
            for n in [now.reasons.get(code, 0)]
        ),
    ]
    found = [
        Moved(_("条数"), label, f"{before:,}", f"{after:,}")
        for label, before, after in counts
        if before != after
    ]
    found += [
        Moved(_("合计"), fact_label(name), str(_figure(was, name)), str(_figure(now, name)))
        for name in dict.fromkeys([*was.totals, *now.totals])
        if was.totals.get(name) != now.totals.get(name)
    ]
    for label, before, after in (
        (_("确认后，系统将"), was.effects, now.effects),
        (_("提醒"), was.warnings, now.warnings),
    ):
        if (old := _notes(before)) != (new := _notes(after)):
            found.append(Moved(_("合计"), label, old, new))
    return found


def _figure(summary: SliceSummary, name: str) -> Written:
    return written_fact(name, summary.totals.get(name, 0))


def _reason(summary: SliceSummary, code: str, count: int) -> ReasonLine:
    name, sentence = refusal_message(summary.examples[code])
    return ReasonLine(sentence, name, count)


def _short(summary: SliceSummary, code: str) -> str:
    return refusal_message(summary.examples[code])[1]


def _note(tally: Tally) -> str:
    sentence = refusal_message(("", tally.code, tally.facts))[1]
    if tally.times == 1:
        return sentence
    return _("%(sentence)s（同类提醒共 %(n)s 条）", sentence=sentence, n=f"{tally.times:,}")


def _notes(tallies: Sequence[Tally]) -> str:
    return " ".join(map(_note, tallies))


def _sample(summary: SliceSummary) -> Iterator[SampleRow]:
    """The first row refused for each reason, and the first that passes."""
    for example in summary.examples.values():
        name, sentence = refusal_message(example)
        yield SampleRow(name, sentence, is_refused=True, facts=())
    if summary.sample:
        _row_id, name, _code, _why, facts = summary.sample
        told = spoken_facts(facts)
        shown = [(fact_label(each), written_fact(each, told[each])) for each in told]
        yield SampleRow(name, _("可以办理"), is_refused=False, facts=shown)


def _is_visible(field: Field) -> bool:
    return getattr(field.widget, "input_type", None) != "hidden"


def _text(field: Field) -> str:
    """The value of a field as its form shows it: the label of a choice, not its key."""
    value = field.data
    choices = (
        {str(key): label for key, label, *_rest in field.iter_choices()}
        if hasattr(field, "iter_choices")
        else {}
    )
    if isinstance(value, bool):
        return _("是") if value else ""
    if isinstance(value, list | tuple):
        return "、".join(str(choices.get(str(each), each)) for each in value)
    return "" if value is None else str(choices.get(str(value), value))
