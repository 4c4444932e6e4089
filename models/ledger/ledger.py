"""The double-entry ledger: accounts, immutable transfers, and `post`, the only way to move money.

A transfer is one debit account, one credit account, one positive amount. An account's balance is
credits minus debits; triggers maintain it, a CHECK enforces its floor, and no statement can change
it without a transfer. A correction is a reversing transfer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, UtcDateTime, pk, unique_where, words
from models.core.journal import entry_of
from models.core.locking import locking
from models.core.scope import Codes, Scoped, ancestor_indexes


class AccountKind(StrEnum):
    """The kind of an account."""

    #: An office's prepaid balance at the registry: 账户余额.
    PREPAID = "prepaid"
    #: The registry's bank account: money from outside.
    BANK = "bank"
    #: Fees the registry has earned.
    INCOME = "income"
    #: Corrections, each with a reason and a second person.
    ADJUSTMENT = "adjustment"
    #: 奖励经费 accrued to a province.
    AWARD = "award"


class TransferKind(StrEnum):
    """Why money moved."""

    TOP_UP = "top_up"
    SETTLE = "settle"
    REFUND = "refund"
    MOVE = "move"
    ADJUST = "adjust"
    AWARD = "award"
    REVERSE = "reverse"


class PostingConflictError(ValueError):
    """A bug of ours: one posting key used for two different movements."""


class Account(Scoped, Base):
    """A ledger account. A login is a user, never an account."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(floor_fen IS NULL) = (balance_fen IS NULL)", name="guarded"),
        CheckConstraint("floor_fen IS NULL OR balance_fen >= floor_fen", name="floor"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    #: 'prepaid:623022', 'income:000000'.
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[AccountKind] = mapped_column(words(AccountKind))
    #: The least the balance may be. None: the account keeps no balance of its own (bank,
    #: income), so that no row of the registry's is written by every office's settlement.
    floor_fen: Mapped[int | None]
    #: Maintained by trigger from transfers.
    balance_fen: Mapped[int | None]
    #: The newest transfer; every update of the balance must set it (checked by trigger).
    last_transfer_id: Mapped[int] = mapped_column(default=0)


class Transfer(Scoped, Base):
    """One movement of money, append-only. It carries the codes of the office it concerns."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        CheckConstraint("(kind = 'reverse') = (reverses_id IS NOT NULL)", name="reversal"),
        # An order is settled at most once (I-3).
        unique_where("uq_transfer_order_settled", "order_id", where="kind = 'settle'"),
        Index(None, "debit_id", "id"),
        Index(None, "credit_id", "id"),
        Index(None, "kind", "id"),
        *ancestor_indexes(),
        *ancestor_indexes("at"),
    )

    id: Mapped[pk]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    kind: Mapped[TransferKind] = mapped_column(words(TransferKind))
    debit_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    credit_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    amount_fen: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("domain_order.id", ondelete="RESTRICT"))
    remittance_id: Mapped[int | None] = mapped_column(
        ForeignKey("remittance.id", ondelete="RESTRICT"), index=True
    )
    #: The transfer that this one reverses; unique, so at most one reversal.
    reverses_id: Mapped[int | None] = mapped_column(
        ForeignKey("transfer.id", ondelete="RESTRICT"), unique=True
    )
    #: Idempotency key of the posting ('settle:order:17').
    key: Mapped[str] = mapped_column(String(80), unique=True)
    input_hash: Mapped[str] = mapped_column(String(64))
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("journal_entry.id", ondelete="RESTRICT"), index=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A transfer to be posted; amounts in 分."""

    kind: TransferKind
    debit: Account
    credit: Account
    amount_fen: int
    key: str
    order_id: int | None = None
    remittance_id: int | None = None
    reverses_id: int | None = None

    def hash(self) -> str:
        """SHA-256 of the contents, to detect a key reused for something else."""
        parts = (self.kind, self.debit.code, self.credit.code, self.amount_fen, self.reverses_id)
        return hashlib.sha256(repr(tuple(map(str, parts))).encode()).hexdigest()


def lock_accounts(session: Session, codes: list[str]) -> dict[str, Account]:
    """Lock accounts in key order, the first locks of any run that moves money.

    The ids of transfers are drawn after the lock, so a guarded account sees them ascend.
    """
    wanted = select(Account).where(Account.code.in_(codes)).order_by(Account.id)
    rows = session.scalars(locking(wanted))
    return {account.code: account for account in rows}


def post(session: Session, postings: list[Posting], owner: Codes) -> list[Transfer]:
    """Post transfers; a key that was posted before returns its first transfer.

    Accounts must be locked. Raises PostingConflictError when a key is reused with other contents,
    IntegrityError (ck_account_floor) when a balance would fall below its floor.
    """
    posted = _posted(session, [posting.key for posting in postings])
    transfers = [posted.get(p.key) or _transfer(session, p, owner) for p in postings]
    for posting, transfer in zip(postings, transfers, strict=True):
        if transfer.input_hash != posting.hash():
            raise PostingConflictError(posting.key)
    session.add_all(transfers)
    session.flush()
    for account in {p.debit for p in postings} | {p.credit for p in postings}:
        session.expire(account, ["balance_fen", "last_transfer_id"])
    return transfers


def reversal(transfer: Transfer, debit: Account, credit: Account) -> Posting:
    """The posting that reverses a transfer: the same amount the other way."""
    assert (debit.id, credit.id) == (transfer.credit_id, transfer.debit_id)
    return Posting(
        kind=TransferKind.REVERSE,
        debit=debit,
        credit=credit,
        amount_fen=transfer.amount_fen,
        key=f"reverse:{transfer.id}",
        reverses_id=transfer.id,
    )


def _posted(session: Session, keys: list[str]) -> dict[str, Transfer]:
    rows = session.scalars(select(Transfer).where(Transfer.key.in_(keys)))
    return {transfer.key: transfer for transfer in rows}


def _transfer(session: Session, posting: Posting, owner: Codes) -> Transfer:
    entry = entry_of(session)
    transfer = Transfer(
        at=entry.at,
        kind=posting.kind,
        debit_id=posting.debit.id,
        credit_id=posting.credit.id,
        amount_fen=posting.amount_fen,
        order_id=posting.order_id,
        remittance_id=posting.remittance_id,
        reverses_id=posting.reverses_id,
        key=posting.key,
        input_hash=posting.hash(),
        entry_id=entry.id,
    )
    transfer.belong_to(owner)
    return transfer
