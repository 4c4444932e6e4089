"""The plan page: what an action would do to the chosen rows, and the confirmation.

Nothing is written until `confirm` is submitted with the idempotency key; then `perform` checks
again, under locks. If rows have changed since they were shown, the page is shown again with the
differences.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form

from actions.core.action import Action, F, I, R
from actions.core.answers import ANSWER_REFUSALS
from actions.core.refusal import Refusal, Refused
from actions.core.result import Outcome, Preview
from actions.core.unfilled_input import UNFILLED
from actions.plan import Plan
from admin_app.forms.action_form import form_for, raw_values, read_form, show_faults, texts
from admin_app.forms.rewritten_text import rewritten_said
from admin_app.grid.listing.cells import name_of
from admin_app.grid.planning.answer_form import answer_form, warnings_besides
from admin_app.grid.planning.drift import (
    Drift,
    Shown,
    drift_between,
    has_moved,
    read_shown,
    shown_of,
)
from admin_app.grid.planning.plan_request import PlanRequest
from admin_app.grid.planning.plan_rows import are_wide, plan_columns, plan_rows
from admin_app.grid.planning.selection import digest_of
from admin_app.grid.planning.totals import are_sums, figures
from admin_app.grid.planning.unfinished_form import (
    forget_typed,
    is_same_typed,
    received,
    typed_before,
)
from admin_app.labels import ACTIONS, action_title, sentence
from models.core.latest_changes import newest_change
from models.values.money import yuan_in_words


@dataclass(frozen=True)
class PlanPage:
    """One showing of the plan page."""

    context: dict[str, Any]
    status: int = 200
    #: What the page was drawn from.
    plan: Plan[Any] | None = None


def show_plan(
    request: PlanRequest, *, notices: Sequence[str] = (), is_refused: bool = False
) -> PlanPage:
    """The present plan, with the typed parameters, those of a plan given up, or their defaults.

    Raises Refused without permission, before showing a form that would be refused.
    """
    request.require_grant()
    before = MultiDict() if request.posted else typed_before(request)
    request = received(request)
    page = _drawn(request, notices, is_refused=is_refused)
    if not before:
        return page
    restored = _drawn(dataclasses.replace(request, posted=before), notices, is_refused=False)
    if is_same_typed(page.context["form"], restored.context["form"]):
        return page
    # What is at fault in it was not sent now.
    return PlanPage(restored.context | {"is_restored": True}, plan=restored.plan)


def _drawn(request: PlanRequest, notices: Sequence[str], *, is_refused: bool) -> PlanPage:
    action, posted = request.action, request.posted
    form = form_for(action)(formdata=posted or None)
    given, faulty = _read_input(action, form, posted)
    is_standalone = action.maximum_rows == 0
    change = newest_change(request.session)
    if is_standalone and (given is UNFILLED or not posted):
        # Nothing to check yet: no rows, and no valid input.
        seen: Plan[Any] = Plan([], [], Preview(), None, None, is_filled=False)
    else:
        seen = request.plan(given)
    if not posted and seen.given is not None:
        form = form_for(action)(formdata=None, data=_suggested(seen.given))
    digest = digest_of(seen.rows)
    now = shown_of(seen, is_judged=seen.is_filled, change=change)
    drift = _drift(request, digest, now)
    seen, faults = _faults_at_fields(action, seen)
    if faults:
        show_faults(form, Refused(inputs=faults))
    refused = [verdict for verdict in seen.verdicts if verdict.refusal]
    notices = list(notices)
    notices += rewritten_said(action, raw_values(form)) if posted else ()
    asks_money = any(f.metadata.get("fen") for f in dataclasses.fields(action.input))
    recheck_label = _("重新计算") if asks_money or are_sums(seen.preview.totals) else _("重新核对")
    reason = _reason_to_wait(seen, is_standalone=is_standalone)
    columns, rows = plan_columns(seen), plan_rows(seen)
    context = {
        "title": action_title(action.key),
        "about": _about(seen),
        "hint": ACTIONS[action.key].hint,
        "beside": _beside(action, request.ids),
        "confirm_label": ACTIONS[action.key].confirm,
        "recheck_label": recheck_label,
        "key": request.key or secrets.token_urlsafe(16),
        "selection": dataclasses.replace(request.selection, digest=digest).sign(),
        "shown": now.sign(),
        "form": form if dataclasses.fields(action.input) else None,
        "can_remove_rows": True,
        "is_standalone": is_standalone,
        "columns": columns,
        "rows": rows,
        "are_wide": are_wide(columns, rows),
        "totals": [] if _are_all_refused(seen) else figures(seen.preview.totals),
        "amount_words": _words(seen),
        "notes": [sentence(note.code, note.facts) for note in seen.notes],
        "side_effects": _side_effects(seen),
        "warnings": warnings_besides(action, seen, notices, is_typed=bool(posted)),
        "asked": answer_form(action, seen.preview, posted, is_confirmed=is_refused),
        "drift": drift,
        "refused_count": len(refused),
        "can_leave_out": request.can_leave_out,
        "can_drop_refused": request.can_leave_out and 0 < len(refused) < len(seen.verdicts),
        "reason": reason,
        "refused_ids": [verdict.row_id for verdict in refused],
        "left": request.left_rows(),
        "is_restored": False,
    }
    return PlanPage(context, 422 if faulty else 200, seen)


def _faults_at_fields(action: Action[R, I, F], seen: Plan[R]) -> tuple[Plan[R], dict[str, Refusal]]:
    """The plan without row refusals that are the fault of a field, and refusals by their field.

    With a field at fault no row can be judged, and no figure of them stands.
    """
    whose = {v.row_id: _field_of(action, v.refusal) for v in seen.verdicts}
    said = [*(verdict.refusal for verdict in seen.verdicts), seen.refusal]
    faults = {at: each for each in said if each and (at := _field_of(action, each))}
    if not any(whose.values()):
        # What is said at its field need not be said of the whole again; the rows stand as judged.
        is_said = _field_of(action, seen.refusal) is not None
        return (dataclasses.replace(seen, refusal=None) if is_said else seen), faults
    verdicts = [
        dataclasses.replace(verdict, refusal=None) if whose[verdict.row_id] else verdict
        for verdict in seen.verdicts
    ]
    bare = dataclasses.replace(seen, verdicts=verdicts, preview=Preview(), refusal=None)
    return dataclasses.replace(bare, is_filled=False), faults


def _field_of(action: Action[R, I, F], refusal: Refusal | None) -> str | None:
    """The path of the field whose fault a refusal is; None: of the row, or of nobody's."""
    return refusal and (refusal.at or action.fields_at_fault.get(refusal.code))


