"""A row of a bank statement with its columns, and the direction of its money."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from actions.core.refusal import Fact, Refusal, Refused
from admin_app.files.bank_profiles import IS_PLAIN, IS_REVERSAL
from admin_app.files.bank_statement_cells import Amount, amount_of
from admin_app.files.bank_statement_headings import direction_of
from admin_app.labels.remittances.bank_statement import LineField, StatementFault
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import text_key
from models.values.money import MoneyError

_SIDES = (LineField.CREDIT, LineField.DEBIT, LineField.AMOUNT)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Movement:
    """The direction, the file's words for it, and the amount in 分."""

    direction: LineDirection
    said: str
    fen: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """The cells of a row by field, and the headings of the fields that have a column."""

    number: int
    cells: Mapping[LineField, str]
    headings: Mapping[LineField, str]

    def refuse(self, code: StatementFault, **facts: Fact) -> NoReturn:
        """Raise Refused with the row's number."""
        raise Refused(Refusal(code, {"row": self.number, **facts}))

    def amounts(self) -> dict[LineField, Amount]:
        """The amount in each amount column. Raises Refused if one is invalid."""
        found = {}
        for name in _SIDES:
            try:
                found[name] = amount_of(self.cells[name])
            except MoneyError:
                self.refuse(StatementFault.NO_AMOUNT, text=self.cells[name][:_SHOWN])
        return found

    def movement(self, amounts: Mapping[LineField, Amount]) -> Movement:
        """The direction and amount. Raises Refused when it is missing or contradictory."""
        credit, debit = amounts[LineField.CREDIT], amounts[LineField.DEBIT]
        if credit.fen and debit.fen:
            self.refuse(StatementFault.BOTH_SIDES)
        if credit.fen or debit.fen:
            amount = credit if credit.fen else debit
            way, said = self._by_column(amount, is_credit=bool(credit.fen))
        else:
            amount = amounts[LineField.AMOUNT]
            way, said = self._explicit_direction(amount)
        if self._is_marked() or (amount.is_negative and way is LineDirection.IN):
            way = LineDirection.REVERSAL
        return Movement(way, said, amount.fen)

    def _by_column(self, amount: Amount, *, is_credit: bool) -> tuple[LineDirection, str]:
        """The direction by the filled column; other indications must agree."""
        way = LineDirection.IN if is_credit else LineDirection.OUT
        said = self.headings[LineField.CREDIT if is_credit else LineField.DEBIT]
        beside = direction_of(self.cells[LineField.DIRECTION])
        for told in (beside, amount.side):
            if told not in {None, way}:
                column = self.headings.get(LineField.DIRECTION, said)
                self.refuse(StatementFault.OTHER_DIRECTION, column=column, other=said)
        return way, said

    def _explicit_direction(self, amount: Amount) -> tuple[LineDirection, str]:
        """The direction of an amount from the direction column or its sign."""
        if LineField.DIRECTION not in self.headings:
            mark = "-" if amount.is_negative else "+"
            sign = LineDirection.OUT if amount.is_negative else LineDirection.IN
            return amount.side or sign, f"{self.headings[LineField.AMOUNT]} {mark}"
        text, column = self.cells[LineField.DIRECTION], self.headings[LineField.DIRECTION]
        told = direction_of(text)
        if told is None:
            self.refuse(StatementFault.NO_DIRECTION, column=column, text=text[:_SHOWN])
        if amount.side not in {None, told}:
            self.refuse(StatementFault.OTHER_DIRECTION, column=column, other=text[:_SHOWN])
        return told, f"{column} {text}"

    def _is_marked(self) -> bool:
        """Whether its 冲正标志 marks a reversal."""
        mark = text_key(self.cells[LineField.REVERSAL])
        if mark not in IS_PLAIN | IS_REVERSAL:
            column = self.headings[LineField.REVERSAL]
            self.refuse(StatementFault.UNKNOWN_MARK, column=column, text=mark[:_SHOWN])
        return mark in IS_REVERSAL


def rows_that_fall(moved: Sequence[tuple[int, int, int]]) -> list[int]:
    """Of (row, amount, balance in 分): the rows whose balance falls by the unsigned amount.

    A file may be in descending order; the order in which more balances agree is used.
    """
    orders = [list(_steps(moved)), list(_steps(moved[::-1]))]
    best = max(orders, key=lambda order: (len(order), sum(rises for rises, _ in order)))
    return [row for rises, row in best if not rises]


def _steps(moved: Sequence[tuple[int, int, int]]) -> Iterator[tuple[bool, int]]:
    """(whether the balance rises, row) of each row whose amount equals the change of the
    balance.
    """
    for (_, _, before), (row, fen, after) in itertools.pairwise(moved):
        if abs(after - before) == fen:
            yield after > before, row
