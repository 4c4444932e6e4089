"""The first page of a selection larger than one batch: its input, and 核对.

What needs no input, or suggests one, is checked at once. The check itself, with its verdicts and
sums, and its confirmation are on the page of the run (`admin_app/pages/workspace/job_run.py`).
"""

from __future__ import annotations

import dataclasses
import secrets

from wtforms import Form

from actions.core.action import AnyAction
from actions.core.refusal import Refused
from actions.core.request_run import MAXIMUM_RUN_ROWS
from actions.plan import plan
from admin_app.forms.action_form import form_for, raw_values, read_form, show_faults, texts
from admin_app.grid.planning.plan_page import PlanPage
from admin_app.grid.planning.plan_request import PlanRequest
from admin_app.jobs.selection_check import request_check
from admin_app.labels import ACTIONS, action_title, sentence
from models.values.limits import MAXIMUM_BATCH_ROWS


def big_plan(request: PlanRequest) -> int | PlanPage:
    """The page; or the id of the check, when it was asked for or needs nothing typed.

    Raises Refused for want of permission.
    """
    request.require_grant()
    action, posted = request.action, request.posted
    is_typed = "check" in posted
    suggested = {} if is_typed else _suggested(request)
    form = form_for(action)(formdata=posted if is_typed else None, data=suggested)
    faults: list[str] = []
    if is_typed or (posted and _needs_nothing(action, form)):
        try:
            read_form(action.input, form)
            return request_check(
                request.session,
                action,
                request.ids,
                raw_values(form),
                request.caller,
                key=request.key or secrets.token_urlsafe(16),
            )
        except Refused as refused:
            show_faults(form, refused)
            whole = refused.refusal
            faults = [sentence(whole.code, whole.facts)] if whole is not None else []
    context = {
        "title": action_title(action.key),
        "hint": ACTIONS[action.key].hint,
        "row_count": len(request.ids),
        "batch_rows": MAXIMUM_BATCH_ROWS,
        "most_rows": MAXIMUM_RUN_ROWS,
        "form": form if dataclasses.fields(action.input) else None,
        "faults": faults,
        "key": request.key or secrets.token_urlsafe(16),
        "selection": request.selection.sign(),
    }
    return PlanPage(context, 422 if faults or is_typed else 200)


def _suggested(request: PlanRequest) -> dict[str, object]:
    """What the action suggests for the first rows, as typed text."""
    if request.action.suggest is None:
        return {}
    first = request.ids[:MAXIMUM_BATCH_ROWS]
    given = plan(request.session, request.action, first, None, request.caller).given
    return {name: text for name, text in texts(given).items() if text not in _TO_BE_TYPED}


#: What suggestions say of fields that must be typed.
_TO_BE_TYPED: tuple[object, ...] = ("0", "0.00", [])


def _needs_nothing(action: AnyAction, form: Form) -> bool:
    """Whether the form can be checked as it opens."""
    if action.needs_input:
        return False
    try:
        read_form(action.input, form)
    except Refused:
        return False
    return True
