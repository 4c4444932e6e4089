"""报表: a saved report as a page and its files, and the page that tries one out before it is kept.

Each reader sees their own rows in it: the report is worked out under their scope, with the columns
of their role. What is not theirs to read is not there for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.refusal import Refusal, Refused
from actions.core.reports.report_rules import ReportRefusal
from actions.definitions.define_report import DEFINE_REPORT
from actions.permissions import may_run
from actions.workspace.mail_report import MAIL_REPORT
from actions.workspace.put_on_desk import PUT_ON_DESK
from actions.workspace.take_off_desk import TAKE_OFF_DESK
from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadRequestError
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.condition_chips import chips_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.page_text import title_of_list
from admin_app.grid.reporting.builder import fields_of
from admin_app.grid.reporting.cost import MAXIMUM_AT_ONCE, MAXIMUM_ON_DESK, Cost, cost_of
from admin_app.grid.reporting.drawn import Drawn, draw
from admin_app.grid.reporting.measuring import measure
from admin_app.grid.reporting.question import Question, read_question
from admin_app.grid.spec import STAFF
from admin_app.labels import action_title, sentence
from admin_app.labels.list_fault import ListFault
from admin_app.pages.definitions.desk_reports import desk_reports
from admin_app.pages.definitions.report_draft import (
    asked_spec,
    change_address,
    changed_report,
    save_address,
)
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Report
from admin_app.papers.report_files import offered_files, send_printed, send_report
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.scope import scope_of
from models.definitions.own_words import known_language
from models.definitions.report import (
    ReportSpec,
    SavedReport,
    nearest,
)
from models.workspace.report_tile import own_tiles, reports_on_desk

#: Most rows on the page; the list and the files have the others.
MAXIMUM_SHOWN_ROWS = 200
#: Most rows while it is tried out: enough to judge its columns by.
MAXIMUM_TRIED_ROWS = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A report as its reader opened it."""

    question: Question
    title: str
    drawn: Drawn

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
        )


class SavedReportPage(Page):
    """One report by its key, and one that is being made."""

    endpoint = "saved_report"
    readers = STAFF
    #: What keeps a report: lists lead here for who may run it.
    makes = DEFINE_REPORT

    def __init__(self) -> None:
        super().__init__()
        self.url = "/admin/report"

    def _run_view(
        self, fn: Callable[..., ResponseReturnValue], *args: object, **kwargs: object
    ) -> ResponseReturnValue:
        try:
            return super()._run_view(fn, *args, **kwargs)
        except BadListError as error:
            raise BadRequestError(sentence(error.refusal.code, error.refusal.facts)) from error

    @expose("/<key>/")
    def shown(self, key: str) -> ResponseReturnValue:
        """The report as the reader sees it today."""
        report = _found(key)
        opened = _opened(report, MAXIMUM_SHOWN_ROWS)
        tiles = db.session().scalars(own_tiles(current_user.actor.user_id))
        is_on_desk = report.id in {tile.report_id for tile in tiles}
        verb = TAKE_OFF_DESK if is_on_desk else PUT_ON_DESK
        desk_url = url_for("report.action_view", action=verb.key, ids=report.id)
        return self._page(
            opened,
            report=report,
            maximum=MAXIMUM_SHOWN_ROWS,
            files=_files(opened, report),
            desk=(action_title(verb.key), desk_url),
            mail_url=url_for("report.action_view", action=MAIL_REPORT.key, ids=report.id)
            if may_run(current_user.actor, MAIL_REPORT)
            else None,
        )

    @expose("/<key>/export/", methods=("POST",))
    def export(self, key: str) -> Response:
        """The report as CSV or a workbook; the export is recorded first."""
        report = _found(key)
        opened = _opened(report, MAXIMUM_REPORT_ROWS)
        return send_report(opened.report(_selection(report)), opened.question.grid.readers)

    @expose("/<key>/pdf/", methods=("POST",))
    def pdf(self, key: str) -> Response:
        """The report as it is printed; the export is recorded first."""
        report = _found(key)
        opened = _opened(report, MAXIMUM_REPORT_ROWS)
        return send_printed(opened.report(_selection(report)), opened.question.grid.readers)

    @expose("/open/")
    def open(self) -> ResponseReturnValue:
        """To the page of the report whose row was opened."""
        wanted = select(SavedReport).where(SavedReport.id == key_of(request.args.get("id", "")))
        report = db.session().scalars(wanted).one_or_none() or abort(404)
        return redirect(address_of(report))

    @expose("/desk/")
    def desk(self) -> str:
        """The reports on the reader's desk, as a piece of it."""
        session, actor = db.session(), current_user.actor
        language = known_language(session)
        reports = [
            (report, report.name_in(language), address_of(report))
            for report in reports_on_desk(session, actor.user_id)
            if report.is_seen_by(actor.role)
        ]
        piece: str = self.render(
            "pages/definitions/_desk_reports.html",
            reports=list(desk_reports(reports, _on_desk)),
        )
        return piece

    @expose("/draft/")
    def draft(self) -> ResponseReturnValue:
        """A report that is not kept yet, tried out with what was chosen."""
        report = changed_report()
        spec = report.spec if report is not None and "entity" not in request.args else asked_spec()
        question = _question(spec)
        title = report.name_in(known_language(db.session())) if report else _("新报表")
        opened = Opened(question, title, _drawn(question, title, MAXIMUM_TRIED_ROWS))
        return self._page(
            opened,
            report=report,
            maximum=MAXIMUM_TRIED_ROWS,
            files=None,
            fields=fields_of(question.grid, spec),
            save=save_address(question, report),
        )

    def _page(self, opened: Opened, report: SavedReport | None, **context: object) -> str:
        question = opened.question
        index = url_for(f"{question.grid.entity}.index_view")
        page: str = self.render(
            "pages/definitions/saved_report.html",
            title=opened.title,
            opened=opened,
            table=opened.drawn.table,
            chart=opened.drawn.chart,
            said=conditions_said(question),
            today=the_clock().today(),
            list_url=f"{index}?{question.state.query(columns=())}",
            change_url=change_address(report),
            report=report,
            **context,
        )
        return page


