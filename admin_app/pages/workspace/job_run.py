"""后台办理的进度: the progress of a background run, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.core.refusal import Refusal
from actions.jobs.stop_run import STOP_RUN, StopRunNote, may_stop
from actions.permissions import may_run, reach_of
from actions.selection_summary import combined, summary_of
from admin_app.auth.current_actor import caller, the_clock
from admin_app.files.csv_writer import CSV_TYPE, file_answer, file_name
from admin_app.files.xlsx_writer import CONTENT_TYPE, pieces_of, write_book
from admin_app.forms.action_form import ActionForm
from admin_app.forms.refusal_text import refusal_message
from admin_app.grid.planning.selection_files import SelectionFile
from admin_app.grid.planning.selection_text import input_lines, summary_context
from admin_app.jobs.selection_check import lines_in_slices, request_check, slices_of, whole_of
from admin_app.labels import action_title, word
from admin_app.pages.workspace.run_check import (
    FORMS,
    action_of_run,
    check_context,
    entity_of,
    file_links,
    send_check,
)
from admin_app.web.page import Page, key_of
from admin_app.web.page_frame import runs_under_way
from models.core.base import db
from models.core.journal import Door
from models.core.scope import scoped_session
from models.jobs.job_run import OPEN_STATES, JobRun, JobSlice, JobState, SliceState
from models.values.calendar import instant
from models.workspace.basket import tick

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
    def index(self) -> ResponseReturnValue:
        run = _found_run()
        if run.is_of_report:
            return redirect(url_for("saved_report.open", id=(run.given or {}).get("report_id")))
        if run.is_check:
            return self._check_page(run)
        return self.render(
            "pages/workspace/job_run.html",
            title=action_title(run.action) if run.action else word(run.kind),
            about=_("后台任务 %(id)s", id=run.id),
            list_url=url_for("job_run.index_view"),
            **_progress(run),
        )

    @expose("/progress")
    def progress(self) -> ResponseReturnValue:
        """The progress as a fragment, for polling; a check that has ended asks for its page."""
        run = self._requested_run()
        if not run.is_check:
            return self.render("pages/workspace/_job_run.html", **_progress(run))
        context = {**_progress(run), "is_complete": run.state is JobState.DONE}
        body = self.render("pages/workspace/_check_progress.html", **context)
        return body if run.state in OPEN_STATES else (body, {"HX-Refresh": "true"})

    @expose("/check/", methods=("POST",))
    def check(self) -> ResponseReturnValue:
        """Confirm one's own check, or have its rows checked again."""
        run = self._own_run()
        sent = send_check(db.session(), run, caller(Door.GRID), request.form)
        if sent.run_id is not None:
            return redirect(url_for(".index", id=sent.run_id), code=303)
        return self._check_page(self._own_run(), form=sent.form, refusal=sent.refusal), 422

    @expose("/again/", methods=("POST",))
    def again(self) -> ResponseReturnValue:
        """Have the rows of one's own run that were stopped checked, to go on with them."""
        run = self._own_run()
        keys = _stopped_keys(slices_of(db.session(), run.id))
        run_id = request_check(
            db.session(),
            action_of_run(run),
            keys,
            dict(run.given or {}),
            caller(Door.GRID),
            key=f"rest:{run.key}",
        )
        return redirect(url_for(".index", id=run_id), code=303)

    @expose("/tick/", methods=("POST",))
    def tick(self) -> ResponseReturnValue:
        """Tick the refused rows of a run in their list, as many as a basket holds."""
        run = self._requested_run()
        entity, keys = entity_of(action_of_run(run)), _refused_keys(run)
        if entity is None or not keys:
            abort(404)
        user_id = current_user.actor.user_id
        kept = tick(db.engine, user_id, entity, the_clock().now(), add=keys)
        if len(kept) < len(keys):
            said = _(
                "已勾选前 %(n)s 条，共 %(m)s 条；办完后可以接着勾选。", n=len(kept), m=len(keys)
            )
            flash(said, "warning")
        return redirect(url_for(f"{entity}.ticked_view"), code=303)

    @expose("/file/")
    def file(self) -> Response:
        """All rows with verdict, reason and facts, as CSV or a workbook."""
        run, form = self._requested_run(), request.args.get("form", "csv")
        if run.action is None or form not in FORMS:
            abort(404)
        run_id, title = run.id, action_title(run.action)
        name = file_name(f"{title}-{run.id}", the_clock().today(), form)
        opening = scoped_session(db.engine, current_user.actor.scope)
        if form == "xlsx":
            with opening as own:
                book = write_book(_selection_file(own, run_id).leaves())
            return file_answer(pieces_of(book), CONTENT_TYPE, name)
        return file_answer(stream_with_context(_csv_pieces(opening, run_id)), CSV_TYPE, name)

    @expose("/under_way")
    def under_way(self) -> str:
        """The indicator of one's own active runs in the header."""
        is_open = runs_under_way(current_user)["runs"] is not None
        return self.render(
            "pages/workspace/_job_runs.html" if is_open else "pages/workspace/_job_runs_done.html"
        )

    def _check_page(
        self, run: JobRun, *, form: ActionForm | None = None, refusal: Refusal | None = None
    ) -> str:
        slices = slices_of(db.session(), run.id)
        context = check_context(db.session(), run, slices, form=form, refusal=refusal)
        return self.render("pages/workspace/check.html", **(_progress(run) | context))

    def _own_run(self) -> JobRun:
        run = self._requested_run()
        return run if run.action and run.user_id == current_user.actor.user_id else abort(404)

    def _requested_run(self) -> JobRun:
        run = _found_run()
        # The figures of a report are for the one who asked, on the page of the report.
        return abort(404) if run.is_of_report else run


