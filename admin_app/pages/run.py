"""后台办理的进度: how far a run has come, batch by batch; the page may be left and found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_login import current_user
from sqlalchemy import select

from admin_app.frame import runs_under_way
from admin_app.grid.cells import instant
from admin_app.jobs.kept_refusals import said
from admin_app.labels import action_title, word
from admin_app.pages.page import Page, key_of
from models.base import db
from models.job import OPEN_STATES, JobRun, JobSlice

#: Refusals shown of one batch.
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
    """One run, under the scope of whoever handed it over."""

    @expose("/")
    def index(self) -> str:
        run = self._found()
        return self.render(
            "pages/run.html",
            title=action_title(run.action) if run.action else word(run.kind),
            list_url=url_for("job_run.index_view"),
            **_progress(run),
        )

    @expose("/progress")
    def progress(self) -> str:
        """How far it is alone, for a page that stays open."""
        return self.render("pages/_run.html", **_progress(self._found()))

    @expose("/under_way")
    def under_way(self) -> str:
        """The header's word of one's own runs, while there are any."""
        is_open = runs_under_way(current_user)["runs"] is not None
        return self.render("pages/_runs.html" if is_open else "pages/_runs_done.html")

    def _found(self) -> JobRun:
        found = db.session().scalar(
            select(JobRun).where(JobRun.id == key_of(request.args.get("id", "")))
        )
        return found if found is not None else abort(404)


def _progress(run: JobRun) -> dict[str, Any]:
    """What the page tells of a run and of its batches."""
    slices = db.session().scalars(
        select(JobSlice).where(JobSlice.run_id == run.id).order_by(JobSlice.seq)
    )
    return {
        "run": run,
        "state": word(run.state),
        "reason": word(run.reason) if run.reason else None,
        "is_open": run.state in OPEN_STATES,
        "moved": run.done + run.refused,
        "queued_at": instant(run.queued_at),
        "beat_at": instant(run.beat_at) if run.beat_at else None,
        "ended_at": instant(run.ended_at) if run.ended_at else None,
        "batches": [_line(row) for row in slices],
    }


def _line(row: JobSlice) -> BatchLine:
    kept: list[Any] = row.refusals
    return BatchLine(
        seq=row.seq,
        row_count=len(row.keys),
        state=word(row.state),
        done=row.done,
        receipt_url=url_for("receipt.index", id=row.entry_id) if row.entry_id else None,
        refusals=[said(each) for each in kept[:_MOST_SAID]],
        refused_count=len(kept),
    )
