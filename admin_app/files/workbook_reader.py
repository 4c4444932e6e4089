"""Reads an uploaded workbook in a separate process with limited memory and time.

One far-away cell makes a parser allocate the whole rectangle and may crash it; then only this child
process dies. Run by path, it reads the file from standard input and writes lines of JSON, [row
number, texts], up to the limits.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MAXIMUM_MEMORY = 768 * 1024 * 1024
MAXIMUM_SECONDS = 20

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


def _main(height: int, width: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, MAXIMUM_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAXIMUM_SECONDS, MAXIMUM_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheet = book.get_sheet_by_index(0)
    except PasswordError:
        return IS_LOCKED
    except CalamineError:
        return IS_BROKEN
    for count, line in enumerate(numbered(sheet.iter_rows(), width)):
        if count == height:
            break
        sys.stdout.write(json.dumps(line) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1]), int(sys.argv[2])))
