"""A report as CSV, workbook or PDF; each is recorded as an export before it is sent."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, abort, request

from actions.core.action import Reach
from actions.core.export import export_action
from actions.core.refusal import Refusal, Refused
from actions.perform import perform
from admin_app.auth.current_actor import caller
from admin_app.files.csv_writer import CSV_TYPE, file_answer
from admin_app.files.xlsx_writer import CONTENT_TYPE, Leaf, pieces_of, tab_of, write_book
from admin_app.labels import sentence
from admin_app.labels.papers import ReportFault
from admin_app.papers.paper import fault_of, file_stem, send_pdf
from admin_app.papers.pdf import MAXIMUM_PDF_ROWS
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Report, ReportTable
from admin_app.values import ValueKind
from admin_app.values.formula_guard import guarded
from models.core.base import db
from models.core.journal import Door
from models.users.user import Role

_BOM = "\ufeff"
_OF_EVERY_FORM = {"csrf_token", "format", "table"}


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """What a page offers of its report: where its files are, and why there is no PDF."""

    export_url: str
    pdf_url: str
    captions: Sequence[str]
    pdf_reason: str | None


def files_of(report: Report, export_url: str, pdf_url: str) -> ReportFiles:
    """The context of `elements/_report.html`; the files take the query of the page."""
    captions = [table.caption for table in report.tables]
    return offered_files(captions, report.row_count, export_url, pdf_url)


def offered_files(
    captions: Sequence[str], row_count: int, export_url: str, pdf_url: str
) -> ReportFiles:
    """The same of a page that does not work out the whole report itself."""
    fault = fault_of(row_count)
    query = request.query_string.decode()
    return ReportFiles(
        f"{export_url}?{query}",
        f"{pdf_url}?{query}",
        captions,
        sentence(fault, {"maximum": MAXIMUM_PDF_ROWS}) if fault else None,
    )


def send_report(report: Report, readers: Iterable[Role]) -> Response:
    """The report in the format that the form asks for: `xlsx` or `csv`.

    A workbook holds all tables, a CSV file the first or the one named by `table`. Raises
    Refused rather than send a file that ends before its rows do.
    """
    _refuse_cut(report)
    form = request.form.get("format", "csv")
    if form == "xlsx":
        book = write_book(_leaves(report.tables))
        _note(report, report.tables, f"{file_stem(report.paper())}.xlsx", readers)
        return file_answer(pieces_of(book), CONTENT_TYPE, f"{file_stem(report.paper())}.xlsx")
    if form != "csv":
        abort(400)
    table = _asked_table(report)
    name = f"{file_stem(report.paper())}.csv"
    if len(report.tables) > 1:
        name = f"{file_stem(report.paper(), table.caption)}.csv"
    _note(report, [table], name, readers)
    return file_answer(csv_of(table), CSV_TYPE, name)


def send_printed(report: Report, readers: Iterable[Role]) -> Response:
    """The report as PDF. Raises Refused if there is none, or if rows would be missing."""
    _refuse_cut(report)
    return send_pdf(report.paper(), readers)


def _refuse_cut(report: Report) -> None:
    if report.is_cut or report.row_count > MAXIMUM_REPORT_ROWS:
        maximum = min(report.row_count, MAXIMUM_REPORT_ROWS)
        raise Refused(Refusal(ReportFault.TOO_LONG, {"maximum": maximum}))


def csv_of(table: ReportTable) -> Iterator[bytes]:
    """The table as CSV, the totals last; what might run as a formula is guarded."""
    kinds = [kind for _heading, kind in table.columns]
    yield (_BOM + _line([heading for heading, _kind in table.columns])).encode()
    total = table.total_values
    for row in [*table.values(), *([] if total is None else [total])]:
        yield _line([_text(kind, value) for kind, value in zip(kinds, row, strict=True)]).encode()


def _text(kind: ValueKind, value: object) -> str:
    text = "" if value is None else kind.text(value)
    return text if kind.is_figure else guarded(text)


def _line(cells: Sequence[str]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet).writerow(cells)
    return sheet.getvalue()


def _leaves(tables: Sequence[ReportTable]) -> list[Leaf]:
    """A worksheet for each table, under tabs that differ."""
    found: dict[str, Leaf] = {}
    for number, table in enumerate(tables, start=1):
        tab = tab_of(table.caption)
        if tab in found:
            tab = tab_of(f"{number} {table.caption}")
        found[tab] = Leaf(tab, table.columns, table.values(), table.total_values)
    return list(found.values())


def _asked_table(report: Report) -> ReportTable:
    raw = request.form.get("table", "0")
    if not raw.isascii() or not raw.isdecimal() or int(raw) >= len(report.tables):
        abort(400)
    return report.tables[int(raw)]


def _asked() -> str:
    """What the file was asked for, in the address or in the form, without what every form has."""
    pairs = [(name, value) for name, value in request.values.items(multi=True)]
    return urlencode([pair for pair in pairs if pair[0] not in _OF_EVERY_FORM])


def _note(
    report: Report, tables: Sequence[ReportTable], name: str, readers: Iterable[Role]
) -> None:
    """Record the export."""
    action = export_action(report.model, dict.fromkeys(readers, Reach.SCOPE))
    headings = [heading for table in tables for heading, _kind in table.columns]
    given = action.input(
        file_name=name,
        selection=(report.selection or f"{request.endpoint}?{_asked()}")[:2000],
        columns=",".join(headings)[:2000],
        row_count=sum(len(table.rows) for table in tables),
    )
    # Each download is recorded, under its own key.
    perform(db.session(), action, (), given, caller(Door.GRID), key=secrets.token_urlsafe(16))
