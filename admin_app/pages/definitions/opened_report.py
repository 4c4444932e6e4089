"""A saved report as its reader opens it: worked out now, or drawn from a background run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.refusal import Refusal, Refused
from actions.core.reports.report_rules import ReportRefusal
from admin_app.auth.current_actor import the_clock
from admin_app.grid.listing.condition_chips import chips_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.page_text import title_of_list
from admin_app.grid.reporting.cost import MAXIMUM_AT_ONCE, MAXIMUM_ON_DESK, Cost, cost_of
from admin_app.grid.reporting.drawn import Drawn, draw, without_figures
from admin_app.grid.reporting.measuring import measure
from admin_app.grid.reporting.question import Question, read_question
from admin_app.pages.definitions.report_runs import ReportRun, drawn_from, newest_run
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Report
from admin_app.views import GRIDS
from models.core.base import db
from models.core.scope import scope_of
from models.definitions.own_words import known_language
from models.definitions.report import ReportSpec, SavedReport, nearest


@dataclass(frozen=True, slots=True)
class Opened:
    """A report as its reader opened it."""

    question: Question
    title: str
    drawn: Drawn
    #: Of a report that is worked out in the background: the reader's newest run, if any.
    is_large: bool = False
    background: ReportRun | None = None

    def report(self, selection: str = "") -> Report:
        """What its files are made of."""
        return Report(
            model=self.question.grid.model,
            title=self.title,
            office=current_user.office_name,
            on=the_clock().today(),
            selection=selection,
            facts=[(_("条件"), said) for said in conditions_said(self.question)],
            tables=[self.drawn.table],
            is_cut=self.drawn.is_cut,
            notes=[self.told_as_of] if self.is_large else [],
        )

    @property
    def told_as_of(self) -> str:
        """When figures were worked out that are not those of the moment."""
        if self.background is None or not self.background.is_whole:
            return ""
        return _("数字按 %(at)s 的记录算出。", at=self.background.ended_at)

    @property
    def has_figures(self) -> bool:
        """Whether it was worked out, now or in the background."""
        return not self.is_large or bool(self.told_as_of)


def address_of(report: SavedReport) -> str:
    """The address of a report's page; with its office where the reader sees others of its key."""
    return url_for("saved_report.shown", **place_of(report))


def place_of(report: SavedReport) -> dict[str, str]:
    """What the address of its page says of it."""
    chain = scope_of(db.session()).chain
    place = {} if report.office_code in chain else {"of": report.office_code}
    return {"key": report.key, **place}


def conditions_said(question: Question) -> list[str]:
    """The named list and the conditions in words."""
    named = question.state.named
    chips = chips_of(ListRequest(db.session(), question.grid, question.state), ())
    return [title_of_list(question.grid, named), *(chip.said for chip in chips)]


def found_report(key: str) -> SavedReport:
    """The report that the reader means by its key; 404 for one that they do not see."""
    session = db.session()
    wanted = select(SavedReport).where(SavedReport.key == key)
    if office := request.args.get("of", ""):
        wanted = wanted.where(SavedReport.office_code == office)
    report = nearest(session.scalars(wanted).all(), scope_of(session).chain) or abort(404)
    facts = {"name": report.name_in(known_language(session))}
    if not report.is_active:
        raise Refused(Refusal(ReportRefusal.RETIRED, facts))
    if not report.is_seen_by(current_user.actor.role):
        raise Refused(Refusal(ReportRefusal.NOT_FOR_ROLE, facts))
    return report


def opened_report(report: SavedReport, most: int) -> Opened:
    """A report that is kept, of rows with so many at most. Raises BadListError."""
    question, title = question_of(report.spec), report.name_in(known_language(db.session()))
    return with_figures(question, title, most, report)


def question_of(spec: ReportSpec) -> Question:
    """What a report asks, to its reader. Raises BadListError."""
    return read_question(db.session(), GRIDS, current_user.actor.role, spec)


def with_figures(
    question: Question, title: str, most: int, report: SavedReport | None = None
) -> Opened:
    """The report worked out now; a large one as its reader had it worked out in the background."""
    session = db.session()
    if cost_of(session, question, MAXIMUM_AT_ONCE) is Cost.NOW:
        measured = partial(measure, session, most_examined=MAXIMUM_AT_ONCE)
        return Opened(question, title, draw(session, question, title, most, measured))
    found = None if report is None else newest_run(session, report)
    if found is None or not found.is_whole:
        return Opened(question, title, without_figures(title), is_large=True, background=found)
    drawn = drawn_from(session, found.run, question, title)
    return Opened(question, title, drawn, is_large=True, background=found)


def report_for_file(report: SavedReport) -> Opened:
    """The report for a file. Raises Refused for a large one that has no figures yet."""
    opened = opened_report(report, MAXIMUM_REPORT_ROWS)
    if not opened.has_figures:
        raise Refused(Refusal(ReportRefusal.NO_FIGURES, {"name": opened.title}))
    return opened


def drawn_on_desk(report: SavedReport) -> tuple[Drawn, str] | None:
    """The report as a tile, and when its figures were worked out if that was not just now; None
    where it has too many rows for one.
    """
    session, question = db.session(), question_of(report.spec)
    title = report.name_in(known_language(session))
    if cost_of(session, question, MAXIMUM_ON_DESK) is Cost.NOW:
        measured = partial(measure, session, most_examined=MAXIMUM_ON_DESK)
        return draw(session, question, title, 1, measured), ""
    found = newest_run(session, report)
    if found is None or not found.is_whole:
        return None
    drawn = drawn_from(session, found.run, question, title)
    return drawn, Opened(question, title, drawn, is_large=True, background=found).told_as_of
