"""Writes workbooks row by row to a file on disk, so that memory does not grow with size.

Text stays text and never becomes a formula, a link or a number, so codes of eighteen digits are
preserved. Amounts are numbers in yuan, dates are dates, and the heading row is frozen and filters
the rows.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any, TypeAlias

import xlsxwriter
from markupsafe import Markup
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from actions.core.refusal import Common, Refusal, Refused
from admin_app.values.kind import Cell, ValueKind
from models.values.typed_text import unguarded

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Most rows of a workbook; a CSV has no limit.
MAXIMUM_WORKBOOK_ROWS = 100_000
#: Most characters in a cell.
_LONGEST_TEXT = 32_767
_PIECE = 64 * 1024
#: Characters not allowed in XML.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

#: Characters not allowed in the name of a tab, and its maximum length.
_NO_TAB = str.maketrans("[]:*?/\\", "（）：＊？／＼")
_LONGEST_TAB = 31

#: The format of each number format.
Formats: TypeAlias = dict[str | None, Format]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a workbook: its tab, its headings with the kind below each, its rows."""

    title: str
    headings: Sequence[tuple[str, ValueKind]]
    rows: Iterable[Sequence[Any]]
    #: The row of totals below them, which no filter hides; None in files that are imported again.
    total: Sequence[Any] | None = None


def write_book(leaves: Sequence[Leaf]) -> IO[bytes]:
    """The workbook as a temporary file, rewound. Raises Refused over the limit."""
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    book = xlsxwriter.Workbook(target, _OPTIONS)
    shapes = {kind.number_format: None for leaf in leaves for _heading, kind in leaf.headings}
    formats = {s: book.add_format({"num_format": s}) for s in shapes if s is not None}
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "bottom": 1})
    sums = {
        s: book.add_format({"bold": True, "top": 1, "num_format": s or "General"}) for s in shapes
    }
    try:
        for leaf in leaves:
            sheet = book.add_worksheet(leaf.title)
            last = _write_leaf(sheet, leaf, formats, bold)
            if leaf.total is not None:
                _write_row(sheet, last + 1, leaf, leaf.total, sums)
    except BaseException:
        # Its temporary files are deleted only when it is closed.
        book.close()
        target.close()
        raise
    book.close()
    target.seek(0)
    return target


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """The file in chunks; it is closed and deleted after the last."""
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _write_leaf(sheet: Worksheet, leaf: Leaf, formats: Formats, bold: Format) -> int:
    """The headings and the rows, to be filtered; returns the number of the last row."""
    number = 0
    for place, (heading, kind) in enumerate(leaf.headings):
        width = max(kind.width, min(2 * len(heading) + 2, 40))
        sheet.set_column(place, place, width, formats.get(kind.number_format))
    sheet.freeze_panes(1, 0)
    for place, (heading, _kind) in enumerate(leaf.headings):
        sheet.write_string(0, place, text_of(heading), bold)
    for number, row in enumerate(leaf.rows, start=1):
        if number > MAXIMUM_WORKBOOK_ROWS:
            raise Refused(
                Refusal(Common.TOO_MANY_ROWS, {"count": number, "maximum": MAXIMUM_WORKBOOK_ROWS})
            )
        _write_row(sheet, number, leaf, row, formats)
    if number:
        sheet.autofilter(0, 0, number, len(leaf.headings) - 1)
    return number


def _write_row(
    sheet: Worksheet, number: int, leaf: Leaf, row: Sequence[object], formats: Formats
) -> None:
    for place, (value, (_heading, kind)) in enumerate(zip(row, leaf.headings, strict=True)):
        _write_cell(sheet, number, place, kind.cell(value), formats.get(kind.number_format))


def text_of(value: object) -> str:
    """A value as the text of a cell."""
    text = value.striptags() if isinstance(value, Markup) else str(value)
    return _UNWRITABLE.sub("", text)[:_LONGEST_TEXT]


def as_read_back(text: str) -> str:
    """The text escaped so that reading the cell returns exactly this text."""
    return text if unguarded(text) == text.strip() else f"'{text}"


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, shape: Format | None) -> None:
    match cell:
        case None:
            pass
        case str():
            sheet.write_string(row, place, as_read_back(text_of(cell)), shape)
        case int() | Decimal():
            sheet.write_number(row, place, cell, shape)
        case _:
            sheet.write_datetime(row, place, cell, shape)


def tab_of(title: str) -> str:
    """A title as the name of a tab."""
    return title.translate(_NO_TAB).strip("'")[:_LONGEST_TAB]
