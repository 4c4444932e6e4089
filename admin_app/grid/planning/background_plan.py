"""The plan page of a selection larger than one batch: the input, and 后台办理."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from actions.core.action import Action
from actions.core.actor import Caller
from actions.core.input_parsing import parse_input
from actions.core.refusal import Common, Refusal, Refused
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
from admin_app.grid.planning.selection import Selection
from admin_app.labels import ACTIONS, action_title, sentence
from models.values.limits import MAXIMUM_BATCH_ROWS


def big_plan(
    session: Session,
    action: Action[Any, Any, Any],
    ids: Sequence[int],
    selection: Selection,
    caller: Caller,
    posted: Mapping[str, Any],
) -> Outcome | PlanPage:
    """The page; with `background` pressed, the request that was taken.

    Raises Refused for want of permission.
    """
    if caller.actor.role not in grants_of(action):
        raise Refused(Refusal(Common.FORBIDDEN))
    is_typed = "background" in posted
    form = form_for(action)(formdata=posted if is_typed else None)
    faults: list[str] = []
    if is_typed:
        try:
            return _request(session, action, ids, caller, form, posted)
        except Refused as refused:
            show_faults(form, refused)
            whole = refused.refusal
            faults = [sentence(whole.code, whole.facts)] if whole is not None else []
    context = {
        "title": action_title(action.key),
        "hint": ACTIONS[action.key].hint,
        "row_count": len(ids),
        "batch_count": -(-len(ids) // MAXIMUM_BATCH_ROWS),
        "batch_rows": MAXIMUM_BATCH_ROWS,
        "most_rows": MAXIMUM_RUN_ROWS,
        "form": form if dataclasses.fields(action.input) else None,
        "faults": faults,
        "leaves_out": bool(posted.get("leaves_out")),
        "key": str(posted.get("key", "")) or secrets.token_urlsafe(16),
        "selection": selection.sign(),
        "confirm_label": _("后台办理"),
    }
    return PlanPage(context, 422 if is_typed else 200)


def _request(
    session: Session,
    action: Action[Any, Any, Any],
    ids: Sequence[int],
    caller: Caller,
    form: Any,
    posted: Mapping[str, Any],
) -> Outcome:
    typed = raw_values(form)
    # Parse now, so that a fault is shown at its field and not in every batch.
    parse_input(action.input, typed)
    asking = request_run_action(action.model.__tablename__, grants_of(action))
    given = RequestRunInput(action.key, ranges_of(ids), typed, bool(posted.get("leaves_out")))
    return perform(session, asking, (), given, caller, key=str(posted.get("key", "")))
