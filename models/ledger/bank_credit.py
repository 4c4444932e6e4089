"""到账 (credits): crediting an office with a bank line, and reversing the credit.

Manual entry and matching post the same transfer under the same key, so no line is credited twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ledger.accounts import prepaid_account, prepaid_account_code, registry_account
from models.ledger.ledger import (
    Account,
    AccountKind,
    Posting,
    Transfer,
    TransferKind,
    lock_accounts,
    post,
    reversal,
)
from models.remittances.bank_matching import refresh_verdicts
from models.remittances.remittance import (
    REMITTANCE_LIFECYCLE,
    BankReceipt,
    Remittance,
    RemittanceEvent,
    RemittanceState,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One bank line, its number in canonical form; amount in 分."""

    bank_ref: str
    amount_fen: int
    received_on: dt.date


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records it, and when."""

    name: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a bank transfer that goes to one 汇款单, in 分."""

    remittance: Remittance
    amount_fen: int


def turns_of(session: Session, bank_refs: Sequence[str]) -> dict[str, int]:
    """Bank number → how often its credit was reversed."""
    found = session.execute(
        select(BankReceipt.bank_ref, func.count())
        .where(
            BankReceipt.bank_ref.in_(bank_refs),
            BankReceipt.reverses_id.is_not(None),
            BankReceipt.part == 0,
        )
        .group_by(BankReceipt.bank_ref)
    )
    return {row[0]: row[1] for row in found}


def receive(
    session: Session,
    shares: Sequence[Share],
    arrival: Arrival,
    by: Recorder,
    turn: int = 0,
    answer: str | None = None,
) -> list[Account]:
    """Credit the offices of locked 汇款单, each with its share; returns their accounts.

    `answer` is the reason for what differs from the announcement. Raises IntegrityError
    (uq_bank_receipt_part) when the line was credited meanwhile.
    """
    remittances = [share.remittance for share in shares]
    codes = {prepaid_account_code(each.office_code) for each in remittances}
    lock_accounts(session, sorted(codes))
    parts = [_Part(arrival.bank_ref, turn, number, answer) for number in range(len(shares))]
    accounts = [
        _receive_part(session, share, replace(arrival, amount_fen=share.amount_fen), by, part)
        for share, part in zip(shares, parts, strict=True)
    ]
    refresh_verdicts(session, remittances)
    return accounts


def _receive_part(
    session: Session, share: Share, arrival: Arrival, by: Recorder, part: _Part
) -> Account:
    remittance = share.remittance
    account = prepaid_account(session, remittance)
    session.add(_receipt(remittance, arrival, by, part))
    posting = Posting(
        kind=TransferKind.TOP_UP,
        debit=registry_account(session, AccountKind.BANK),
        credit=account,
        amount_fen=share.amount_fen,
        key=part.key,
        remittance_id=remittance.id,
    )
    post(session, [posting], remittance)
    if remittance.state is RemittanceState.SUBMITTED:
        REMITTANCE_LIFECYCLE.advance(remittance, RemittanceEvent.RECEIVE)
    remittance.received_fen += share.amount_fen
    remittance.confirmed_by = by.name
    return account


def take_credit_back(session: Session, receipts: Sequence[BankReceipt], by: Recorder) -> None:
    """Reverse all parts of a credit, whose 汇款单 are loaded and locked.

    Raises IntegrityError when it was spent or reversed meanwhile (ck_account_floor,
    uq_bank_receipt_reverses_id).
    """
    for receipt in receipts:
        _take_part_back(session, receipt, by)
    refresh_verdicts(session, [receipt.remittance for receipt in receipts])


def _take_part_back(session: Session, receipt: BankReceipt, by: Recorder) -> None:
    remittance = receipt.remittance
    account = prepaid_account(session, remittance)
    part = _Part(receipt.bank_ref, receipt.turn, receipt.part, receipt.answer)
    credit = session.scalars(select(Transfer).where(Transfer.key == part.key)).one()
    bank = registry_account(session, AccountKind.BANK)
    arrival = Arrival(receipt.bank_ref, -receipt.amount_fen, receipt.received_on)
    back = _receipt(remittance, arrival, by, part)
    back.reverses_id = receipt.id
    session.add(back)
    post(session, [reversal(credit, account, bank)], remittance)
    remittance.received_fen -= receipt.amount_fen
    if remittance.received_fen == 0:
        REMITTANCE_LIFECYCLE.advance(remittance, RemittanceEvent.UNRECEIVE)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of one credit of a bank number, and its posting key."""

    bank_ref: str
    turn: int
    number: int
    answer: str | None

    @property
    def key(self) -> str:
        if self.number:
            return f"top_up_part:{self.turn}:{self.number}:{self.bank_ref}"
        turn = f":{self.turn}" if self.turn else ""
        return f"top_up:{self.bank_ref}{turn}"


def _receipt(remittance: Remittance, arrival: Arrival, by: Recorder, part: _Part) -> BankReceipt:
    receipt = BankReceipt(
        bank_ref=arrival.bank_ref,
        amount_fen=arrival.amount_fen,
        received_on=arrival.received_on,
        remittance_id=remittance.id,
        recorded_by=by.name,
        at=by.at,
        turn=part.turn,
        part=part.number,
        answer=part.answer or "",
    )
    receipt.belong_to(remittance)
    return receipt
