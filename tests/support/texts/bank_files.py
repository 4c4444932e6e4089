"""Rows and faults read from a bank's file."""

from __future__ import annotations

import datetime as dt

from admin_app.files.bank_statement_reader import (
    Statement,
    read_statement,
    statement_file,
)
from admin_app.files.sheet_reader import SheetRow
from tests.support.texts.bank_statements import Row

DAY = dt.date(2026, 11, 5)


def read_rows(*rows: Row) -> Statement:
    numbered = [SheetRow(number, tuple(row)) for number, row in enumerate(rows, start=1)]
    return read_statement(statement_file("a.csv", numbered))


def faults(*rows: Row) -> list[tuple[str, object]]:
    return [(fault.code, fault.facts.get("row")) for fault in read_rows(*rows).faults]
