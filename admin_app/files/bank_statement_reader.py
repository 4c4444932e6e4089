"""Parses a bank's statement file into the lines of `upload_statement`.

Columns are found by heading (bank_profiles) or chosen by a person; every line gets a direction or
is refused. Totals and notes are recognised by their shape. Faults are reported row by row, and then
nothing is staged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import IO

from actions.core.refusal import Refusal, Refused
from actions.remittances.upload_statement import MAXIMUM_STATEMENT_LINES, StatementLine
from admin_app.files.bank_statement_cells import account_in, amount_of, day_of, is_total
from admin_app.files.bank_statement_headings import (
    columns_of,
    direction_of,
    heading_key,
    heading_place,
    is_readable,
    may_be_direction,
    memo_places,
    profile_of,
)
from admin_app.files.bank_statement_rows import StatementRow, rows_that_fall
from admin_app.files.sheet_reader import SheetRow, read_sheet
from admin_app.labels.remittances.bank_statement import BankProfile, LineField, StatementFault
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import account_key
from models.values.bank_reference import MAXIMUM_REFERENCE_LENGTH
from models.values.money import MoneyError

#: Most faults reported at once.
_TOLD = 20
#: Most filled cells of a note below the lines.
_MOST_NOTES = 2
_LONGEST_PAYER, _LONGEST_MEMO, _LONGEST_SAID, _LONGEST_HEADING = 120, 400, 60, 40


@dataclass(frozen=True, slots=True)
class StatementFile:
    """The rows of a file: titles, the row of headings, the rows below."""

    name: str
    titles: tuple[SheetRow, ...]
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The parsed statement."""

    profile: BankProfile
    columns: Mapping[LineField, int]
    account: str
    #: All lines, including outgoing ones and reversals.
    lines: tuple[StatementLine, ...]
    faults: tuple[Refusal, ...]
    #: Skipped rows: totals, notes, repeated headings.
    passed_over: int
    memos: tuple[int, ...] = field(default=())


def open_statement(stream: IO[bytes], filename: str) -> StatementFile:
    """The rows of an uploaded statement. Raises Refused for other files."""
    sheet = read_sheet(stream, filename)
    return statement_file(filename, (SheetRow(1, sheet.headings), *sheet.rows))


def statement_file(name: str, rows: Sequence[SheetRow]) -> StatementFile:
    """The rows split at the headings. Raises Refused when there are none."""
    place = heading_place(rows)
    if place is None:
        raise Refused(Refusal(StatementFault.HEADINGS))
    width = max(len(row.cells) for row in rows[place:])
    headings = (*rows[place].cells, *("",) * width)[:width]
    return StatementFile(name, tuple(rows[:place]), headings, tuple(rows[place + 1 :]))


def read_statement(
    file: StatementFile,
    chosen: Mapping[LineField, int] | None = None,
    account: str | None = None,
) -> Statement:
    """The lines of a file, by the columns a person chose or by its headings.

    Raises Refused for more lines than one statement may have.
    """
    profile = profile_of(file.headings)
    columns = dict(columns_of(file.headings, profile) if chosen is None else chosen)
    _add_direction(file, columns)
    memos = tuple(memo_places(file.headings, columns))
    typed = account_key(account)
    read = Statement(profile.bank, columns, typed, (), _column_faults(columns), 0, memos)
    if read.faults:
        return replace(read, account=typed or account_in(file.titles))
    found = [_read(file, read, row) for row in file.rows]
    lines = tuple(each for each in found if isinstance(each, StatementLine))
    if len(lines) > MAXIMUM_STATEMENT_LINES:
        facts = {"count": len(lines), "maximum": MAXIMUM_STATEMENT_LINES}
        raise Refused(Refusal(StatementFault.TOO_MANY, facts))
    faults = [each for each in found if isinstance(each, Refusal)] or _falling(file, read, lines)
    accounts = {line.account for line in lines if line.account}
    return replace(
        read,
        account=accounts.pop() if len(accounts) == 1 else typed or account_in(file.titles),
        lines=lines,
        faults=tuple(faults[:_TOLD]),
        passed_over=found.count(None),
    )


def _add_direction(file: StatementFile, columns: dict[LineField, int]) -> None:
    """Add the column that contains directions, if none is named so.

    It is used even if a person chooses other amount columns.
    """
    if LineField.DIRECTION in columns:
        return
    named = columns_of(file.headings, profile_of(file.headings)).get(LineField.DIRECTION)
    free = [place for place in range(len(file.headings)) if place not in columns.values()]
    places = [named] if named in free else [place for place in free if _directs(file, place)]
    if not places and LineField.AMOUNT in columns and not _is_signed(file, columns):
        places = [place for place in free if may_be_direction(file.headings[place])]
    if places:
        columns[LineField.DIRECTION] = places[0]


