"""Every page with a report table is also a file and a printed paper, with the same figures.

The pages come from the walk over the URL map, so a report page that is added is tried here; a
template with a table of another sort says below what it is.
"""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.workspace.notification import FileRecord
from tests.conftest import Databases, open_engine
from tests.support.pages.clerk import Clerk, clerks
from tests.support.pages.every_page import Stop, Walk, furnish
from tests.support.pages.papers import text_of
from tests.support.pages.programs import MovableClock, opened
from tests.support.texts.sources import ROOT
from tests.support.world.cast import World

TEMPLATES = ROOT / "admin_app" / "templates"
#: Template with a table → why it is no report.
NO_REPORTS = {
    "pages/billing/charging.html": "orders to tick and charge",
    "pages/definitions/wording.html": "values to put into a wording, with examples",
    "pages/definitions/configurations.html": "copies, each of which is a file",
    "pages/domains/_forecast.html": "the middle of domains/forecast.html, which has the files",
    "pages/invoices/request.html": "a form, with the sheets it asks for",
    "pages/offices/desk_handover.html": "people to choose from; the sheet is a paper",
    "pages/offices/division_changes.html": "lines of an uploaded sheet, with what each would do",
    "pages/offices/settings.html": "settings to change",
    "pages/remittances/statement_columns.html": "columns of an uploaded sheet to name",
    "pages/units/reorganisation.html": "steps to take",
    "pages/units/reorganisation_unit.html": "steps to take with one unit",
    "pages/workspace/_job_run.html": "the progress of a run",
    "pages/workspace/import_columns.html": "columns of an uploaded sheet to name",
    "pages/workspace/import_sheet.html": "rows of an uploaded sheet; its list has the files",
    "pages/workspace/own_receipts.html": "one's own receipts, each with files of its own",
    "pages/workspace/own_tokens.html": "one's own keys",
    "pages/workspace/saved_views.html": "one's own saved views",
}
_TABLE = re.compile(r"<table\b|\breport_table\(")


def templates_without_files() -> set[str]:
    """Templates of pages that draw a table and offer no files of it."""
    found = set()
    for path in (TEMPLATES / "pages").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        if _TABLE.search(source) and "report_files(files)" not in source:
            found.add(path.relative_to(TEMPLATES).as_posix())
    return found


def test_every_template_with_a_table_offers_files_or_is_no_report() -> None:
    assert templates_without_files() == set(NO_REPORTS)


