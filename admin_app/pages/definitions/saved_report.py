"""报表: a saved report as a page and its files, and the page that tries one out before it is kept.

Each reader sees their own rows in it: the report is worked out under their scope, with the columns
of their role. What is not theirs to read is not there for them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.action import Nothing
from actions.definitions.define_report import DEFINE_REPORT
from actions.perform import perform
from actions.permissions import may_run
from actions.workspace.mail_report import MAIL_REPORT
from actions.workspace.put_on_desk import PUT_ON_DESK
from actions.workspace.take_off_desk import TAKE_OFF_DESK
from actions.workspace.work_out_report import WORK_OUT_REPORT
from admin_app.auth.current_actor import caller, the_clock
from admin_app.forms.request_errors import BadRequestError
from admin_app.grid.errors import BadListError
from admin_app.grid.reporting.builder import fields_of
from admin_app.grid.reporting.cost import MAXIMUM_AT_ONCE
from admin_app.grid.reporting.group_names import list_url
from admin_app.grid.spec import STAFF
from admin_app.jobs.queue import the_queue
from admin_app.labels import action_title, sentence
from admin_app.pages.definitions.desk_reports import desk_reports
from admin_app.pages.definitions.opened_report import (
    Opened,
    address_of,
    conditions_said,
    drawn_on_desk,
    found_report,
    opened_report,
    place_of,
    question_of,
    report_for_file,
    with_figures,
)
from admin_app.pages.definitions.report_draft import (
    asked_spec,
    change_address,
    changed_report,
    save_address,
)
from admin_app.pages.definitions.report_runs import newest_run
from admin_app.papers.report_files import offered_files, send_printed, send_report
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.definitions.own_words import known_language
from models.definitions.report import (
    SavedReport,
)
from models.workspace.report_tile import own_tiles, reports_on_desk

#: Most rows on the page; the list and the files have the others.
MAXIMUM_SHOWN_ROWS = 200
#: Most rows while it is tried out: enough to judge its columns by.
MAXIMUM_TRIED_ROWS = 20


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
        report = found_report(key)
        opened = opened_report(report, MAXIMUM_SHOWN_ROWS)
        tiles = db.session().scalars(own_tiles(current_user.actor.user_id))
        is_on_desk = report.id in {tile.report_id for tile in tiles}
        verb = TAKE_OFF_DESK if is_on_desk else PUT_ON_DESK
        desk_url = url_for("report.action_view", action=verb.key, ids=report.id)
        return self._page(
            opened,
            report=report,
            maximum=MAXIMUM_SHOWN_ROWS,
            files=_files(opened, report) if opened.has_figures else None,
            work_out_url=url_for(".work_out", **place_of(report)) if opened.is_large else None,
            progress_url=url_for(".progress", **place_of(report)),
            desk=(action_title(verb.key), desk_url),
            mail_url=url_for("report.action_view", action=MAIL_REPORT.key, ids=report.id)
            if may_run(current_user.actor, MAIL_REPORT)
            else None,
        )

    @expose("/<key>/progress/")
    def progress(self, key: str) -> ResponseReturnValue:
        """How far the background is, for polling; the page comes again when it has ended."""
        report = found_report(key)
        background = newest_run(db.session(), report)
        if background is None or not background.is_open:
            return "", {"HX-Refresh": "true"}
        piece: str = self.render(
            "pages/definitions/_report_run.html",
            background=background,
            progress_url=url_for(".progress", **place_of(report)),
        )
        return piece

    @expose("/<key>/work_out/", methods=("POST",))
    def work_out(self, key: str) -> ResponseReturnValue:
        """Have the report worked out in the background, and follow it on its page."""
        report = found_report(key)
        place = place_of(report)
        session, by = db.session(), caller(Door.GRID)
        token = secrets.token_urlsafe(16)
        done = perform(session, WORK_OUT_REPORT, [report.id], Nothing(), by, key=token)
        the_queue().wake(int(done.totals["run_id"]))
        return redirect(url_for(".shown", **place), code=303)

    @expose("/<key>/export/", methods=("POST",))
    def export(self, key: str) -> Response:
        """The report as CSV or a workbook; the export is recorded first."""
        report = found_report(key)
        opened = report_for_file(report)
        return send_report(opened.report(_selection(report)), opened.question.grid.readers)

    @expose("/<key>/pdf/", methods=("POST",))
    def pdf(self, key: str) -> Response:
        """The report as it is printed; the export is recorded first."""
        report = found_report(key)
        opened = report_for_file(report)
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
            reports=list(desk_reports(reports, drawn_on_desk)),
        )
        return piece

    @expose("/draft/")
    def draft(self) -> ResponseReturnValue:
        """A report that is not kept yet, tried out with what was chosen."""
        report = changed_report()
        spec = report.spec if report is not None and "entity" not in request.args else asked_spec()
        question = question_of(spec)
        title = report.name_in(known_language(db.session())) if report else _("新报表")
        opened = with_figures(question, title, MAXIMUM_TRIED_ROWS)
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
        page: str = self.render(
            "pages/definitions/saved_report.html",
            title=opened.title,
            opened=opened,
            table=opened.drawn.table,
            chart=opened.drawn.chart,
            said=conditions_said(question),
            today=the_clock().today(),
            at_once=MAXIMUM_AT_ONCE,
            list_url=list_url(question),
            change_url=change_address(report),
            report=report,
            **context,
        )
        return page


# Its first page would be the list of reports, which is another view.
SavedReportPage._default_view = "draft"  # noqa: SLF001  what Flask-Admin asks of a view


def _files(opened: Opened, report: SavedReport) -> object:
    place = place_of(report)
    return offered_files(
        [opened.drawn.table.caption],
        len(opened.drawn.table.rows),
        url_for(".export", **place),
        url_for(".pdf", **place),
    )


def _selection(report: SavedReport) -> str:
    """What the record of an export says was asked for."""
    return f"report {report.office_code}/{report.key}: {report.conditions or ''}"
