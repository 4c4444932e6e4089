"""Compares lines of a statement with lines of earlier statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.remittances.bank_identity import LineIdentity
from models.remittances.bank_statement import BankLine
from models.remittances.remittance import BankReceipt

_Near = Sequence[tuple[BankLine, LineIdentity]]


@dataclass(slots=True)
class Compared:
    """The result for each line, by its index in `identities`."""

    identities: list[LineIdentity]
    #: The number of each line's credit; unique among new lines.
    credit_refs: list[str]
    known: dict[int, BankLine] = field(default_factory=dict)
    #: The same serial number with another day, amount or payer.
    conflicts: dict[int, BankLine] = field(default_factory=dict)
    #: Equal to a line of some account, while its own account is unknown.
    unclear: dict[int, BankLine] = field(default_factory=dict)
    #: New, although a line with another number has the same day, amount and payer.
    alike: dict[int, BankLine] = field(default_factory=dict)

    @property
    def new(self) -> list[int]:
        """Indices of the new lines."""
        return [place for place in range(len(self.identities)) if place not in self.known]


def compare(session: Session, identities: Sequence[LineIdentity]) -> Compared:
    """Which of these lines are known, in two statements; `identities` are `placed`."""
    found = Compared(list(identities), [identity.credit_ref for identity in identities])
    by_sum: dict[tuple[object, int], list[tuple[BankLine, LineIdentity]]] = {}
    by_number: dict[str, list[tuple[BankLine, LineIdentity]]] = {}
    for line in _candidates(session, identities):
        facts = line.facts
        by_sum.setdefault((facts.received_on, facts.amount_fen), []).append((line, facts))
        by_number.setdefault(facts.number, []).append((line, facts))
    for place, identity in enumerate(identities):
        same_sum = by_sum.get((identity.received_on, identity.amount_fen), [])
        near = [
            (line, facts)
            for line, facts in same_sum
            if facts.is_same_account(identity) and facts.is_same_payment(identity)
        ]
        if identity.has_serial:
            named = [
                (line, facts)
                for line, facts in by_number.get(identity.number, [])
                if facts.is_same_account(identity)
            ]
            _serial(found, place, identity, near, named)
        else:
            _unnumbered(found, place, identity, near)
    _tell_accounts_apart(session, found)
    return found


def _candidates(session: Session, identities: Iterable[LineIdentity]) -> Sequence[BankLine]:
    numbers = {identity.number for identity in identities if identity.has_serial}
    days = {identity.received_on for identity in identities}
    amounts = {identity.amount_fen for identity in identities}
    same_sum = BankLine.received_on.in_(days) & BankLine.amount_fen.in_(amounts)
    return session.scalars(
        select(BankLine)
        .where(or_(BankLine.bank_ref.in_(numbers), same_sum))
        .order_by(BankLine.position, BankLine.id)
        .options(joinedload(BankLine.statement))
    ).all()


def _serial(found: Compared, place: int, identity: LineIdentity, near: _Near, named: _Near) -> None:
    """By serial number alone: the line is known, contradicts a known one, or is new."""
    same = next((line for line, facts in named if facts.is_same_payment(identity)), None)
    other = next((line for line, facts in named if facts.has_serial), None)
    if same is not None:
        found.known[place] = same
    elif other is not None:
        found.conflicts[place] = other
    elif alike := next((line for line, facts in near if not facts.has_serial), None):
        found.alike[place] = alike


def _unnumbered(found: Compared, place: int, identity: LineIdentity, near: _Near) -> None:
    """Without a serial number, the n-th of equal lines is known when n such lines are."""
    equal = [
        line
        for line, facts in near
        if (facts.number, facts.payer) == (identity.number, identity.payer)
    ]
    if len(equal) >= identity.position:
        line = equal[identity.position - 1]
        is_told = bool(identity.account) or not line.account
        (found.known if is_told else found.unclear)[place] = line
    elif other := next((line for line, _ in near if line not in equal), None):
        found.alike[place] = other


def _tell_accounts_apart(session: Session, found: Compared) -> None:
    """Serial numbers may repeat across accounts: add the account to one that is taken."""
    refs = [found.credit_refs[place] for place in found.new]
    taken = set(session.scalars(select(BankLine.credit_ref).where(BankLine.credit_ref.in_(refs))))
    for place in found.new:
        identity = found.identities[place]
        if identity.has_serial and found.credit_refs[place] in taken:
            found.credit_refs[place] = identity.credit_ref_in_account
        taken.add(found.credit_refs[place])


def repeated_serials(identities: Sequence[LineIdentity]) -> list[tuple[int, int]]:
    """Pairs of indices where one account has the same serial number."""
    pairs = []
    first: dict[tuple[str, str], int] = {}
    for place, identity in enumerate(identities):
        if identity.has_serial:
            earlier = first.setdefault((identity.account, identity.number), place)
            if earlier != place:
                pairs.append((earlier, place))
    return pairs


def credited_by_hand(
    session: Session, lines: Mapping[int, tuple[str, LineIdentity]]
) -> dict[int, BankReceipt]:
    """Manual credits with the day and amount of these lines, by key.

    `lines` maps a key to the number of its own credit and its facts. A credit has no payer, so a
    match is only a hint; one with the line's own number is the same money.
    """
    back = aliased(BankReceipt)
    days = {identity.received_on for _, identity in lines.values()}
    amounts = {identity.amount_fen for _, identity in lines.values()}
    rows = session.scalars(
        select(BankReceipt)
        .where(
            BankReceipt.received_on.in_(days),
            BankReceipt.amount_fen.in_(amounts),
            BankReceipt.reverses_id.is_(None),
            ~select(back.id).where(back.reverses_id == BankReceipt.id).exists(),
            ~select(BankLine.id).where(BankLine.credit_ref == BankReceipt.bank_ref).exists(),
        )
        .order_by(BankReceipt.id)
        .options(joinedload(BankReceipt.remittance))
    ).all()
    own = {ref for ref, _ in lines.values()}
    by_sum: dict[tuple[object, int], list[BankReceipt]] = {}
    for row in rows:
        if row.bank_ref not in own:
            by_sum.setdefault((row.received_on, row.amount_fen), []).append(row)
    alike = {
        key: by_sum.get((identity.received_on, identity.amount_fen), [])
        for key, (_, identity) in lines.items()
    }
    return {key: rows_alike.pop(0) for key, rows_alike in alike.items() if rows_alike}