def _found_run() -> JobRun:
    wanted = select(JobRun).where(JobRun.id == key_of(request.args.get("id", "")))
    return db.session().scalar(wanted) or abort(404)


def _progress(run: JobRun) -> dict[str, object]:
    """The template context of a run and its batches."""
    slices = slices_of(db.session(), run.id)
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
        **_result(run, slices),
    }


def _result(run: JobRun, slices: Sequence[JobSlice]) -> dict[str, object]:
    """Of a selection: what was typed, what came of it in sums and by reason, and its file."""
    if run.action is None:
        return {"typed": None}
    whole = combined([summary_of(part.summary) for part in slices])
    may = may_run(current_user.actor, action_of_run(run))
    return {
        "typed": [
            *input_lines(action_of_run(run), run.given or {}),
            *([(_("差异说明"), run.answer)] if run.answer else ()),
        ],
        "files": file_links(run),
        "tick_url": url_for("run.tick", id=run.id) if may and whole.refused else None,
        "tick_count": whole.refused,
        **summary_context(whole),
    }


def _stop_url(run: JobRun, slices: Sequence[JobSlice]) -> str | None:
    """The link to stop the remaining batches, for those who may and if there are any."""
    is_left = any(row.state is SliceState.WAITING and row.begun_at is None for row in slices)
    actor = current_user.actor
    reach = reach_of(actor, STOP_RUN)
    reaches = reach is Reach.SCOPE or (reach and run.office_code == actor.office_code)
    if not (is_left and reaches and may_stop(actor, run) and run.state in OPEN_STATES):
        return None
    return url_for("job_run.action_view", action=STOP_RUN.key, ids=run.id)


def _stopped(run: JobRun, slices: Sequence[JobSlice]) -> dict[str, object]:
    """Stopped rows with the reason, and whether the reader may go on with them."""
    stopped = [row for row in slices if _is_stopped(row)]
    if not stopped:
        return {"stopped": None, "go_on": False}
    return {
        "stopped": refusal_message(stopped[0].refusals[0])[1],
        "stopped_count": len(_stopped_keys(slices)),
        "go_on": run.user_id == current_user.actor.user_id
        and may_run(current_user.actor, action_of_run(run)),
    }


def _is_stopped(row: JobSlice) -> bool:
    return [each[1] for each in row.refusals] == [StopRunNote.STOPPED]


def _stopped_keys(slices: Sequence[JobSlice]) -> list[int]:
    return [key for row in slices if _is_stopped(row) for key in row.keys]


def _refused_keys(run: JobRun) -> list[int]:
    if run.action is None or run.is_check:
        return []
    lines = lines_in_slices(db.session(), run.id)
    return [line[0] for part in lines for line in part]


def _selection_file(session: Session, run_id: int) -> SelectionFile:
    """The file of a run, read in a session of its own."""
    run = session.get_one(JobRun, run_id)
    assert run.action is not None
    facts = [
        *input_lines(action_of_run(run), run.given or {}),
        (_("提交人"), run.by),
        (_("排队时间"), str(instant(run.queued_at))),
    ]
    whole = whole_of(session, run_id)
    return SelectionFile(session, run, action_title(run.action), whole, facts)


def _csv_pieces(opening: AbstractContextManager[Session], run_id: int) -> Iterator[bytes]:
    with opening as own:
        yield from _selection_file(own, run_id).csv()


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
