"""Parses cells of a bank statement: days, amounts, totals and the account."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from admin_app.files.sheet_reader import SheetRow
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import account_key, text_key
from models.values.money import MoneyError, MoneyFault, parse_yuan

_TIME = r"(?:[t ]*\d{1,2}[:时]\d{1,2}(?:[:分](?:\d{1,2}(?:\.\d+)?秒?)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
#: Eight digits, or three numbers with one kind of separator; a time may follow.
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:\d{{4}}|\d{{6}}|\d{{9}}|[t ]+\d{{6}}|{_TIME})",
        rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}",
        rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日?{_TIME}",
    )
)
#: Only full width is folded, as in models.values.money: NFKC would read 10² as 102.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥"}
_NARROW |= {ord(minus): "-" for minus in "−‐‑‒–—―﹣"}
_EARLIEST_YEAR = 1990
#: Placeholders in the column of the other side.
_NO_AMOUNT = re.compile(r"-*|/|无")
_SIDE = re.compile(r"(.*?)\s*(cr|dr|贷|借)\.?", re.IGNORECASE)
_SIDES = {"CR": LineDirection.IN, "贷": LineDirection.IN}
_CURRENCY = re.compile(r"^([-+(]?)\s*(?:cny|rmb|人民币)\s*|\s*(?:cny|rmb)$", re.IGNORECASE)
#: Words that occur only in a row of totals.
_TOTAL = re.compile(
    r"(?:本页|当页|每页|本日|当日|当前|本月|本期|本次|全部|以上|账户|借方|贷方|收入|支出|交易|发生额|页)*"
    r"(?:合计|小计|总计|累计|共计|总额|总笔数|笔数)"
    r"(?:笔数|金额|发生额|收入|支出|借方|贷方|数|额|\(元\)|[\d,.:\s元笔共条/()-])*"
)
_FIGURE = re.compile(r"[\d.,:+()¥*/-]*(?:元|笔|条|cny|rmb|%)?")
_ACCOUNT = re.compile(
    r"(?:账号|帐号|账户号码?|卡号|account(?:no\.?|number)?)[^\d*]{0,12}([\d*][\d* -]{5,})"
)
_FOREIGN = re.compile(r"对方|付款|对手|payer")


@dataclass(frozen=True, slots=True)
class Amount:
    """A non-negative amount in 分, and the direction given in its own cell, if any."""

    fen: int
    is_negative: bool = False
    side: LineDirection | None = None


def _plain(text: str) -> str:
    return text.translate(_NARROW).strip()


def day_of(text: str) -> dt.date | None:
    """The day of a cell, ignoring a time after it; None if ambiguous."""
    said = _plain(text).lower()
    for pattern in _DAYS:
        if (match := pattern.fullmatch(said)) is not None:
            numbers = [int(each) for each in match.groups() if each.isdigit()]
            try:
                day = dt.date(*numbers)
            except ValueError:
                return None
            return day if day.year >= _EARLIEST_YEAR else None
    return None


def amount_of(text: str) -> Amount:
    """The amount of a cell; None if blank. Raises MoneyError for other text."""
    said = _CURRENCY.sub(r"\1", _plain(text))
    if _NO_AMOUNT.fullmatch(said):
        return Amount(0)
    side = None
    if (match := _SIDE.fullmatch(said)) is not None:
        said, side = match[1], _SIDES.get(match[2].upper(), LineDirection.OUT)
    is_bracketed = said.startswith("(") and said.endswith(")")
    said = said[1:-1].strip() if is_bracketed else said
    is_trailing = said.endswith("-")
    said = said.rstrip("-").strip() if is_trailing else said
    is_plus = said.startswith("+")
    fen = parse_yuan(said[1:] if is_plus else said, allow_negative=True)
    if fen < 0 and (is_bracketed or is_trailing or is_plus):
        raise MoneyError(MoneyFault.NOT_A_NUMBER)
    return Amount(abs(fen), fen < 0 or ((is_bracketed or is_trailing) and fen > 0), side)


def is_total(cells: Sequence[str]) -> bool:
    """Whether the row is the name of a total and figures, and nothing else."""
    others = [cell for cell in cells if cell and not _TOTAL.fullmatch(text_key(cell))]
    has_name = len(others) < len([cell for cell in cells if cell])
    return has_name and all(_FIGURE.fullmatch(text_key(cell)) for cell in others)


def account_in(titles: Sequence[SheetRow]) -> str:
    """The own account named above the headings, in canonical form; empty when there is none."""
    for row in titles:
        for place, cell in enumerate(row.cells):
            beside = row.cells[place + 1] if place + 1 < len(row.cells) else ""
            said = _plain(f"{cell}:{beside}").lower()
            if (match := _ACCOUNT.search(said)) and not _FOREIGN.search(said):
                return account_key(match[1])
    return ""
