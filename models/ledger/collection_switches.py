"""两代一统: what prevents a province from changing who collects its money, and what follows.

With `collect_by` changes the account that orders are remitted by and paid from. Money on its way
would arrive at the old one, so nothing may be on its way; drafts are dissolved; balances below a
pooling province move up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.ledger.ledger import Account, AccountKind, Posting, TransferKind
from models.offices.office import Office
from models.remittances.draft import cancel_draft
from models.remittances.release import lines_of
from models.remittances.remittance import Remittance, RemittanceState

Locked = Callable[[Select[Any]], Select[Any]]


@dataclass(frozen=True, slots=True)
class Purses:
    """A province's money between two purses."""

    #: Every 汇款单 that was sent and has not wholly arrived.
    travelling: Sequence[Remittance]
    drafts: Sequence[Remittance]
    #: Accounts of offices below the province that hold something.
    below: Sequence[Account]


def purses_of(session: Session, province: Office, locked: Locked) -> Purses:
    """Of all offices of the province, in a fixed number of statements."""
    of_province = Remittance.province_code == province.code
    travelling = session.scalars(
        select(Remittance)
        .where(of_province, Remittance.state.in_(_SENT))
        .where(Remittance.received_fen < Remittance.amount_fen)
        .order_by(Remittance.id)
    ).all()
    drafts = select(Remittance).where(of_province, Remittance.state == RemittanceState.DRAFT)
    below = select(Account).where(
        Account.province_code == province.code,
        Account.office_code != province.code,
        Account.kind == AccountKind.PREPAID,
        Account.balance_fen > 0,
    )
    return Purses(
        travelling,
        session.scalars(locked(drafts.order_by(Remittance.id))).all(),
        session.scalars(locked(below.order_by(Account.id))).all(),
    )


_SENT = (RemittanceState.SUBMITTED, RemittanceState.RECEIVED)


def dissolve(session: Session, drafts: Sequence[Remittance]) -> None:
    """End the drafts; their orders wait in 待缴费域名 as before."""
    lines = lines_of(session, [draft.id for draft in drafts])
    for draft in drafts:
        cancel_draft(draft, [line for line in lines if line.remittance_id == draft.id])


def move_up(account: Account, province: Account, key: str) -> Posting:
    """The whole balance of a locked account to the province's."""
    assert account.balance_fen, "only what holds something moves"
    return Posting(
        kind=TransferKind.MOVE,
        debit=account,
        credit=province,
        amount_fen=account.balance_fen,
        key=f"{key}:{account.id}",
    )
