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
from wtforms import Form

from actions.core.action import Action, F, I, R
from actions.core.answers import ANSWER_REFUSALS
from actions.core.refusal import Common, Refused, Verdict
from actions.core.result import Outcome, Preview
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
from admin_app.grid.planning.drift_causes import newest_change
from admin_app.grid.planning.plan_request import PlanRequest
from admin_app.grid.planning.plan_rows import plan_columns, plan_rows
from admin_app.grid.planning.selection import digest_of
from admin_app.labels import ACTIONS, action_title, fact_label, sentence
from admin_app.values import Written, written_fact
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
    """The present plan, with the typed parameters or their defaults.

    Raises Refused without permission, before showing a form that would be refused.
    """
    request.require_grant()
    action, posted = request.action, request.posted
    form = form_for(action)(formdata=posted or None)
    given, faulty = _read_input(action, form, is_typed=bool(posted))
    is_standalone = action.maximum_rows == 0
    change = newest_change(request.session)
    if is_standalone and (faulty or not posted):
        # Nothing to check yet: no rows, and no valid input.
        seen: Plan[Any] = Plan([], [], Preview(), None, given)
    else:
        seen = request.plan(given)
    if not posted and action.suggest is not None:
        form = form_for(action)(formdata=None, data=_suggested(seen.given))
    asks_money = any(f.metadata.get("fen") for f in dataclasses.fields(action.input))
    digest = digest_of(seen.rows)
    is_judged = not is_standalone or (bool(posted) and not faulty)
    now = shown_of(seen, is_judged=is_judged, change=change)
    drift = _drift(request, digest, now)
    is_blank = faulty or (not posted and action.suggest is None and _asks(action))
    if faulty:
        # Figures for the placeholder input would be mistaken for those of the typed input.
        seen = dataclasses.replace(seen, preview=Preview())
    if is_blank:
        seen = dataclasses.replace(seen, verdicts=[_unjudged(v) for v in seen.verdicts])
    refused = [verdict for verdict in seen.verdicts if verdict.refusal]
    notices = [*notices, *(rewritten_said(action, raw_values(form)) if posted else ())]
    key = request.key or secrets.token_urlsafe(16)
    context = {
        "title": action_title(action.key),
        "about": _about(seen),
        "hint": ACTIONS[action.key].hint,
        "beside": _beside(action, request.ids),
        "confirm_label": ACTIONS[action.key].confirm,
        "recheck_label": _("重新计算") if asks_money or seen.preview.totals else _("重新核对"),
        "key": key,
        "selection": dataclasses.replace(request.selection, digest=digest).sign(),
        "shown": now.sign(),
        "form": form if dataclasses.fields(action.input) else None,
        "can_remove_rows": True,
        "is_standalone": is_standalone,
        "columns": plan_columns(seen),
        "rows": plan_rows(seen, _("填写后核对") if is_blank else _("可以办理")),
        "totals": _figures(seen.preview.totals),
        "amount_words": _words(seen),
        "side_effects": _side_effects(seen),
        "warnings": warnings_besides(action, seen, notices, is_typed=bool(posted)),
        "asked": answer_form(action, seen.preview, posted, is_confirmed=is_refused),
        "drift": drift,
        "refused_count": len(refused),
        # Input may remove a refusal, so the initial form can be confirmed.
        "is_locked": bool(refused) and (bool(posted) or not dataclasses.fields(action.input)),
        "refused_ids": [verdict.row_id for verdict in refused],
        "left_count": len(request.selection.left),
    }
    return PlanPage(context, 422 if faulty else 200, seen)


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
        return request.perform(given, request.left_out(given), partial(_require_as_shown, request))
    except _MovedError:
        return _again(request)
    except Refused as refused:
        return _again(request, refused)


class _MovedError(Exception):
    """What is about to be done is not what was shown."""


def _require_as_shown(request: PlanRequest, seen: Plan[R]) -> None:
    """Raises _MovedError when a plan is not what was shown, unless every row is refused."""
    if seen.verdicts and all(verdict.refusal for verdict in seen.verdicts):
        return
    was = read_shown(request.posted)
    is_moved = was is not None and has_moved(was, shown_of(seen))
    if is_moved or request.selection.digest != digest_of(seen.rows):
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


def _unjudged(verdict: Verdict) -> Verdict:
    """Before input, only refusals because of the row itself count."""
    is_common = verdict.refusal is not None and isinstance(verdict.refusal.code, Common)
    return verdict if is_common else dataclasses.replace(verdict, refusal=None)


def _again(request: PlanRequest, refused: Refused | None = None) -> PlanPage:
    whole = refused.refusal if refused is not None else None
    # What an answer lacks is said beside it.
    is_said = whole is not None and whole.code not in ANSWER_REFUSALS
    notices = [sentence(whole.code, whole.facts)] if whole is not None and is_said else []
    page = show_plan(request, notices=notices, is_refused=refused is not None)
    return dataclasses.replace(page, status=409 if refused is None else 422)


def _suggested(given: object) -> dict[str, object]:
    """The initial values of the form; amounts and counts that must be typed stay empty."""
    return {name: value for name, value in texts(given).items() if value not in _TO_BE_TYPED}


_TO_BE_TYPED = ("0", "0.00", [])


def _read_input(action: Action[R, I, F], form: Form, *, is_typed: bool) -> tuple[I | None, bool]:
    """The typed input, or None for the action's suggestion; faults are shown at the fields."""
    if not is_typed and action.suggest is not None:
        return None, False
    try:
        return read_form(action.input, form), False
    except Refused as refused:
        if is_typed:
            show_faults(form, refused)
        return placeholder(action.input), is_typed


def placeholder(kind: type[I]) -> I:
    """A placeholder input (minimum values) to show the rows before anything is typed."""
    values = {}
    for f in dataclasses.fields(kind):
        if f.default is not dataclasses.MISSING:
            continue
        values[f.name] = _least(f)
    return kind(**values)


def _least(f: dataclasses.Field[object]) -> object:
    text = str(f.type)
    if text.startswith("tuple"):
        return ()
    if text.startswith("int"):
        return f.metadata.get("minimum") or 0
    return None if "None" in text else ""


def _figures(totals: Mapping[str, int]) -> list[tuple[str, Written]]:
    return [(fact_label(name), written_fact(name, value)) for name, value in totals.items()]


def _side_effects(seen: Plan[R]) -> list[str]:
    """The side effects; none when every row is refused."""
    if seen.verdicts and all(verdict.refusal for verdict in seen.verdicts):
        return []
    return [sentence(note.code, note.facts) for note in seen.preview.side_effects]


def _words(seen: Plan[R]) -> str | None:
    fen = seen.preview.words_fen
    return yuan_in_words(fen) if fen else None
