"""The columns of an exported list that no sheet may change: what a row has otherwise is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from flask_babel import force_locale
from sqlalchemy.orm import Session

from admin_app.files.bank_statement_headings import heading_key
from admin_app.files.csv_writer import fetched
from admin_app.files.import_headings import HeadedSheet, ReadColumn
from admin_app.files.import_sheets import cell_at, record_number
from admin_app.files.sheet_reader import SheetRow
from admin_app.grid.column_source import label_of
from admin_app.grid.exporting.file_rows import every_row
from admin_app.grid.listing.cells import writers
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.spec import Grid
from admin_app.values import plain
from models.imports.difference import Difference, DifferenceKind
from models.remittances.bank_identity import text_key
from models.values.language import Language
from models.values.limits import LARGEST_BIGINT, MAXIMUM_BATCH_ROWS

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(.*)")
_TO_MINUTES = re.compile(r"(\d{1,2}:\d\d)(?::\d\d)?")


def exported_headings(grid: Grid) -> dict[str, str]:
    """Heading → column of the list, in all languages."""
    found: dict[str, str] = {}
    for language in Language:
        with force_locale(language):
            for column in grid.choosable.values():
                found[heading_key(label_of(grid, column))] = column.key
    return found


def fixed_differences(
    session: Session, grid: Grid, sheet: HeadedSheet
) -> dict[int, tuple[Difference, ...]]:
    """Row number → differences in the columns that only an export has, by today's list.

    Of the rows with a record number in the scope; reads 500 records at a time.
    """
    columns = [column for column in sheet.columns if column.shown is not None]
    rows = {
        key: row
        for row in sheet.rows
        if (number := record_number(sheet, row)).isascii()
        and number.isdecimal()
        and (key := int(number)) <= LARGEST_BIGINT
    }
    if not columns or not rows:
        return {}
    request = ListRequest(
        session,
        grid,
        ListState(sort=grid.column_default_sort),
        [grid.choosable[str(column.shown)] for column in columns],
    )
    ids, found = sorted(rows), dict[int, tuple[Difference, ...]]()
    for start in range(0, len(ids), MAXIMUM_BATCH_ROWS):
        for key, texts in _texts(request, ids[start : start + MAXIMUM_BATCH_ROWS]):
            row = rows[key]
            found[row.number] = tuple(_differing(columns, row, texts))
    return found


def _texts(request: ListRequest, ids: list[int]) -> Iterator[tuple[int, list[str]]]:
    """Key of a record and the texts that an export of it would have."""
    write = writers(request.grid, request.columns)
    for key, _sort, *values in fetched(request.session, every_row(request, ids)):
        yield key, [plain(each(value)) for each, value in zip(write, values, strict=True)]


def _differing(columns: list[ReadColumn], row: SheetRow, texts: list[str]) -> Iterator[Difference]:
    for column, now in zip(columns, texts, strict=True):
        cell = cell_at(row, column.place)
        if not is_same(cell, now):
            yield Difference(column.heading[:40], DifferenceKind.FIXED, now[:200], cell[:200])


def is_same(cell: str, shown: str) -> bool:
    """Whether a cell says what the list shows, however a spreadsheet writes days and numbers."""
    return cell == shown or _comparable(cell) == _comparable(shown)


def _comparable(text: str) -> str:
    key = text_key(text)
    if day := _DAY.fullmatch(key):
        year, month, rest = day[1], int(day[2]), _TO_MINUTES.sub(r"\1", day[4])
        return f"{year}-{month:02}-{int(day[3]):02}{rest}"
    try:
        return f"{Decimal(key.replace(',', '').lstrip('¥')).normalize():f}"
    except InvalidOperation:
        return key