class Reports:
    """The pages that offer files of a report, each with its form."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        with walk.app.test_request_context():
            stops = walk.stops()
        self.clerks = clerks(walk, stops, "zh_CN")
        self.pages: dict[Stop, str] = {}
        for stop in stops:
            text = self.clerks[stop.username].get(stop.address).get_data(as_text=True)
            if "data-report" in text:
                self.pages[stop] = text

    def post(self, stop: Stop, address: str, **form: str) -> Any:
        return self.clerks[stop.username].post(address, data=form)


@pytest.fixture(scope="module")
def reports(sqlite_databases: Databases) -> Iterator[Reports]:
    engine = open_engine(sqlite_databases.world())
    world = World(engine, dict(sqlite_databases.ids))
    furnish(world)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("admin_app.auth.login.slow_down", lambda *_knock: None)
        for app in opened(engine, MovableClock()):
            yield Reports(Walk(app, world, ""))
    sqlite_databases.give_back(engine)


def export_url(page: str) -> str:
    found = re.search(r'<form data-download data-report[^>]*action="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def pdf_url(page: str) -> str:
    found = re.search(r'formaction="([^"]*)" name="format" value="pdf"', page)
    assert found
    return html.unescape(found[1])


def tables_of(page: str) -> list[str]:
    """The values of `table` that the page offers; none where it has a single one."""
    return re.findall(r'name="table" value="(\d+)"', page) or [""]


def lines_of(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def _is_amount(cell: str) -> bool:
    return re.fullmatch(r"-?\d+\.\d\d", cell) is not None


def as_shown(cell: str) -> str:
    """A figure of a file as a page writes it."""
    if _is_amount(cell):
        sign, whole = ("-", cell[1:]) if cell.startswith("-") else ("", cell)
        return f"{sign}¥{float(whole):,.2f}"
    return f"{int(cell):,}" if re.fullmatch(r"\d{1,9}", cell) else cell


def said_on(page: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def is_said(cell: str, said: str) -> bool:
    """Whether the page has the cell; a week has words on pages, and nothing is a dash at times."""
    texts = ("".join(text.split()) for text in (cell, as_shown(cell)))
    return cell == "0" or "-W" in cell or any(text in said for text in texts)


#: 辖区一览 of many places: parts of it are loaded after the page.
PAGES_THAT_LOAD_LATER = {"offices_below.index"}


class TestEveryReport:
    def test_the_walk_finds_the_reports_that_clerks_file(self, reports: Reports) -> None:
        endpoints = {stop.endpoint for stop in reports.pages}
        assert {
            "as_of.index",
            "as_of.rows",
            "budget.index",
            "coverage.index",
            "coverage.units",
            "domain.index_view",
            "exposure.index",
            "forecast.index",
            "offices_below.index",
            "pedigree.index",
            "reconciliation.index",
            "reconciliation.payments",
            "settlement_preview.index",
            "statement.index",
            "statement.unit",
            "weekly_remittance.index",
        } <= endpoints

    def test_figures_of_the_csv_file_stand_on_the_page(self, reports: Reports) -> None:
        faults = []
        for stop, page in reports.pages.items():
            said, shown_tables = said_on(page), tables_of(page)
            for table in shown_tables:
                answer = reports.post(stop, export_url(page), format="csv", table=table or "0")
                heading, *rows = lines_of(answer)
                caption = re.search(rf'value="{table}">[^:]*: ([^<]*)<', page) if table else None
                if caption and f"<caption>{caption[1]}</caption>" not in page:
                    continue  # A table that only the files have, such as the units of a province.
                assert all(len(row) == len(heading) for row in rows), stop
                if stop.endpoint not in PAGES_THAT_LOAD_LATER:
                    cells = {cell for row in rows for cell in row if re.search(r"\d", cell)}
                    faults += [(stop.address, cell) for cell in cells if not is_said(cell, said)]
        assert faults == []

    def test_the_workbook_holds_every_table_with_typed_cells(self, reports: Reports) -> None:
        for stop, page in reports.pages.items():
            answer = reports.post(stop, export_url(page), format="xlsx")
            assert answer.status_code == 200, stop
            body, tables = answer.get_data(), tables_of(page)
            sheets = CalamineWorkbook.from_filelike(io.BytesIO(body))
            assert len(sheets.sheet_names) == len(tables), stop
            for number, table in enumerate(tables):
                file = reports.post(stop, export_url(page), format="csv", table=table or "0")
                expected = lines_of(file)
                found = sheets.get_sheet_by_index(number).to_python()
                assert len(found) == len(expected), stop
                for texts, cells in zip(expected[1:], found[1:], strict=True):
                    amounts = [(t, c) for t, c in zip(texts, cells, strict=False) if _is_amount(t)]
                    assert all(isinstance(cell, float) for _text, cell in amounts), stop
                    assert [f"{cell:.2f}" for _t, cell in amounts] == [t for t, _c in amounts]
                if len(expected) > 2:
                    with zipfile.ZipFile(io.BytesIO(body)) as parts:
                        part = parts.read(f"xl/worksheets/sheet{number + 1}.xml")
                    assert b"<autoFilter" in part, stop

    def test_the_paper_says_the_figures_too(self, reports: Reports) -> None:
        for stop, page in reports.pages.items():
            said = text_of(reports.post(stop, pdf_url(page), format="pdf"))
            for table in tables_of(page)[:1]:
                file = reports.post(stop, export_url(page), format="csv", table=table or "0")
                for row in lines_of(file)[-1:]:
                    for cell in row:
                        if _is_amount(cell):
                            assert as_shown(cell) in said, (stop, cell)

    def test_every_file_is_recorded_with_its_number_of_rows(self, reports: Reports) -> None:
        stop, page = next(
            (stop, page)
            for stop, page in reports.pages.items()
            if stop.endpoint == "exposure.index"
        )
        rows = lines_of(reports.post(stop, export_url(page), format="csv"))
        reports.post(stop, pdf_url(page), format="pdf")
        with reports.walk.world.session() as session:
            newest = select(FileRecord).order_by(FileRecord.id.desc()).limit(2)
            counts = {record.row_count for record in session.scalars(newest)}
        has_total = rows[-1][0] == "合计"
        assert counts == {len(rows) - 1 - has_total}

    def test_an_unknown_format_or_table_is_refused(self, reports: Reports) -> None:
        for stop, page in reports.pages.items():
            for form in ({"format": "exe"}, {"format": "csv", "table": "99"}, {"table": "x"}):
                answer = reports.post(stop, export_url(page), **form)
                assert answer.status_code == 400, (stop, form)

    def test_nobody_takes_a_file_of_a_page_they_may_not_read(self, reports: Reports) -> None:
        stranger = reports.clerks.get("unit-a") or Clerk(reports.walk.app.test_client())
        for stop, page in reports.pages.items():
            if stranger.get(stop.address).status_code in {403, 404}:
                for address in (export_url(page), pdf_url(page)):
                    assert stranger.post(address, data={"format": "csv"}).status_code in {403, 404}
