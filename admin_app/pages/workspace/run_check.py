"""What the page of a check draws, and what its form asks for."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Mapping, Sequence

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.actor_actions import action_for
from actions.core.action import AnyAction
from actions.core.actor import Caller
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refusal, Refused
from actions.selection_summary import SliceSummary, combined, summary_of
from admin_app.forms.action_form import ActionForm, form_for, raw_values, read_form, show_faults
from admin_app.grid.planning.answer_form import read_answer
from admin_app.grid.planning.basket_routes import take_out
from admin_app.grid.planning.drift import Drift
from admin_app.grid.planning.selection_drift import drift_of_checks
from admin_app.grid.planning.selection_text import (
    answer_of,
    input_lines,
    summary_context,
)
from admin_app.jobs.selection_check import confirm_check, request_check, slices_of
from admin_app.labels import ACTIONS, action_title, sentence
from admin_app.views import GRIDS
from models.core.base import db
from models.jobs.job_run import JobRun, JobSlice, JobState

#: The formats of the file of all rows.
FORMS = ("xlsx", "csv")


def action_of_run(run: JobRun) -> AnyAction:
    """The action of a selection that was handed over."""
    action = action_for(db.session(), current_user.actor, run.action or "")
    assert action is not None, "an action that was handed over stays in the catalog"
    return action


def entity_of(action: AnyAction) -> str | None:
    """The list of the rows of an action."""
    return next((entity for entity, grid in GRIDS.items() if grid.model is action.model), None)


def file_links(run: JobRun) -> list[tuple[str, str]]:
    """(format, address) of the file of all rows."""
    return [(form, url_for("run.file", id=run.id, form=form)) for form in FORMS]


def check_context(
    session: Session,
    run: JobRun,
    slices: Sequence[JobSlice],
    *,
    form: ActionForm | None = None,
    refusal: Refusal | None = None,
) -> dict[str, object]:
    """The template context of a check besides its progress."""
    action = action_of_run(run)
    is_complete = run.state is JobState.DONE and all(part.summary for part in slices)
    whole = combined([summary_of(part.summary) for part in slices]) if is_complete else None
    entity = entity_of(action)
    asked = answer_of(whole or SliceSummary(), request.form, refusal)
    is_said = refusal is not None and not (asked and asked.fault)
    return {
        "title": action_title(action.key),
        "back_url": url_for(f"{entity}.index_view") if entity else url_for("job_run.index_view"),
        "is_complete": is_complete,
        "is_own": run.user_id == current_user.actor.user_id,
        "typed": input_lines(action, run.given or {}),
        "form": form or _form_of(action, run),
        "drift": _drift(session, run) if is_complete else None,
        "faults": [sentence(refusal.code, refusal.facts)] if refusal and is_said else [],
        "asked": asked,
        "confirmed_url": _confirmed_url(session, run),
        "key": secrets.token_urlsafe(16),
        "confirm_label": ACTIONS[action.key].confirm,
        "leaves_out": bool(request.form.get("leaves_out")),
        "batch_count": len(slices),
        "files": file_links(run),
        **summary_context(whole or SliceSummary()),
    }


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """What came of a check's form: the run or check to go to, or the form with its faults."""

    run_id: int | None = None
    form: ActionForm | None = None
    refusal: Refusal | None = None


def send_check(session: Session, run: JobRun, caller: Caller, posted: MultiDict[str, str]) -> Sent:
    """Confirm a check as it was shown; or check its rows again, also when the input was changed."""
    action = action_of_run(run)
    form = form_for(action)(formdata=posted)
    try:
        is_same = read_form(action.input, form) == parse_input(action.input, run.given or {})
        if "confirm" in posted and is_same:
            keys = [row_id for part in slices_of(session, run.id) for row_id in part.keys]
            done = confirm_check(
                session,
                run,
                caller,
                leaves_out=bool(posted.get("leaves_out")),
                answer=read_answer(posted),
            )
            if not done.has_moved and (entity := entity_of(action)):
                take_out(entity, keys)
            return Sent(done.run_id)
        typed = raw_values(form)
        return Sent(_check_again(session, run, action, typed, caller, is_same=is_same))
    except Refused as refused:
        show_faults(form, refused)
        return Sent(form=form, refusal=refused.refusal)


def _check_again(
    session: Session,
    run: JobRun,
    action: AnyAction,
    typed: Mapping[str, object],
    caller: Caller,
    *,
    is_same: bool,
) -> int:
    keys = [row_id for part in slices_of(session, run.id) for row_id in part.keys]
    key = request.form.get("key", "") or secrets.token_urlsafe(16)
    repeats = run.id if is_same else None
    return request_check(session, action, keys, typed, caller, key=key, repeats=repeats)


def _form_of(action: AnyAction, run: JobRun) -> ActionForm | None:
    if not dataclasses.fields(action.input):
        return None
    return form_for(action)(formdata=None, data=dict(run.given or {}))


def _drift(session: Session, run: JobRun) -> Drift | None:
    """What has moved since the check that this one repeats; None: nothing, or it repeats none."""
    earlier = session.get(JobRun, run.check_id) if run.check_id is not None else None
    return drift_of_checks(session, action_of_run(run), earlier, run) if earlier else None


def _confirmed_url(session: Session, run: JobRun) -> str | None:
    wanted = select(JobRun.id).where(JobRun.check_id == run.id, JobRun.is_check.is_(False))
    found = session.scalar(wanted.limit(1))
    return None if found is None else url_for("run.index", id=found)