def _reason_to_wait(seen: Plan[R], *, is_standalone: bool) -> str | None:
    """Why a confirmation would be refused as things stand, besides what is still to be typed."""
    if not (seen.rows or seen.verdicts or is_standalone):
        return _("没有可以办理的记录。")
    refused = sum(verdict.refusal is not None for verdict in seen.verdicts)
    if refused:
        return _("还有 %(n)s 条不能办理，暂不能确认。", n=refused)
    if seen.refusal is None or seen.refusal.code in ANSWER_REFUSALS:
        return None
    return sentence(seen.refusal.code, seen.refusal.facts)


def _about(seen: Plan[R]) -> str | None:
    """The single row, or the number of rows; empty for actions without rows."""
    if len(seen.rows) == 1:
        return name_of(seen.rows[0])
    return _("共 %(n)s 条", n=len(seen.rows)) if seen.rows else None


def confirm_plan(request: PlanRequest) -> Outcome | PlanPage:
    """Run the action, or show the plan again with the reason why not."""
    form = form_for(request.action)(formdata=request.posted)
    try:
        given = read_form(request.action.input, form)
        accept = partial(_require_as_shown, request)
        done = request.perform(given, request.left_out(given), accept)
    except _MovedError:
        return _again(request)
    except Refused as refused:
        return _again(request, refused)
    forget_typed(request)
    return done


