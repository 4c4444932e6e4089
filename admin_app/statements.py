"""A bank's statement, as banks write their files, into the lines of `upload_statement`.

The heading row is found by its words, since banks write titles above it. Money that went out and
the row of totals are passed over. What cannot be read is told row by row, and nothing is staged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from actions.refusal import Refusal, Refused
from actions.upload_statement import MAXIMUM_STATEMENT_LINES, StatementLine
from admin_app.sheets import Sheet, SheetRow, read_sheet
from models.bank_ref import MAXIMUM_LENGTH, bank_ref_of
from models.money import MoneyError, parse_yuan

#: What banks call each column; the first that is there is taken.
_WORDS: dict[str, tuple[str, ...]] = {
    "received_on": ("交易日期", "记账日期", "入账日期", "到账日期", "交易时间", "日期"),
    "amount": ("贷方金额", "贷方发生额", "收入金额", "收入", "到账金额", "交易金额", "金额"),
    "bank_ref": ("交易流水号", "银行流水号", "流水号", "交易序号", "凭证号", "交易参考号"),
    "payer": ("对方户名", "对方账户名称", "对方名称", "付款人名称", "付款人", "付款单位"),
    "memo": ("附言", "摘要", "用途", "备注", "交易附言"),
}
_NEEDED = ("received_on", "amount", "bank_ref")
#: Every column of words about the payment, since banks put the memo into any of them.
_MEMOS = _WORDS["memo"]
_TOTALS = ("合计", "总计", "本页小计", "累计")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?")
#: Faults told at once; the rest follow when these are mended.
_TOLD = 20


class StatementFault(StrEnum):
    """Why a statement cannot be read."""

    HEADINGS = "statement_headings"
    NO_DAY = "statement_no_day"
    NO_AMOUNT = "statement_no_amount"
    NO_REF = "statement_no_ref"
    REF_TOO_LONG = "statement_ref_too_long"
    TOO_MANY = "statement_too_many"


@dataclass(frozen=True, slots=True)
class Statement:
    """What came out of a file."""

    lines: tuple[StatementLine, ...]
    faults: tuple[Refusal, ...]
    #: Rows passed over: money that went out, totals.
    passed_over: int


def read_statement(stream: IO[bytes], filename: str) -> Statement:
    """The lines of an uploaded statement. Raises Refused for a file that is none."""
    sheet = read_sheet(stream, filename)
    headed = _headed(sheet)
    if headed is None:
        raise Refused(Refusal(StatementFault.HEADINGS))
    lines: list[StatementLine] = []
    faults: list[Refusal] = []
    passed_over = 0
    for row in headed.rows:
        read = _line(headed, row)
        if isinstance(read, StatementLine):
            lines.append(read)
        elif read is None:
            passed_over += 1
        else:
            faults.append(read)
    if len(lines) > MAXIMUM_STATEMENT_LINES:
        facts = {"count": len(lines), "maximum": MAXIMUM_STATEMENT_LINES}
        raise Refused(Refusal(StatementFault.TOO_MANY, facts))
    return Statement(tuple(lines), tuple(faults[:_TOLD]), passed_over)


def _headed(sheet: Sheet) -> Sheet | None:
    """The sheet below the first row that names day, amount and number."""
    rows = (SheetRow(1, sheet.headings), *sheet.rows)
    for place, row in enumerate(rows):
        if all(set(_WORDS[name]) & set(row.cells) for name in _NEEDED):
            return Sheet(row.cells, rows[place + 1 :])
    return None


def _cell(sheet: Sheet, row: SheetRow, name: str) -> str:
    heading = next((word for word in _WORDS[name] if word in sheet.headings), "")
    return sheet.under(heading, row).strip() if heading else ""


def _line(sheet: Sheet, row: SheetRow) -> StatementLine | Refusal | None:
    """The row as a line; why it is none; or None for one that is passed over."""
    if any(cell.startswith(_TOTALS) for cell in row.cells[:2]):
        return None
    amount = _cell(sheet, row, "amount")
    try:
        fen = parse_yuan(amount, allow_negative=True) if amount else 0
    except MoneyError:
        return Refusal(StatementFault.NO_AMOUNT, {"row": row.number, "text": amount[:40]})
    if fen <= 0:
        return None
    day = _day(_cell(sheet, row, "received_on"))
    bank_ref = bank_ref_of(_cell(sheet, row, "bank_ref"))
    fault = _fault(sheet, row, day, bank_ref)
    if fault is not None or day is None:
        return fault
    return StatementLine(
        bank_ref=bank_ref,
        received_on=day,
        amount_fen=fen,
        payer=_cell(sheet, row, "payer")[:120] or None,
        memo=_memo(sheet, row),
        row_no=row.number,
    )


def _fault(sheet: Sheet, row: SheetRow, day: dt.date | None, bank_ref: str) -> Refusal | None:
    """What is wrong with the day or the number of a receipt."""
    if day is None:
        text = _cell(sheet, row, "received_on")[:40]
        return Refusal(StatementFault.NO_DAY, {"row": row.number, "text": text})
    # A sheet that took the number for a figure has lost its last digits (sheets: `?`).
    if not bank_ref or "?" in bank_ref:
        return Refusal(StatementFault.NO_REF, {"row": row.number})
    if len("".join(_cell(sheet, row, "bank_ref").split())) > MAXIMUM_LENGTH:
        return Refusal(StatementFault.REF_TOO_LONG, {"row": row.number, "maximum": MAXIMUM_LENGTH})
    return None


def _memo(sheet: Sheet, row: SheetRow) -> str | None:
    words: Sequence[str] = [sheet.under(word, row).strip() for word in _MEMOS]
    return " ".join(dict.fromkeys(word for word in words if word))[:400] or None


def _day(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
