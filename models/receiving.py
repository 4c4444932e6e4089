"""到账: crediting an office with a line of the bank's statement, and taking the credit back.

By hand or by matching, it is the same movement under the same key, so no line is credited twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import prepaid_account, registry_account
from models.ledger import (
    Account,
    AccountKind,
    Posting,
    Transfer,
    TransferKind,
    post,
    reversal,
)
from models.matching import refresh_verdicts
from models.notice import Notice, Topic, notify
from models.remittance import (
    REMITTANCE_LIFECYCLE,
    BankReceipt,
    Remittance,
    RemittanceEvent,
    RemittanceState,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One line of the bank's statement, its number in the one form; amount in 分."""

    bank_ref: str
    amount_fen: int
    received_on: dt.date


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records it, and when."""

    name: str
    at: dt.datetime


def turns_of(session: Session, bank_refs: Sequence[str]) -> dict[str, int]:
    """How often each line's credit was taken back."""
    found = session.execute(
        select(BankReceipt.bank_ref, func.count())
        .where(BankReceipt.bank_ref.in_(bank_refs), BankReceipt.reverses_id.is_not(None))
        .group_by(BankReceipt.bank_ref)
    )
    return {row[0]: row[1] for row in found}


def receive(
    session: Session, remittance: Remittance, arrival: Arrival, by: Recorder, turn: int = 0
) -> Account:
    """Credit the office of a locked 汇款单; returns its account.

    Raises IntegrityError (uq_bank_receipt_turn) when the line was credited meanwhile.
    """
    account = prepaid_account(session, remittance)
    receipt = _receipt(remittance, arrival, by, turn)
    session.add(receipt)
    posting = Posting(
        kind=TransferKind.TOP_UP,
        debit=registry_account(session, AccountKind.BANK),
        credit=account,
        amount_fen=arrival.amount_fen,
        key=_key(arrival.bank_ref, turn),
        remittance_id=remittance.id,
    )
    post(session, [posting], remittance)
    if remittance.state is RemittanceState.SUBMITTED:
        REMITTANCE_LIFECYCLE.advance(remittance, RemittanceEvent.RECEIVE)
    remittance.received_fen += arrival.amount_fen
    remittance.confirmed_by = by.name
    refresh_verdicts(session, [remittance])
    told = {"amount_fen": arrival.amount_fen, "balance_fen": account.balance_fen}
    notify(session, [Notice(Topic.TOPPED_UP, told, office_code=remittance.office_code)])
    return account


def take_credit_back(
    session: Session, receipt: BankReceipt, remittance: Remittance, by: Recorder
) -> Account:
    """Reverse a standing credit of a locked 汇款单; returns the account, which must hold it.

    Raises IntegrityError when it was spent or taken back meanwhile (ck_account_floor,
    uq_bank_receipt_reverses_id).
    """
    account = prepaid_account(session, remittance)
    key = _key(receipt.bank_ref, receipt.turn)
    credit = session.scalars(select(Transfer).where(Transfer.key == key)).one()
    bank = registry_account(session, AccountKind.BANK)
    arrival = Arrival(receipt.bank_ref, -receipt.amount_fen, receipt.received_on)
    back = _receipt(remittance, arrival, by, receipt.turn)
    back.reverses_id = receipt.id
    session.add(back)
    post(session, [reversal(credit, account, bank)], remittance)
    remittance.received_fen -= receipt.amount_fen
    if remittance.received_fen == 0:
        REMITTANCE_LIFECYCLE.advance(remittance, RemittanceEvent.UNRECEIVE)
    refresh_verdicts(session, [remittance])
    return account


def _key(bank_ref: str, turn: int) -> str:
    return f"top_up:{bank_ref}:{turn}" if turn else f"top_up:{bank_ref}"


def _receipt(remittance: Remittance, arrival: Arrival, by: Recorder, turn: int) -> BankReceipt:
    receipt = BankReceipt(
        bank_ref=arrival.bank_ref,
        amount_fen=arrival.amount_fen,
        received_on=arrival.received_on,
        remittance_id=remittance.id,
        recorded_by=by.name,
        at=by.at,
        turn=turn,
    )
    receipt.belong_to(remittance)
    return receipt
