"""Reads uploaded sheets (CSV, XLSX, XLS) as rows of text, or refuses them.

The content decides the file type, not the name. An XLSX is first decompressed here up to a limit
(zip bombs), and only the checked contents are passed to the parser (reliability.md F8). Raises
Refused for anything over its limits.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, NoReturn
from zlib import error as ZlibError  # noqa: N812  an error is called one

from actions.core.refusal import Fact, Refusal, Refused
from admin_app.files import workbook_reader
from admin_app.labels.imports import SheetFault
from models.values.limits import MAXIMUM_SHEET_ROWS
from models.values.lost_digits import with_place_holders
from models.values.typed_text import unguarded

MAXIMUM_BYTES = 4 * 1024 * 1024
MAXIMUM_UNPACKED_BYTES = 50 * 1024 * 1024
#: Numbers compress well, but above this ratio, and a megabyte, it is a zip bomb.
MAXIMUM_RATIO = 100
MAXIMUM_MEMBERS = 1_000
MAXIMUM_SHEET_COLUMNS = 100
MAXIMUM_CELL_LENGTH = 2_000

_ENDINGS = frozenset({".csv", ".txt", ".xlsx", ".xls"})
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = ",\t;"
#: Lines of a CSV that are used to detect the delimiter.
_LINES_WEIGHED = 50
#: Below a title, a character is a delimiter when so many lines have so many of it.
_LEAST_AGREEMENT = 2
#: The line by which a file declares its delimiter.
_TOLD_DELIMITER = re.compile(r'"?sep=([,;\t|])"?[,;\t]*\r?\n', re.IGNORECASE)
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the file: its number, from 1, and its cells up to the last non-empty one."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a file without blank rows: headings and rows."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    def under(self, heading: str, row: SheetRow) -> str:
        """The cell of a row under a heading; empty when either is missing."""
        place = self.headings.index(heading) if heading in self.headings else len(row.cells)
        return row.cells[place] if place < len(row.cells) else ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One worksheet of a file without blank rows, and what a reader of the file cannot see."""

    #: The tab; empty for a CSV.
    name: str
    rows: tuple[SheetRow, ...] = ()
    is_hidden: bool = False
    #: [top, left, bottom, right]: rows from 1, columns from 0.
    merged: tuple[tuple[int, int, int, int], ...] = ()
    #: Numbers of rows that are hidden or filtered out in the file.
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    #: [first, last] place of columns that are hidden in the file.
    hidden_columns: tuple[tuple[int, int], ...] = ()
    #: Formulas without a stored result, whose cells are empty here.
    uncomputed: int = 0


def read_sheet(stream: IO[bytes], filename: str) -> Sheet:
    """The first sheet of an uploaded file, every cell as text. Raises Refused."""
    rows = read_worksheets(stream, filename)[0].rows
    if not rows:
        _refuse(SheetFault.EMPTY)
    return Sheet(rows[0].cells, tuple(rows[1:]))


def read_worksheets(stream: IO[bytes], filename: str) -> list[Worksheet]:
    """The worksheets of an uploaded file, every cell as text; at least one. Raises Refused."""
    if Path(filename).suffix.lower() not in _ENDINGS:
        _refuse(SheetFault.WRONG_TYPE, name=filename[:60])
    content = stream.read(MAXIMUM_BYTES + 1)
    if len(content) > MAXIMUM_BYTES:
        _refuse(SheetFault.TOO_BIG, maximum=MAXIMUM_BYTES // _MEGABYTE)
    return [
        replace(each, rows=tuple(_measured(row) for row in _filled_rows(each.rows)))
        for each in _worksheets_of(content, filename)
    ] or [Worksheet("")]


def _refuse(fault: SheetFault, **facts: Fact) -> NoReturn:
    raise Refused(Refusal(fault, facts))


def _worksheets_of(content: bytes, filename: str) -> list[Worksheet]:
    if content.startswith(_ZIP):
        return _workbook_sheets(_weighed(content))
    if content.startswith(_OLE):
        return _workbook_sheets(content)
    return [Worksheet("", tuple(_text_rows(_decoded(content, filename))))]


def _filled_rows(lines: Iterable[SheetRow]) -> Iterator[SheetRow]:
    filled = (row for line in lines if (row := _filled(line)).cells)
    for count, row in enumerate(filled):
        if count > MAXIMUM_SHEET_ROWS:
            _refuse(SheetFault.TOO_MANY_ROWS, maximum=MAXIMUM_SHEET_ROWS)
        yield row


def _filled(line: SheetRow) -> SheetRow:
    """The row up to its last non-empty cell."""
    cells = [_cell(cell) for cell in line.cells]
    while cells and not cells[-1]:
        cells.pop()
    return replace(line, cells=tuple(cells))


def _measured(row: SheetRow) -> SheetRow:
    if len(row.cells) > MAXIMUM_SHEET_COLUMNS:
        _refuse(SheetFault.TOO_MANY_COLUMNS, row=row.number, maximum=MAXIMUM_SHEET_COLUMNS)
    if any(len(cell) > MAXIMUM_CELL_LENGTH for cell in row.cells):
        _refuse(SheetFault.CELL_TOO_LONG, row=row.number, maximum=MAXIMUM_CELL_LENGTH)
    return row


def _weighed(content: bytes) -> bytes:
    """The workbook repacked without compression, from members whose size was checked.

    A header may lie about the size of its member, so only bytes that were decompressed here are
    used.
    """
    packed = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as source,
            zipfile.ZipFile(packed, "w") as target,
        ):
            members = source.infolist()
            _weigh(members, len(content))
            if "xl/workbook.xml" not in source.namelist():
                _refuse(SheetFault.WRONG_TYPE, name=".zip")
            for member in members:
                target.writestr(member.filename, source.read(member))
    except (zipfile.BadZipFile, ZlibError, NotImplementedError, EOFError, RuntimeError) as error:
        raise Refused(Refusal(SheetFault.BROKEN)) from error
    return packed.getvalue()


