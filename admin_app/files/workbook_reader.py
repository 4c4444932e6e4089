"""Reads an uploaded workbook in a separate process with limited memory and time.

One far-away cell makes a parser allocate the whole rectangle and may crash it; then only this child
process dies. Run by path, it reads the file from standard input and writes lines of JSON up to the
limits: an object about each worksheet, followed by its rows as [row number, texts].
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MAXIMUM_MEMORY = 768 * 1024 * 1024
MAXIMUM_SECONDS = 20

#: Worksheets read of one workbook.
MAXIMUM_WORKSHEETS = 20
#: Merged ranges, hidden rows and hidden columns reported of one worksheet.
_MOST_REPORTED = 20_000

#: Exit code when the file cannot be read.
IS_BROKEN, IS_LOCKED = 3, 4

#: A spreadsheet stores fifteen digits of a number; further ones are lost.
_KEPT_DIGITS = 15
LOST = "?"


def text_of(value: object) -> str:
    """A cell as text: no exponent, ISO dates, lost digits as `?`."""
    return next(write(value) for kind, write in _WRITERS if isinstance(value, kind))


def number_text(value: float) -> str:
    """A number in digits; after the fifteenth each is `?`."""
    number = Decimal(f"{value:.{_KEPT_DIGITS}g}")
    text = f"{number:f}"
    digits = len(text.lstrip("-"))
    if "." in text or digits <= _KEPT_DIGITS:
        return text.rstrip("0").rstrip(".") if "." in text else text
    return text[: _KEPT_DIGITS - digits] + LOST * (digits - _KEPT_DIGITS)


def _moment(value: dt.datetime) -> str:
    if value.time() == dt.time():
        return value.date().isoformat()
    return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


_WRITERS: tuple[tuple[type[Any], Any], ...] = (
    (str, str.strip),
    (bool, lambda value: "TRUE" if value else "FALSE"),
    (int | float, number_text),
    (dt.datetime, _moment),
    (dt.date, dt.date.isoformat),
    (dt.time, lambda value: value.isoformat("minutes")),
    (object, str),
)


def numbered(rows: Iterable[Iterable[object]], width: int) -> Iterator[tuple[int, list[str]]]:
    """(row number, texts) of non-empty rows, cut after `width` cells."""
    for number, row in enumerate(rows, start=1):
        texts = [text_of(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts[:width]


_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_IS_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
#: A cell with a formula and no result stored beside it.
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\b[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(text)}


def _worksheet_parts(content: bytes) -> list[bytes]:
    """The XML of each worksheet of an XLSX in the order of its tabs; none for an XLS."""
    if not content.startswith(b"PK"):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        try:
            book = package.read("xl/workbook.xml")
            relations = package.read("xl/_rels/workbook.xml.rels")
            targets = {
                each.get("Id", ""): each.get("Target", "")
                for each in map(_attributes, _RELATION.findall(relations))
            }
            paths = [targets[_attributes(each)["r:id"]] for each in _SHEET.findall(book)]
            return [
                package.read(path.lstrip("/") if path.startswith("/") else f"xl/{path}")
                for path in paths
            ]
        except KeyError:
            # Another way of writing a workbook: it is read without these remarks.
            return []


def _hidden_rows(part: bytes) -> list[int]:
    """The numbers of the rows that are hidden or filtered out."""
    found = (_ROW_NUMBER.search(each) for each in _ROW.findall(part) if _IS_HIDDEN.search(each))
    return [int(number[1]) for number in found if number][:_MOST_REPORTED]


def _hidden_columns(part: bytes) -> list[list[int]]:
    """[first, last] place of each range of hidden columns."""
    found = (_attributes(each) for each in _COLUMN.findall(part) if _IS_HIDDEN.search(each))
    ends = [(each.get("min", ""), each.get("max", "")) for each in found]
    ranges = [[int(a) - 1, int(b) - 1] for a, b in ends if a.isdecimal() and b.isdecimal()]
    return ranges[:_MOST_REPORTED]


def _about(sheet: CalamineSheet, part: bytes, *, is_hidden: bool) -> Mapping[str, object]:
    """What a worksheet is, apart from its rows; numbers of rows are from 1, of columns from 0."""
    merged = [
        [top + 1, left, bottom + 1, right]
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    ]
    return {
        "name": sheet.name,
        "is_hidden": is_hidden,
        "merged": merged[:_MOST_REPORTED],
        "hidden_rows": _hidden_rows(part),
        "hidden_columns": _hidden_columns(part),
        "uncomputed": len(_UNCOMPUTED.findall(part)),
    }


def _worksheets(content: bytes) -> Iterator[tuple[CalamineSheet, Mapping[str, object]]]:
    book, parts = CalamineWorkbook.from_filelike(io.BytesIO(content)), _worksheet_parts(content)
    for place, found in enumerate(book.sheets_metadata[:MAXIMUM_WORKSHEETS]):
        if found.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(place)
            part = parts[place] if place < len(parts) else b""
            yield sheet, _about(sheet, part, is_hidden=found.visible != SheetVisibleEnum.Visible)


def _main(height: int, width: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, MAXIMUM_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAXIMUM_SECONDS, MAXIMUM_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for sheet, about in _worksheets(sys.stdin.buffer.read()):
            sys.stdout.write(json.dumps(about) + "\n")
            for count, line in enumerate(numbered(sheet.iter_rows(), width)):
                if count == height:
                    break
                sys.stdout.write(json.dumps(line) + "\n")
    except PasswordError:
        return IS_LOCKED
    except CalamineError:
        return IS_BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1]), int(sys.argv[2])))
