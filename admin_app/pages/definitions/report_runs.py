"""Reports that are worked out in the background: the run itself, and what its asker sees of it.

A run may be killed at any point: its slices are read again, each once. The figures are drawn for
the one who asked, and for nobody who sees other rows than they did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_login import current_user
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from actions.core.refusal import Verdict
from actions.core.refusal_json import keep
from actions.jobs.stop_run import STOP_RUN
from actions.permissions import may_run
from actions.workspace.work_out_report import WORK_OUT_REPORT, reader_of
from admin_app.forms.refusal_text import refusal_message
from admin_app.grid.errors import BadListError
from admin_app.grid.reporting.drawn import Drawn, draw
from admin_app.grid.reporting.key_slices import combined_sides, measured_slice
from admin_app.grid.reporting.question import Question, read_question
from admin_app.jobs.batch_run import StoppedError, present_person, slice_counts, waiting_slices
from admin_app.labels import word
from admin_app.views import GRIDS
from models.core.clock import Clock
from models.core.scope import EVERYTHING, scoped_session
from models.core.setting import know_day
from models.definitions.report import SavedReport, stored_spec
from models.jobs.job_progress import Lease, begin_slice, end, mark_slice, record_heartbeat
from models.jobs.job_run import (
    OPEN_STATES,
    REPORT_RUN,
    JobEvent,
    JobReason,
    JobRun,
    JobSlice,
    JobState,
    SliceEvent,
    SliceState,
)
from models.values.calendar import instant


def carry_on_report(engine: Engine, lease: Lease, clock: Clock) -> bool:
    """Read the slices that are left as the one who asked; False when the lease was lost."""
    with scoped_session(engine, EVERYTHING) as session:
        run = session.get_one(JobRun, lease.run_id)
        assert run.user_id is not None
        assert run.given is not None
        user_id, asked, day = run.user_id, run.given, run.day
    try:
        for part in waiting_slices(engine, lease):
            actor = present_person(engine, user_id, WORK_OUT_REPORT)
            with scoped_session(engine, actor.scope) as session:
                _require_same_reader(session, actor, asked)
                know_day(session, day)
                if begin_slice(engine, part.id, clock.now()):
                    _carry_out(engine, session, actor, asked, part)
            done, refused = slice_counts(engine, lease)
            if not record_heartbeat(engine, lease, clock.now(), done=done, refused=refused):
                return False
    except StoppedError as stopped:
        return end(engine, lease, JobEvent.FAIL, clock.now(), reason=stopped.reason)
    done, refused = slice_counts(engine, lease)
    return end(engine, lease, JobEvent.FINISH, clock.now(), done=done, refused=refused)


def _require_same_reader(session: Session, actor: Actor, asked: dict[str, object]) -> None:
    """Raises StoppedError for who sees other rows than when they asked."""
    if reader_of(session, actor) != asked["reader"]:
        raise StoppedError(JobReason.RIGHT_LOST)


def _carry_out(
    engine: Engine, session: Session, actor: Actor, asked: dict[str, object], part: JobSlice
) -> None:
    """Keep the lines of a slice, or why it has none."""
    (first,) = part.keys
    # Names and refusals are said in a request's context, as pages have it.
    app = current_app._get_current_object()  # noqa: SLF001  the proxy stands for another app later
    with app.test_request_context():
        try:
            question = read_question(session, GRIDS, actor.role, stored_spec(asked["spec"]))
            sides = measured_slice(session, question, (first, first + asked["size"] - 1))
        except BadListError as error:
            refusals = keep([Verdict(0, "", error.refusal)])
            mark_slice(engine, part.id, SliceEvent.REFUSE, refusals=refusals)
            return
    mark_slice(engine, part.id, SliceEvent.CARRY_OUT, done=1, lines=sides)


@dataclass(frozen=True, slots=True)
class ReportRun:
    """The newest run of a report, to the one who asked for it."""

    run: JobRun
    #: Why there are no figures; empty while it is under way, and where there are.
    fault: str
    stop_url: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is under way."""
        return self.run.state in OPEN_STATES

    @property
    def is_whole(self) -> bool:
        """Whether its figures are there."""
        return not self.is_open and not self.fault

    @property
    def state(self) -> str:
        """The word of its state."""
        return word(self.run.state)

    @property
    def ended_at(self) -> str:
        """When its figures were there."""
        return str(instant(self.run.ended_at)) if self.run.ended_at else ""


def newest_run(session: Session, report: SavedReport) -> ReportRun | None:
    """The reader's newest run of the report as it is now, as they see rows now."""
    actor = current_user.actor
    wanted = (
        select(JobRun)
        .where(JobRun.user_id == actor.user_id, JobRun.key.startswith(f"{REPORT_RUN}{report.id}:"))
        .order_by(JobRun.id.desc())
        .limit(1)
    )
    run = session.scalars(wanted).one_or_none()
    now = {"spec": report.spec.stored(), "reader": reader_of(session, actor)}
    if run is None or run.given is None or any(run.given[name] != now[name] for name in now):
        return None
    slices = _slices(session, run)
    is_left = any(part.state is SliceState.WAITING and part.begun_at is None for part in slices)
    may_stop = is_left and run.state in OPEN_STATES and may_run(actor, STOP_RUN)
    stop_url = url_for("job_run.action_view", action=STOP_RUN.key, ids=run.id) if may_stop else None
    return ReportRun(run, _fault(run, slices), stop_url)


def _slices(session: Session, run: JobRun) -> Sequence[JobSlice]:
    wanted = select(JobSlice).where(JobSlice.run_id == run.id).order_by(JobSlice.seq)
    return session.scalars(wanted).all()


def _fault(run: JobRun, slices: Sequence[JobSlice]) -> str:
    if run.state is JobState.FAILED:
        return word(run.reason or JobReason.ERROR)
    refused = next((part for part in slices if part.state is SliceState.REFUSED), None)
    return "" if refused is None else refusal_message(refused.refusals[0])[1]


def drawn_from(session: Session, run: JobRun, question: Question, title: str) -> Drawn:
    """The report from the figures of its run. Raises BadListError for too many groups."""
    wanted = select(JobSlice.lines).where(JobSlice.run_id == run.id).order_by(JobSlice.seq)
    sides = iter(combined_sides(session, question, session.scalars(wanted)))
    return draw(session, question, title, 0, lambda _side: next(sides))