def _weigh(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse a zip bomb by its declared sizes, before decompressing anything."""
    unpacked = sum(member.file_size for member in members)
    bursts = unpacked > _MEGABYTE and unpacked > MAXIMUM_RATIO * packed
    if bursts or unpacked > MAXIMUM_UNPACKED_BYTES or len(members) > MAXIMUM_MEMBERS:
        _refuse(SheetFault.BURSTS, maximum=MAXIMUM_UNPACKED_BYTES // _MEGABYTE)


_FAULT_OF = {workbook_reader.IS_LOCKED: SheetFault.LOCKED}


def _workbook_sheets(content: bytes) -> list[Worksheet]:
    # One row and one column more than allowed, to detect an excess.
    limits = (str(MAXIMUM_SHEET_ROWS + 2), str(MAXIMUM_SHEET_COLUMNS + 1))
    command = (sys.executable, "-I", workbook_reader.__file__, *limits)
    try:
        read = subprocess.run(  # noqa: S603  our own program; the file is its input only
            command,
            input=content,
            capture_output=True,
            timeout=workbook_reader.MAXIMUM_SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(Refusal(SheetFault.BROKEN)) from error
    if read.returncode:
        _refuse(_FAULT_OF.get(read.returncode, SheetFault.BROKEN))
    found: list[tuple[Worksheet, list[SheetRow]]] = []
    for line in map(json.loads, read.stdout.splitlines()):
        if isinstance(line, dict):
            merged = tuple(tuple(each) for each in line.pop("merged"))
            hidden = frozenset(line.pop("hidden_rows"))
            columns = tuple((first, last) for first, last in line.pop("hidden_columns"))
            about = {**line, "merged": merged, "hidden_rows": hidden, "hidden_columns": columns}
            found.append((Worksheet(**about), []))
        else:
            found[-1][1].append(SheetRow(line[0], tuple(line[1])))
    return [replace(sheet, rows=tuple(rows)) for sheet, rows in found]


def _decoded(content: bytes, filename: str) -> str:
    """The text of a CSV: Unicode with or without BOM, or GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content or content.lstrip()[:1] == b"<":
        _refuse(SheetFault.WRONG_TYPE, name=filename[:60])
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    _refuse(SheetFault.ENCODING)


def _text_rows(text: str) -> Iterator[SheetRow]:
    told = _TOLD_DELIMITER.match(text)
    delimiter = told[1] if told else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for number, cells in enumerate(reader, start=1):
            if told and number == 1:
                continue
            yield SheetRow(number, tuple(cells))
    except csv.Error as error:
        raise Refused(Refusal(SheetFault.QUOTE_OPEN, {"row": number})) from error


def _delimiter(text: str) -> str:
    """The delimiter, from the first line, or from several lines below a title."""
    lines = [line for line in text.splitlines()[:_LINES_WEIGHED] if line.strip()]

    def agree(mark: str) -> tuple[int, int]:
        """(number of lines that agree, delimiters in each)."""
        counted = Counter(line.count(mark) for line in lines if _is_parted(line, mark))
        best = max(((times, count) for count, times in counted.items()), default=(0, 0))
        return best if mark in lines[0] or min(best) >= _LEAST_AGREEMENT else (0, 0)

    def weigh(mark: str) -> tuple[int, int, int]:
        # In a file with one filled column only empty headings show the delimiter.
        return (*agree(mark), lines[0].count(mark))

    return max(_DELIMITERS, key=weigh) if lines else _DELIMITERS[0]


def _is_parted(line: str, mark: str) -> bool:
    """Whether the delimiter separates non-empty cells."""
    return len([cell for cell in line.split(mark) if cell.strip()]) > 1


def _cell(text: str) -> str:
    """The intended text of a cell: without formula guard, lost digits as `?`."""
    return with_place_holders(unguarded(text))