# Its first page would be the list of reports, which is another view.
SavedReportPage._default_view = "draft"  # noqa: SLF001  what Flask-Admin asks of a view


def address_of(report: SavedReport) -> str:
    """The address of a report's page; with its office where the reader sees others of its key."""
    chain = scope_of(db.session()).chain
    place = {} if report.office_code in chain else {"of": report.office_code}
    return url_for("saved_report.shown", key=report.key, **place)


def conditions_said(question: Question) -> list[str]:
    """The named list and the conditions in words."""
    named = question.state.named
    chips = chips_of(ListRequest(db.session(), question.grid, question.state), ())
    return [title_of_list(question.grid, named), *(chip.said for chip in chips)]


def _found(key: str) -> SavedReport:
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


def _opened(report: SavedReport, most: int) -> Opened:
    question, title = _question(report.spec), report.name_in(known_language(db.session()))
    return Opened(question, title, _drawn(question, title, most))


def _question(spec: ReportSpec) -> Question:
    return read_question(db.session(), GRIDS, current_user.actor.role, spec)


def _drawn(question: Question, title: str, most: int) -> Drawn:
    session = db.session()
    if cost_of(session, question) is Cost.LATER:
        raise BadListError(ListFault.TOO_MANY_TO_GROUP, maximum=f"{MAXIMUM_AT_ONCE:,}")
    return draw(
        session, question, title, most, partial(measure, session, most_examined=MAXIMUM_AT_ONCE)
    )


def _on_desk(report: SavedReport) -> Drawn | None:
    """The report as a tile; None where it has too many rows for one."""
    session, question = db.session(), _question(report.spec)
    if cost_of(session, question, MAXIMUM_ON_DESK) is Cost.LATER:
        return None
    measured = partial(measure, session, most_examined=MAXIMUM_ON_DESK)
    return draw(session, question, report.name_in(known_language(session)), 1, measured)


def _files(opened: Opened, report: SavedReport) -> object:
    place = {"key": report.key}
    return offered_files(
        [opened.drawn.table.caption],
        len(opened.drawn.table.rows),
        url_for(".export", **place),
        url_for(".pdf", **place),
    )


def _selection(report: SavedReport) -> str:
    """What the record of an export says was asked for."""
    return f"report {report.office_code}/{report.key}: {report.conditions or ''}"
