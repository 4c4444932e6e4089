"""Staging of a bank statement: its lines by direction, new ones, and their verdicts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from models.remittances.bank_direction import LineDirection, is_reversal
from models.remittances.bank_identity import LineIdentity, identity_of, placed
from models.remittances.bank_known_lines import Compared, compare, credited_by_hand
from models.remittances.bank_matching import Expected, expected_by
from models.remittances.bank_statement import BankLine, BankStatement, BankVerdict
from models.remittances.remittance import BankReceipt
from models.values.bank_reference import bank_ref_of
from models.values.money import format_yuan


class BroughtLine(Protocol):
    """A line from a file or a caller; amount in 分."""

    @property
    def bank_ref(self) -> str | None: ...
    @property
    def received_on(self) -> dt.date: ...
    @property
    def amount_fen(self) -> int: ...
    @property
    def payer(self) -> str | None: ...
    @property
    def memo(self) -> str | None: ...
    @property
    def row_no(self) -> int: ...
    @property
    def direction(self) -> LineDirection | None: ...
    @property
    def direction_said(self) -> str | None: ...
    @property
    def voucher_no(self) -> str | None: ...
    @property
    def account(self) -> str | None: ...


L = TypeVar("L", bound=BroughtLine)


@dataclass(frozen=True, slots=True)
class Brought(Generic[L]):
    """The lines of a statement by direction; `compared` and `by_hand` are about income."""

    incoming: list[L]
    outgoing: list[L]
    reversals: list[L]
    compared: Compared
    #: Manual credits that resemble a new line, by its index.
    by_hand: dict[int, BankReceipt]
    expected: Expected

    @property
    def digest(self) -> str:
        """SHA-256 of the receipts, independent of order and file format."""
        said = sorted(identity.digest for identity in self.compared.identities)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    @property
    def totals(self) -> dict[str, int]:
        """Counts and sums; the last is that of staged lines."""
        new = self.compared.new
        return {
            "out_count": len(self.outgoing),
            "out_fen": sum(abs(line.amount_fen) for line in self.outgoing),
            "reversal_count": len(self.reversals),
            "known_count": len(self.compared.known),
            "line_count": len(new),
            "amount_fen": sum(self.incoming[place].amount_fen for place in new),
        }

    def verdict(self, place: int) -> BankVerdict:
        """The verdict on matching the line with the 汇款单 it names."""
        line, ref = self.incoming[place], self.compared.credit_refs[place]
        return self.expected.verdict(line.amount_fen, ref, self.expected.of(line.memo, ref))

    def staged(self, place: int, statement: BankStatement) -> BankLine:
        """The row of a new line."""
        line, identity = self.incoming[place], self.compared.identities[place]
        credit_ref = self.compared.credit_refs[place]
        named = self.expected.of(line.memo, credit_ref)
        row = BankLine(
            statement_id=statement.id,
            row_no=line.row_no,
            account=identity.account,
            bank_ref=identity.number,
            has_serial=identity.has_serial,
            position=identity.position,
            credit_ref=credit_ref,
            received_on=line.received_on,
            amount_fen=line.amount_fen,
            payer=line.payer,
            memo=line.memo,
            direction=LineDirection.IN,
            direction_said=line.direction_said,
            verdict=self.verdict(place),
            remittance_id=named.id if named else None,
        )
        row.belong_to(statement)
        return row


def brought(session: Session, lines: Sequence[L]) -> Brought[L]:
    """Compare the lines with staged lines, credits and remittances, in a few statements."""
    ways: dict[LineDirection | None, list[L]] = {}
    for line in lines:
        ways.setdefault(_way(line), []).append(line)
    incoming = ways.get(LineDirection.IN, [])
    compared = compare(session, placed(map(_identity, incoming)))
    refs, new = compared.credit_refs, compared.new
    own = {place: (refs[place], compared.identities[place]) for place in new}
    return Brought(
        incoming=incoming,
        outgoing=ways.get(LineDirection.OUT, []),
        reversals=ways.get(LineDirection.REVERSAL, []),
        compared=compared,
        by_hand=credited_by_hand(session, own),
        expected=expected_by(session, [(incoming[place].memo, refs[place]) for place in new]),
    )


def _way(line: BroughtLine) -> LineDirection | None:
    """The direction of a line; its memo may mark it as a reversal."""
    if line.direction is LineDirection.IN and is_reversal(line.memo):
        return LineDirection.REVERSAL
    return line.direction


def _identity(line: BroughtLine) -> LineIdentity:
    facts = (line.account, line.received_on, line.amount_fen, line.payer)
    serial = identity_of(*facts, line.bank_ref)
    if serial.has_serial:
        return serial
    return identity_of(*facts, line.voucher_no, may_be_serial=False)


def line_text(line: BroughtLine | BankLine) -> str:
    """A line as text: number, day, amount and payer."""
    number = bank_ref_of(line.bank_ref or "")
    facts = (number, line.received_on, format_yuan(line.amount_fen), line.payer)
    return " ".join(str(fact) for fact in facts if fact)


def staged_line_text(line: BankLine) -> str:
    """A staged line as text, with its statement and row."""
    return f"{line_text(line)} ({line.statement.file_name} #{line.row_no})"
