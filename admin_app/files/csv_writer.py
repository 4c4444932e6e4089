"""CSV files: BOM for Excel, formulas neutralised, and how a file is sent."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from flask import Response
from sqlalchemy import Result, Select
from sqlalchemy.orm import Session

from admin_app.values.formula_guard import guarded
from models.core.locking import Columns
from models.core.scope import BY_HAND

CSV_TYPE = "text/csv; charset=utf-8"
_ROWS_AT_ONCE = 1000


def disposition(name: str) -> str:
    """Content-Disposition with a Chinese file name (RFC 6266, RFC 5987)."""
    plain = f"export.{name.rpartition('.')[2]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_answer(pieces: Iterator[bytes], content_type: str, name: str) -> Response:
    """A download response with a file name."""
    answer = Response(pieces, content_type=content_type)
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


def sheet_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A small sheet as CSV."""
    return b"\xef\xbb\xbf" + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    sheet = io.StringIO()
    csv.writer(sheet).writerows([guarded(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode()


def fetched(session: Session, rows: Select[*Columns]) -> Result[*Columns]:
    """The rows of `every_row`, read a batch at a time."""
    return session.execute(rows.execution_options(yield_per=_ROWS_AT_ONCE, **{BY_HAND: True}))


def file_name(title: str, on: dt.date, form: str = "csv") -> str:
    """A list's name and day, such as 域名-2026-11-24.csv."""
    return f"{title}-{on.isoformat()}.{form}"
