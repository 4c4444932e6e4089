"""The plan page of a selection larger than one batch: the input, and 后台办理."""

from __future__ import annotations

import dataclasses
import secrets
from typing import Any

from flask_babel import gettext as _

from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.core.request_run import (
    MAXIMUM_RUN_ROWS,
    RequestRunInput,
    ranges_of,
    request_run_action,
)
from actions.core.result import Outcome
from actions.perform import perform
from actions.permissions import grants_of
from admin_app.forms.action_form import form_for, raw_values, show_faults
from admin_app.grid.planning.plan_page import PlanPage
from admin_app.grid.planning.plan_request import PlanRequest
from admin_app.labels import ACTIONS, action_title, sentence
from models.values.limits import MAXIMUM_BATCH_ROWS


def big_plan(request: PlanRequest) -> Outcome | PlanPage:
    """The page; with `background` pressed, the request that was taken.

    Raises Refused for want of permission.
    """
    request.require_grant()
    action, posted = request.action, request.posted
    is_typed = "background" in posted
    form = form_for(action)(formdata=posted if is_typed else None)
    faults: list[str] = []
    if is_typed:
        try:
            return _handed_over(request, form)
        except Refused as refused:
            show_faults(form, refused)
            whole = refused.refusal
            faults = [sentence(whole.code, whole.facts)] if whole is not None else []
    context = {
        "title": action_title(action.key),
        "hint": ACTIONS[action.key].hint,
        "row_count": len(request.ids),
        "batch_count": -(-len(request.ids) // MAXIMUM_BATCH_ROWS),
        "batch_rows": MAXIMUM_BATCH_ROWS,
        "most_rows": MAXIMUM_RUN_ROWS,
        "form": form if dataclasses.fields(action.input) else None,
        "faults": faults,
        "leaves_out": bool(posted.get("leaves_out")),
        "key": request.key or secrets.token_urlsafe(16),
        "selection": request.selection.sign(),
        "confirm_label": _("后台办理"),
    }
    return PlanPage(context, 422 if is_typed else 200)


def _handed_over(request: PlanRequest, form: Any) -> Outcome:
    action, typed = request.action, raw_values(form)
    # Parse now, so that a fault is shown at its field and not in every batch.
    parse_input(action.input, typed)
    asking = request_run_action(action.model.__tablename__, grants_of(action))
    leaves_out = bool(request.posted.get("leaves_out"))
    given = RequestRunInput(action.key, ranges_of(request.ids), typed, leaves_out)
    return perform(request.session, asking, (), given, request.caller, key=request.key)