class _MovedError(Exception):
    """What is about to be done is not what was shown."""


def _require_as_shown(request: PlanRequest, seen: Plan[R]) -> None:
    """Raises _MovedError when a plan is not what was shown, unless every row is refused."""
    if _are_all_refused(seen):
        return
    was = read_shown(request.posted)
    is_moved = was is not None and has_moved(was, shown_of(seen))
    if request.selection.is_old or is_moved or request.selection.digest != digest_of(seen.rows):
        raise _MovedError


def _drift(request: PlanRequest, digest: str, now: Shown) -> Drift | None:
    """The differences since the rows were shown; None: none."""
    was = read_shown(request.posted)
    is_moved = request.selection.digest is not None and request.selection.digest != digest
    if was is None:
        return Drift([]) if is_moved else None
    if not (is_moved or has_moved(was, now)):
        return None
    return Drift(drift_between(request.session, request.action.model, was, now))


def _beside(action: Action[R, I, F], ids: Sequence[int]) -> tuple[str, str] | None:
    """The link to the page to look at first, for the row if there is one."""
    if (found := ACTIONS[action.key].beside) is None:
        return None
    label, endpoint = found
    asked = {f"{action.model.__name__.lower()}_id": ids[0]} if len(ids) == 1 else {}
    return str(label), url_for(endpoint, **asked)


def _asks(action: Action[R, I, F]) -> bool:
    """Whether input is required before the action can be checked."""
    fields = dataclasses.fields(action.input)
    return action.needs_input or any(f.default in (dataclasses.MISSING, ()) for f in fields)


def _again(request: PlanRequest, refused: Refused | None = None) -> PlanPage:
    whole = refused.refusal if refused is not None else None
    # What an answer lacks is said beside it.
    is_said = whole is not None and whole.code not in ANSWER_REFUSALS
    notices = [sentence(whole.code, whole.facts)] if whole is not None and is_said else []
    if refused is None and request.selection.is_old:
        notices.append(_("本页打开的时间太长，什么都没有办理。请重新核对，再次确认后才会办理。"))
    page = show_plan(request, notices=notices, is_refused=refused is not None)
    return dataclasses.replace(page, status=409 if refused is None else 422)


def _suggested(given: object) -> dict[str, object]:
    """The initial values of the form; amounts and counts that must be typed stay empty."""
    return {name: value for name, value in texts(given).items() if value not in _TO_BE_TYPED}


_TO_BE_TYPED = ("0", "0.00", [])
#: Buttons that change what is shown and ask for no verdict on what is typed.
_ASIDE = frozenset({"add_row", "remove_row", "leave_out", "take_back", "drop_refused"})


def _read_input(
    action: Action[R, I, F], form: Form, posted: Mapping[str, object]
) -> tuple[I | None, bool]:
    """The typed input, and whether it is at fault, which is shown at the fields.

    None stands for the action's suggestion, UNFILLED for what is still to be typed.
    """
    if not posted and action.suggest is not None:
        return None, False
    if not posted and _asks(action):
        return UNFILLED, False
    try:
        return read_form(action.input, form), False
    except Refused as refused:
        is_asked = bool(posted) and not _ASIDE & posted.keys()
        if is_asked:
            show_faults(form, refused)
        return UNFILLED, is_asked


def _are_all_refused(seen: Plan[R]) -> bool:
    return bool(seen.verdicts) and all(verdict.refusal for verdict in seen.verdicts)


def _side_effects(seen: Plan[R]) -> list[str]:
    """The side effects; none when every row is refused."""
    if _are_all_refused(seen):
        return []
    return [sentence(note.code, note.facts) for note in seen.preview.side_effects]


def _words(seen: Plan[R]) -> str | None:
    fen = seen.preview.words_fen
    return yuan_in_words(fen) if fen else None
