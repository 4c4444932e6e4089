"""A report as a file: what each cell says, and which reports have none."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from flask import Flask

from actions.core.refusal import Refused
from admin_app.papers.report import Linked, Report, ReportTable
from admin_app.papers.report_files import csv_of, send_printed, send_report
from admin_app.values import DAY, MONEY, NUMBER, SHARE, TEXT, WEEK
from models.units.unit import Unit
from models.users.user import Role

TABLE = ReportTable(
    "各编办",
    [
        ("编办", TEXT),
        ("周", WEEK),
        ("日期", DAY),
        ("笔数", NUMBER),
        ("金额", MONEY),
        ("占比", SHARE),
    ],
    [
        [Linked("=1+1", "/admin/"), "2026-W24", dt.date(2026, 6, 10), 1234, -123_456, 1234],
        [("A", Linked("B", "/b")), None, None, 0, None, None],
    ],
    ["合计", None, None, 1234, -123_456, 10_000],
)
REPORT = Report(
    model=Unit, title="覆盖率", office="卓尼县编办", on=dt.date(2026, 6, 10), tables=[TABLE]
)


def lines(table: ReportTable) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(csv_of(table)).decode("utf-8-sig"))))


class TestCsv:
    def test_cells_are_written_for_programs_and_texts_are_guarded(self) -> None:
        heading, first, second, total = lines(TABLE)
        assert heading == ["编办", "周", "日期", "笔数", "金额", "占比"]
        assert first == ["'=1+1", "2026-W24", "2026-06-10", "1234", "-1234.56", "12.34%"]
        assert second == ["A、B", "", "", "0", "", ""]
        assert total == ["合计", "", "", "1234", "-1234.56", "100.00%"]

    def test_a_negative_amount_is_no_formula(self) -> None:
        assert lines(TABLE)[1][4] == "-1234.56"


class TestLimits:
    @pytest.mark.parametrize("send", [send_report, send_printed])
    @pytest.mark.parametrize(
        "report",
        [
            replace(REPORT, is_cut=True),
            replace(REPORT, tables=[replace(TABLE, rows=[TABLE.rows[0]] * 20_001)]),
        ],
    )
    def test_a_report_with_missing_rows_has_no_file(
        self, sqlite_app: Flask, send: object, report: Report
    ) -> None:
        assert callable(send)
        with sqlite_app.test_request_context(method="POST"), pytest.raises(Refused, match="report"):
            send(report, [Role.VIEWER])


class TestPaper:
    def test_the_paper_has_the_texts_of_the_page_and_lies_across_when_it_is_wide(
        self, sqlite_app: Flask
    ) -> None:
        with sqlite_app.test_request_context():
            paper = REPORT.paper()
            (table,) = paper.tables
            assert table.rows[0][4] == "-¥1,234.56"
            assert table.total == ["合计", "", "", "1,234", "-¥1,234.56", "100.00%"]
            assert not paper.lies_across
            columns, rows = [("未使用（票面）", MONEY)] * 8, [[123_456] * 8]
            wide = replace(TABLE, columns=columns, rows=rows, total=None)
            assert replace(REPORT, tables=[wide]).paper().lies_across
