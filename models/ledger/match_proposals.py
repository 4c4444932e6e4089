"""认款建议 (match proposals): which 汇款单 a bank line may pay when it names none.

By the exact amount, by the payer's name, and by payers whose lines were matched before. A proposal
states its reason; a person decides. The lines and 汇款单 read are limited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ledger.bank_credit import Share
from models.offices.office import Office
from models.remittances.bank_matching import WAITING
from models.remittances.bank_statement import BankLine
from models.remittances.remittance import Remittance
from models.values.payer import payer_key

#: Most proposals for a line.
MAXIMUM_PROPOSALS = 3
#: Most 汇款单 considered, the oldest first.
MAXIMUM_WAITING = 2_000
#: Most 汇款单 of one office considered for a sum, and most added up.
MAXIMUM_OF_OFFICE, MAXIMUM_TOGETHER = 12, 4
#: Shortest payer name that may match a part of an office's name.
_SHORTEST_NAME = 4


class Reason(StrEnum):
    """Why a 汇款单 is proposed; the first are the best."""

    KNOWN_AMOUNT = "known_amount"
    NAMED_AMOUNT = "named_amount"
    KNOWN_SUM = "known_sum"
    NAMED_SUM = "named_sum"
    AMOUNT = "amount"
    SUM = "sum"
    KNOWN = "known"
    NAMED = "named"


_RANK = {reason: place for place, reason in enumerate(Reason)}
#: What is known of the payer → the reasons if one amount fits, if several together fit, if none
#: does.
_REASONS: dict[str, tuple[Reason, Reason, Reason | None]] = {
    "known": (Reason.KNOWN_AMOUNT, Reason.KNOWN_SUM, Reason.KNOWN),
    "named": (Reason.NAMED_AMOUNT, Reason.NAMED_SUM, Reason.NAMED),
    "": (Reason.AMOUNT, Reason.SUM, None),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The 汇款单 of one office that a line may pay, and the reason."""

    shares: tuple[Share, ...]
    reason: Reason
    office: str

    @property
    def facts(self) -> dict[str, str | int]:
        """The facts for the note on the plan page."""
        numbers = "、".join(share.remittance.remittance_no for share in self.shares)
        return {"numbers": numbers, "office": self.office, "why": self.reason}


def proposals_for(session: Session, lines: Sequence[BankLine]) -> dict[int, list[Proposal]]:
    """Line id → its proposals, the best first; in a fixed number of statements."""
    if not lines:
        return {}
    waiting = list(
        session.scalars(
            select(Remittance)
            .where(Remittance.state.in_(WAITING), Remittance.received_fen < Remittance.amount_fen)
            .order_by(Remittance.id)
            .limit(MAXIMUM_WAITING)
        )
    )
    by_office: dict[str, list[Remittance]] = {}
    for remittance in waiting:
        by_office.setdefault(remittance.office_code, []).append(remittance)
    rows = session.execute(select(Office.code, Office.name).where(Office.code.in_(by_office)))
    names = {code: name for code, name in rows}  # noqa: C416  rows are no pairs to mypy
    known = _remembered(session, lines)
    return {
        line.id: found for line in lines if (found := _proposals(line, by_office, names, known))
    }


def _remembered(session: Session, lines: Sequence[BankLine]) -> Mapping[str, set[str]]:
    """Payer → offices with which its earlier lines were matched."""
    wanted = {line.payer_key for line in lines if line.payer_key}
    rows = session.execute(
        select(BankLine.payer_key, BankLine.paid_for_code)
        .where(BankLine.payer_key.in_(wanted), BankLine.paid_for_code.is_not(None))
        .distinct()
    )
    known: dict[str, set[str]] = {}
    for payer, code in rows:
        assert payer is not None
        assert code is not None
        known.setdefault(payer, set()).add(code)
    return known


def _proposals(
    line: BankLine,
    by_office: Mapping[str, Sequence[Remittance]],
    names: Mapping[str, str],
    known: Mapping[str, set[str]],
) -> list[Proposal]:
    offices = known.get(line.payer_key or "", set())
    found = [
        proposal
        for code, remittances in by_office.items()
        for proposal in _of_office(
            line, remittances, names[code], _REASONS[_payer_is(line, code, names[code], offices)]
        )
    ]
    return sorted(found, key=lambda each: _RANK[each.reason])[:MAXIMUM_PROPOSALS]


def _payer_is(line: BankLine, code: str, name: str, offices: set[str]) -> str:
    if code in offices:
        return "known"
    payer, office = line.payer_key or "", payer_key(name) or ""
    shorter = min(payer, office, key=len)
    is_part = payer in office or office in payer
    return "named" if is_part and len(shorter) >= _SHORTEST_NAME else ""


def _of_office(
    line: BankLine,
    remittances: Sequence[Remittance],
    office: str,
    reasons: tuple[Reason, Reason, Reason | None],
) -> Iterator[Proposal]:
    one, several, otherwise = reasons
    fitting = [each for each in remittances if _missing(each) == line.amount_fen]
    for remittance in fitting:
        yield Proposal((Share(remittance, line.amount_fen),), one, office)
    together = None if fitting else _together(remittances, line.amount_fen)
    if together is not None:
        shares = tuple(Share(each, _missing(each)) for each in together)
        yield Proposal(shares, several, office)
    elif not fitting and otherwise is not None:
        yield Proposal((Share(remittances[0], line.amount_fen),), otherwise, office)


def _together(remittances: Sequence[Remittance], amount_fen: int) -> tuple[Remittance, ...] | None:
    """The smallest subset whose missing amounts add up to this sum."""
    smaller = [each for each in remittances if _missing(each) < amount_fen][:MAXIMUM_OF_OFFICE]
    return next(
        (
            chosen
            for count in range(2, MAXIMUM_TOGETHER + 1)
            for chosen in combinations(smaller, count)
            if sum(map(_missing, chosen)) == amount_fen
        ),
        None,
    )


def _missing(remittance: Remittance) -> int:
    return remittance.amount_fen - remittance.received_fen
