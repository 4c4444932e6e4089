"""ReportPage: a page of tables, which can also be had as a file and printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from flask import Response, abort, url_for
from flask_admin import expose

from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Report
from admin_app.papers.report_files import files_of, send_printed, send_report
from admin_app.web.page import Page

#: Makes the report of the present address, with so many rows at most: a page shows fewer than a
#: file holds.
MakeReport = Callable[[int], Report]


class ReportPage(Page):
    """A page whose routes show reports; the files take the query of the page they stand on."""

    #: Route of the page (`index`, `units`) → its report at the present address.
    reports: ClassVar[Mapping[str, MakeReport]]

    @expose("/export/", methods=("POST",))
    @expose("/<shown>/export/", methods=("POST",))
    def export(self, shown: str = "index") -> Response:
        """The report of a route as CSV or a workbook; the export is recorded first."""
        return send_report(self._whole(shown), self.readers)

    @expose("/pdf/", methods=("POST",))
    @expose("/<shown>/pdf/", methods=("POST",))
    def pdf(self, shown: str = "index") -> Response:
        """The report of a route as it is printed; the export is recorded first."""
        return send_printed(self._whole(shown), self.readers)

    def _whole(self, shown: str) -> Report:
        """The report with every row, not only those that the page has room for."""
        make = self.reports.get(shown)
        return abort(404) if make is None else make(MAXIMUM_REPORT_ROWS + 1)

    def render_report(self, template: str, report: Report, *, shown: str, **context: object) -> str:
        """The page of a report: `report`, and `files` for what it can be had as."""
        place = {} if shown == "index" else {"shown": shown}
        files = files_of(report, url_for(".export", **place), url_for(".pdf", **place))
        return self.render(template, report=report, files=files, title=report.title, **context)
