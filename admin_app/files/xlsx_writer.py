"""Workbooks going out: written row by row to a file on disk, so that size costs no memory.

A text is a text: nothing turns into a formula, a link or a number, so codes of eighteen digits
stay whole. Amounts are numbers in yuan, dates are dates, and the heading stays in sight.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from flask_babel import gettext as _
from markupsafe import Markup

from actions.core.refusal import Common, Refusal, Refused
from admin_app.files.value_kind import Kind
from admin_app.labels import word
from models.values.calendar import SHANGHAI
from models.values.typed_text import unguarded

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows of one workbook; a CSV has no such end.
MAXIMUM_WORKBOOK_ROWS = 100_000
#: What a cell of a workbook holds at most.
_LONGEST_TEXT = 32_767
_PIECE = 64 * 1024
#: Characters XML cannot carry.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: How wide a column of a kind stands, in characters.
_WIDTHS = {
    Kind.TEXT: 24,
    Kind.LONG_TEXT: 40,
    Kind.MONEY: 14,
    Kind.NUMBER: 10,
    Kind.DATE: 12,
    Kind.INSTANT: 17,
    Kind.WORD: 14,
    Kind.TRUTH: 8,
    Kind.JSON: 40,
}
_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.INSTANT: "yyyy-mm-dd hh:mm",
    Kind.TEXT: "@",
}

#: What no tab may be called, and how long its name may be.
_NO_TAB = str.maketrans("[]:*?/\\", "（）：＊？／＼")
_LONGEST_TAB = 31


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a workbook: its tab, its headings with the kind below each, its rows."""

    title: str
    headings: Sequence[tuple[str, Kind]]
    rows: Iterable[Sequence[Any]]


def write_book(leaves: Sequence[Leaf]) -> IO[bytes]:
    """The workbook in a temporary file, at its beginning. Raises Refused past its limit."""
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    book = xlsxwriter.Workbook(target, _OPTIONS)
    formats = {kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()}
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "bottom": 1})
    try:
        for leaf in leaves:
            _write_leaf(book.add_worksheet(leaf.title), leaf, formats, bold)
    except BaseException:
        # Its own temporary files are gone only once it is closed.
        book.close()
        target.close()
        raise
    book.close()
    target.seek(0)
    return target


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces; it is gone when the last is taken."""
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _write_leaf(sheet: Any, leaf: Leaf, formats: dict[Kind, Any], bold: Any) -> None:
    for place, (heading, kind) in enumerate(leaf.headings):
        width = max(_WIDTHS[kind], min(2 * len(heading) + 2, 40))
        sheet.set_column(place, place, width, formats.get(kind))
    sheet.freeze_panes(1, 0)
    for place, (heading, _kind) in enumerate(leaf.headings):
        sheet.write_string(0, place, text_of(heading), bold)
    for number, row in enumerate(leaf.rows, start=1):
        if number > MAXIMUM_WORKBOOK_ROWS:
            raise Refused(
                Refusal(Common.TOO_MANY_ROWS, {"count": number, "maximum": MAXIMUM_WORKBOOK_ROWS})
            )
        for place, (value, (_heading, kind)) in enumerate(zip(row, leaf.headings, strict=True)):
            if value is not None:
                _WRITERS[kind](sheet, number, place, value, formats.get(kind))


def text_of(value: object) -> str:
    """A value as the text of a cell."""
    text = value.striptags() if isinstance(value, Markup) else str(value)
    return _UNWRITABLE.sub("", text)[:_LONGEST_TEXT]


def _text(sheet: Any, row: int, place: int, value: object, shape: Any) -> None:
    sheet.write_string(row, place, as_read_back(text_of(value)), shape)


def as_read_back(text: str) -> str:
    """The text as a cell from which a reader of sheets gets just this text."""
    return text if unguarded(text) == text.strip() else f"'{text}"


def _yuan(sheet: Any, row: int, place: int, fen: int, shape: Any) -> None:
    sheet.write_number(row, place, Decimal(fen) / 100, shape)


def _number(sheet: Any, row: int, place: int, value: int, shape: Any) -> None:
    sheet.write_number(row, place, value, shape)


def _day(sheet: Any, row: int, place: int, value: dt.date, shape: Any) -> None:
    # The last day there is stands for "no date yet".
    if value.year < dt.MAXYEAR:
        sheet.write_datetime(row, place, value, shape)


def _instant(sheet: Any, row: int, place: int, value: dt.datetime, shape: Any) -> None:
    sheet.write_datetime(row, place, value.astimezone(SHANGHAI).replace(tzinfo=None), shape)


_WRITERS: dict[Kind, Any] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.JSON: _text,
    Kind.MONEY: _yuan,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.INSTANT: _instant,
    Kind.WORD: lambda sheet, row, place, value, shape: _text(sheet, row, place, word(value), shape),
    Kind.TRUTH: lambda sheet, row, place, value, shape: _text(
        sheet, row, place, _("是") if value else _("否"), shape
    ),
}


def tab_of(title: str) -> str:
    """A title as the name of a tab."""
    return title.translate(_NO_TAB).strip("'")[:_LONGEST_TAB]
