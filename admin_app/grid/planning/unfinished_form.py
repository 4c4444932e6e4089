"""What was typed in a plan that was given up: it comes back when the same plan is opened again.

By the same user, on the same rows, on the same day. Neither secrets nor answers to warnings are
kept: those must be given to what is shown now.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from actions.core.action import Action, F, I, R
from actions.core.receipts import find_outcome
from admin_app.forms.action_form import raw_values
from admin_app.grid.planning.answer_form import REASON_FIELD
from admin_app.grid.planning.plan_request import PlanRequest
from models.core.base import db
from models.core.scope import bind_scope
from models.workspace.unfinished_form import Fields, fields_typed, keep_fields

#: The button that empties the form again.
FORGET = "forget"


def typed_before(request: PlanRequest) -> MultiDict[str, str]:
    """The fields as they were last typed in this plan; empty if they were not."""
    if (user_id := request.caller.actor.user_id) is None:
        return MultiDict()
    today = request.caller.clock.today()
    return MultiDict(fields_typed(request.session, user_id, _subject(request), today))


def typed_without_rows(
    session: Session, action: Action[R, I, F], user_id: int, today: dt.date
) -> MultiDict[str, str]:
    """What a user last typed today in the form of an action that ticks no rows."""
    return MultiDict(fields_typed(session, user_id, _digest(action.key, []), today))


def received(request: PlanRequest) -> PlanRequest:
    """The request, with what was sent kept; emptied again where that is asked for."""
    if FORGET in request.posted:
        forget_typed(request)
        return dataclasses.replace(request, posted={})
    # Without the key of a plan that was shown, it is only being opened.
    if request.key and not _is_carried_out(request, request.session):
        _keep(request, _typed(request))
        # It may have been confirmed between the two: what is done is not typed again.
        with Session(db.engine) as session:
            bind_scope(session, request.caller.actor.scope)
            if _is_carried_out(request, session):
                forget_typed(request)
    return request


def _is_carried_out(request: PlanRequest, session: Session) -> bool:
    """Whether a page that computes while it is filled in has asked after it was confirmed."""
    return find_outcome(session, request.caller.actor.key, request.key) is not None


def is_same_typed(form: Form | None, other: Form | None) -> bool:
    """Whether two forms of an action hold the same values."""
    if form is None or other is None:
        return True
    return _plain(raw_values(form)) == _plain(raw_values(other))


def _plain(value: object) -> object:
    """A raw value, with what is empty the same however it is so."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value or ""


def forget_typed(request: PlanRequest) -> None:
    """Forget it: it was carried out, or is no longer wanted."""
    _keep(request, ())


def _keep(request: PlanRequest, fields: Fields) -> None:
    """A failure here must not hide the plan or the receipt."""
    user_id, today = request.caller.actor.user_id, request.caller.clock.today()
    if user_id is None:
        return
    try:
        if list(typed_before(request).items(multi=True)) != fields:
            keep_fields(db.engine, user_id, _subject(request), fields, today)
    except SQLAlchemyError:
        current_app.logger.exception("what was typed for %s is not kept", request.action.key)


def _typed(request: PlanRequest) -> Fields:
    """The posted fields of the action's input and the reason beside a warning, without secrets."""
    every = dataclasses.fields(request.action.input)
    kept = {f.name for f in every if not f.metadata.get("secret")}
    posted = MultiDict(request.posted)
    pairs = [
        (name, str(value))
        for name, value in posted.items(multi=True)
        if name.partition("-")[0] in kept or name == REASON_FIELD
    ]
    return pairs if any(value.strip() for _name, value in pairs) else []


def _subject(request: PlanRequest) -> str:
    """Which form it is: the action, and the rows as they were chosen or what the page is about."""
    rows = request.about or sorted({*request.ids, *request.selection.left})
    return _digest(request.action.key, rows)


def _digest(action: str, rows: object) -> str:
    named = json.dumps([action, rows], ensure_ascii=False)
    return hashlib.sha256(named.encode()).hexdigest()
