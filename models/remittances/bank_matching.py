"""对账 (matching): which 汇款单 a bank line refers to, and how the sums compare.

The number of the 汇款单 is searched in the memo, where offices and banks mangle it: without
hyphens, in full width, joined to other words. Its check digits distinguish it from other digits. Or
the bank's own number is the one that the office gave when it remitted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.remittances.bank_statement import BankLine, BankLineState, BankVerdict
from models.remittances.remittance import BankReceipt, Remittance, RemittanceState
from models.values.document_number import NumberError, NumberKind, parse_number
from models.values.typed_text import folded, with_plain_dashes

#: Digits after the letter: office, day, sequence of six to nine, check.
_SHORTEST, _LONGEST = 22, 25
_DASHES = re.compile(r"[\s\-_]+")
_CANDIDATE = re.compile(rf"H(\d{{{_SHORTEST},}})")
#: 汇款单 that wait for money.
WAITING = (RemittanceState.SUBMITTED, RemittanceState.RECEIVED)


def numbers_in(memo: str | None) -> list[str]:
    """The distinct numbers of 汇款单 in a memo, in their written form."""
    text = _DASHES.sub("", with_plain_dashes(folded(memo or "")).upper())
    found = (_number_at(match[1]) for match in _CANDIDATE.finditer(text))
    return list(dict.fromkeys(number for number in found if number is not None))


def _number_at(digits: str) -> str | None:
    """The number at the start of these digits; further digits are ignored."""
    for length in range(_SHORTEST, min(_LONGEST, len(digits)) + 1):
        try:
            number = parse_number(f"H{digits[:length]}")
        except NumberError:
            continue
        if number.kind is NumberKind.REMITTANCE:
            return str(number)
    return None


@dataclass(frozen=True, slots=True)
class Expected:
    """The 汇款单 that the lines of a statement may refer to."""

    by_number: Mapping[str, Remittance]
    by_bank_ref: Mapping[str, Remittance]
    #: Bank numbers with a valid credit.
    credited: frozenset[str]

    def of(self, memo: str | None, bank_ref: str) -> Remittance | None:
        """The 汇款单 that a line refers to."""
        named = (self.by_number.get(number) for number in numbers_in(memo))
        return next((each for each in named if each), None) or self.by_bank_ref.get(bank_ref)

    def verdict(self, amount_fen: int, bank_ref: str, remittance: Remittance | None) -> BankVerdict:
        """The verdict on matching the line with the 汇款单."""
        if bank_ref in self.credited:
            return BankVerdict.DUPLICATE
        return verdict_on(amount_fen, remittance)


def verdict_on(amount_fen: int, remittance: Remittance | None) -> BankVerdict:
    """The verdict on a sum against the missing amount of a 汇款单."""
    if remittance is None or remittance.state not in WAITING:
        return BankVerdict.UNMATCHED
    missing = remittance.amount_fen - remittance.received_fen
    if missing <= 0:
        return BankVerdict.UNMATCHED
    if amount_fen == missing:
        return BankVerdict.EXACT
    return BankVerdict.UNDER if amount_fen < missing else BankVerdict.OVER


def expected_by(session: Session, said: Sequence[tuple[str | None, str]]) -> Expected:
    """What (memo, bank number) pairs may refer to, in a fixed number of statements."""
    refs = [bank_ref for _memo, bank_ref in said]
    numbers = {number for memo, _ref in said for number in numbers_in(memo)}
    rows = session.scalars(
        select(Remittance).where(
            or_(
                Remittance.remittance_no.in_(numbers),
                Remittance.bank_ref.in_(refs) & Remittance.state.in_(WAITING),
            )
        )
    ).all()
    return Expected(
        by_number={row.remittance_no: row for row in rows},
        by_bank_ref={row.bank_ref: row for row in rows if row.bank_ref and row.state in WAITING},
        credited=frozenset(standing_receipts(session, refs)),
    )


def standing_receipts(session: Session, bank_refs: Sequence[str]) -> dict[str, BankReceipt]:
    """The first part of the valid credit of each bank number."""
    return {ref: parts[0] for ref, parts in standing_parts(session, bank_refs).items()}


def standing_parts(session: Session, bank_refs: Collection[str]) -> dict[str, list[BankReceipt]]:
    """The valid credit of each bank number, in its parts."""
    back = aliased(BankReceipt)
    rows = session.scalars(
        select(BankReceipt)
        .where(
            BankReceipt.bank_ref.in_(bank_refs),
            BankReceipt.reverses_id.is_(None),
            ~select(back.id).where(back.reverses_id == BankReceipt.id).exists(),
        )
        .options(joinedload(BankReceipt.remittance))
        .order_by(BankReceipt.part)
    )
    found: dict[str, list[BankReceipt]] = {}
    for row in rows:
        found.setdefault(row.bank_ref, []).append(row)
    return found


def refresh_verdicts(session: Session, remittances: Sequence[Remittance]) -> None:
    """Recompute the verdicts of open lines that refer to these 汇款单, after their sums changed."""
    session.flush()
    known = {remittance.id: remittance for remittance in remittances}
    lines = session.scalars(
        select(BankLine).where(
            BankLine.remittance_id.in_(known), BankLine.state == BankLineState.OPEN
        )
    ).all()
    credited = standing_receipts(session, [line.credit_ref for line in lines])
    for line in lines:
        assert line.remittance_id is not None
        is_credited = line.credit_ref in credited
        verdict = verdict_on(line.amount_fen, known[line.remittance_id])
        line.verdict = BankVerdict.DUPLICATE if is_credited else verdict