def _directs(file: StatementFile, place: int) -> bool:
    """Whether the cells of a column are directions: all of them, or some under a likely heading."""
    cells = [text for row in file.rows if (text := _at(row, place)) and text.strip("-")]
    told = [direction_of(cell) is not None for cell in cells]
    return bool(told) and (all(told) or (any(told) and may_be_direction(file.headings[place])))


def _is_signed(file: StatementFile, columns: Mapping[LineField, int]) -> bool:
    """Whether some amount has its own direction."""
    for row in file.rows:
        text = _at(row, columns[LineField.AMOUNT])
        try:
            amount = amount_of(text)
        except MoneyError:
            continue
        if amount.is_negative or amount.side or text.startswith(("+", "＋")):
            return True
    return False


def _column_faults(columns: Mapping[LineField, int]) -> tuple[Refusal, ...]:
    if not is_readable(columns):
        return (Refusal(StatementFault.COLUMNS),)
    if len(set(columns.values())) < len(columns):
        return (Refusal(StatementFault.COLUMN_TWICE),)
    return ()


def _at(row: SheetRow, place: int | None) -> str:
    return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def _read(file: StatementFile, read: Statement, row: SheetRow) -> StatementLine | Refusal | None:
    """The row as a line, its fault, or None for a skipped row."""
    try:
        return _statement_line(file, read, row)
    except Refused as refused:
        return refused.first


def _statement_line(file: StatementFile, read: Statement, row: SheetRow) -> StatementLine | None:
    """The row as a line, or None for a note, a total, a repeated heading. Raises Refused."""
    cells = {name: _at(row, read.columns.get(name)) for name in LineField}
    day = day_of(cells[LineField.DAY])
    if day is None and _is_no_line(file, row, cells):
        return None
    headings = {
        name: " ".join(file.headings[place].split())[:_LONGEST_HEADING]
        for name, place in read.columns.items()
    }
    line = StatementRow(row.number, cells, headings)
    amounts = line.amounts()
    if not any(amount.fen for amount in amounts.values()):
        return None
    if day is None:
        line.refuse(StatementFault.NO_DAY, text=cells[LineField.DAY][:_LONGEST_HEADING])
    movement = line.movement(amounts)
    if movement.direction is LineDirection.IN:
        _check_numbers(line)
    return StatementLine(
        bank_ref=cells[LineField.SERIAL][:MAXIMUM_REFERENCE_LENGTH] or None,
        received_on=day,
        amount_fen=movement.fen,
        payer=cells[LineField.PAYER][:_LONGEST_PAYER] or None,
        memo=_memo(read, row),
        row_no=row.number,
        direction=movement.direction,
        direction_said=movement.said[:_LONGEST_SAID],
        voucher_no=cells[LineField.VOUCHER][:MAXIMUM_REFERENCE_LENGTH] or None,
        account=read.account
        or account_key(cells[LineField.ACCOUNT])
        or account_in(file.titles)
        or None,
    )


def _is_no_line(file: StatementFile, row: SheetRow, cells: Mapping[LineField, str]) -> bool:
    """Whether a row without a day is a total, a repeated heading, or a note without an amount."""
    headings = file.headings[: len(row.cells)]
    if [heading_key(cell) for cell in row.cells] == [heading_key(cell) for cell in headings]:
        return True
    if is_total(row.cells):
        return True
    amounts = (cells[name] for name in (LineField.CREDIT, LineField.DEBIT, LineField.AMOUNT))
    is_note = not any(digit.isdigit() for text in amounts for digit in text)
    return is_note and len(list(filter(None, row.cells))) <= _MOST_NOTES


def _check_numbers(line: StatementRow) -> None:
    """Refuse numbers that lost digits in a spreadsheet (shown as `?`)."""
    for name in (LineField.SERIAL, LineField.VOUCHER):
        if "?" in line.cells[name]:
            line.refuse(StatementFault.REF_CUT)
        if len("".join(line.cells[name].split())) > MAXIMUM_REFERENCE_LENGTH:
            line.refuse(StatementFault.REF_TOO_LONG, maximum=MAXIMUM_REFERENCE_LENGTH)


def _memo(read: Statement, row: SheetRow) -> str | None:
    words = [_at(row, place) for place in read.memos]
    return " ".join(dict.fromkeys(filter(None, words)))[:_LONGEST_MEMO] or None


def _falling(file: StatementFile, read: Statement, lines: Sequence[StatementLine]) -> list[Refusal]:
    """Lines read as income by their sign although the balance falls by their amount."""
    has_side = {LineField.DIRECTION, LineField.CREDIT} & set(read.columns)
    if has_side or not all(line.direction is LineDirection.IN for line in lines):
        return []
    rows = {row.number: row for row in file.rows}
    moved = []
    for line in lines:
        try:
            left = amount_of(_at(rows[line.row_no], read.columns.get(LineField.BALANCE)))
        except MoneyError:
            continue
        balance = -left.fen if left.is_negative else left.fen
        moved.append((line.row_no, line.amount_fen, balance))
    falls = rows_that_fall(moved)
    return [Refusal(StatementFault.BALANCE_FALLS, {"row": row}) for row in falls]
