"""后台办理的进度: the progress of a background run, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.action import Reach
from actions.jobs.stop_run import STOP_RUN, StopRunNote, may_stop
from actions.permissions import action_of, grants_of
from admin_app.forms.refusal_text import refusal_message
from admin_app.grid.planning.selection import Selection
from admin_app.labels import action_title, word
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from admin_app.web.page_frame import runs_under_way
from models.core.base import db
from models.jobs.job_run import OPEN_STATES, JobRun, JobSlice, SliceState
from models.values.calendar import instant

#: Most refusals shown per batch.
_MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch as the template draws it."""

    seq: int
    row_count: int
    state: str
    done: int
    receipt_url: str | None
    refusals: list[tuple[str, str]]
    refused_count: int


class RunPage(Page):
    """One run, in the scope of the user who queued it."""

    endpoint = "run"

    @expose("/")
    def index(self) -> str:
        run = self._requested_run()
        return self.render(
            "pages/workspace/job_run.html",
            title=action_title(run.action) if run.action else word(run.kind),
            about=_("后台任务 %(id)s", id=run.id),
            list_url=url_for("job_run.index_view"),
            **_progress(run),
        )

    @expose("/progress")
    def progress(self) -> str:
        """The progress as a fragment, for polling."""
        return self.render("pages/workspace/_job_run.html", **_progress(self._requested_run()))

    @expose("/under_way")
    def under_way(self) -> str:
        """The indicator of one's own active runs in the header."""
        is_open = runs_under_way(current_user)["runs"] is not None
        return self.render(
            "pages/workspace/_job_runs.html" if is_open else "pages/workspace/_job_runs_done.html"
        )

    def _requested_run(self) -> JobRun:
        found = db.session().scalar(
            select(JobRun).where(JobRun.id == key_of(request.args.get("id", "")))
        )
        return found if found is not None else abort(404)


def _progress(run: JobRun) -> dict[str, object]:
    """The template context of a run and its batches."""
    wanted = select(JobSlice).where(JobSlice.run_id == run.id).order_by(JobSlice.seq)
    slices = db.session().scalars(wanted).all()
    return {
        "run": run,
        "state": word(run.state),
        "reason": word(run.reason) if run.reason else None,
        "is_open": run.state in OPEN_STATES,
        "moved": run.done + run.refused,
        "queued_at": instant(run.queued_at),
        "beat_at": instant(run.beat_at) if run.beat_at else None,
        "ended_at": instant(run.ended_at) if run.ended_at else None,
        "batches": [_batch_line(row) for row in slices],
        "stop_url": _stop_url(run, slices),
        **_stopped(run, slices),
    }


def _stop_url(run: JobRun, slices: Sequence[JobSlice]) -> str | None:
    """The link to stop the remaining batches, for those who may and if there are any."""
    is_left = any(row.state is SliceState.WAITING and row.begun_at is None for row in slices)
    actor = current_user.actor
    reach = grants_of(STOP_RUN).get(actor.role)
    reaches = reach is Reach.SCOPE or (reach and run.office_code == actor.office_code)
    if not (is_left and reaches and may_stop(actor, run) and run.state in OPEN_STATES):
        return None
    return url_for("job_run.action_view", action=STOP_RUN.key, ids=run.id)


def _stopped(run: JobRun, slices: Sequence[JobSlice]) -> dict[str, object]:
    """Stopped rows with the reason, and the link to resume them for those who may."""
    stopped = [row for row in slices if [each[1] for each in row.refusals] == [StopRunNote.STOPPED]]
    if not stopped:
        return {"stopped": None, "go_on_url": None}
    action = action_of(run.action or "")
    entity = next((e for e, grid in GRIDS.items() if action and grid.model is action.model), None)
    may = action is not None and current_user.actor.role in grants_of(action)
    keys = tuple(key for row in stopped for key in row.keys)
    return {
        "stopped": refusal_message(stopped[0].refusals[0])[1],
        "stopped_count": len(keys),
        "go_on_url": url_for(f"{entity}.action_view", action=run.action)
        if entity and may
        else None,
        "go_on_action": run.action,
        "selection": Selection(entity or "", current_user.actor.key, keys).sign(),
    }


def _batch_line(row: JobSlice) -> BatchLine:
    kept: list[Any] = row.refusals
    return BatchLine(
        seq=row.seq,
        row_count=len(row.keys),
        state=word(row.state),
        done=row.done,
        receipt_url=url_for("receipt.index", id=row.entry_id) if row.entry_id else None,
        refusals=[refusal_message(each) for each in kept[:_MOST_SAID]],
        refused_count=len(kept),
    )
