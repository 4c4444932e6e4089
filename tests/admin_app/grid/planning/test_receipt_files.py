"""The CSV file and the workbook of a receipt."""

from __future__ import annotations

import datetime as dt

from flask import Flask

from admin_app.grid.planning.receipt_files import receipt_csv
from admin_app.papers.paper import Paper, Table, link
from models.core.journal import JournalEntry


def paper() -> Paper:
    return Paper(
        model=JournalEntry,
        title="收费 · 业务单",
        number="R1",
        number_label="编号",
        office="甲编办",
        on=dt.date(2026, 6, 10),
        status="“收费”已办理完成：1 条。",
        facts=[("缴费单位", "=乙")],
        tables=[Table("形成的单据", [("号码", False)], [[link("S1", "/admin/payment/")]])],
        amount_fen=100,
    )


class TestReceiptCsv:
    def test_receipt_csv_says_all_of_the_paper_without_markup(self, sqlite_app: Flask) -> None:
        with sqlite_app.test_request_context():
            text = "".join(receipt_csv(paper()))
        for said in ("编号,R1", "“收费”已办理完成：1 条。", "形成的单据", "S1", "大写,壹元整"):
            assert said in text, said
        assert "<a" not in text

    def test_receipt_csv_holds_no_formula(self, sqlite_app: Flask) -> None:
        with sqlite_app.test_request_context():
            text = "".join(receipt_csv(paper()))
        assert ",=乙" not in text
