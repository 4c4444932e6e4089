"""两代一统: what prevents a change of `collect_by` in a province, and its consequences.

`collect_by` decides which account orders are paid from. Money in transit would arrive in the old
account, so none may be in transit; drafts are cancelled; balances of offices below move to a
pooling province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.core.locking import Locked
from models.ledger.ledger import Account, AccountKind, Posting, TransferKind
from models.offices.office import Office
from models.remittances.draft import cancel_draft
from models.remittances.release import lines_of
from models.remittances.remittance import Remittance, RemittanceState


@dataclass(frozen=True, slots=True)
class Purses:
    """A province's open remittances and balances."""

    #: Every 汇款单 that was sent and has not fully arrived.
    travelling: Sequence[Remittance]
    drafts: Sequence[Remittance]
    #: Accounts of offices below the province with a balance.
    below: Sequence[Account]


def purses_of(session: Session, province: Office, locked: Locked) -> Purses:
    """For all offices of the province, in a fixed number of statements."""
    of_province = Remittance.province_code == province.code
    travelling = session.scalars(
        select(Remittance)
        .where(of_province, Remittance.state.in_(_SENT))
        .where(Remittance.received_fen < Remittance.amount_fen)
        .order_by(Remittance.id)
    ).all()
    drafts = select(Remittance).where(of_province, Remittance.state == RemittanceState.DRAFT)
    # The province's own account, which receives the balances, is locked in its place among them.
    accounts = select(Account).where(
        Account.province_code == province.code,
        Account.kind == AccountKind.PREPAID,
        or_(Account.office_code == province.code, Account.balance_fen > 0),
    )
    held_drafts = session.scalars(locked(drafts.order_by(Remittance.id))).all()
    held_accounts = session.scalars(locked(accounts.order_by(Account.id))).all()
    below = [account for account in held_accounts if account.office_code != province.code]
    return Purses(travelling, held_drafts, below)


_SENT = (RemittanceState.SUBMITTED, RemittanceState.RECEIVED)


def dissolve(session: Session, drafts: Sequence[Remittance]) -> None:
    """Cancel the drafts; their orders return to 待缴费域名."""
    lines = lines_of(session, [draft.id for draft in drafts])
    for draft in drafts:
        cancel_draft(draft, [line for line in lines if line.remittance_id == draft.id])


def move_up(account: Account, province: Account, key: str) -> Posting:
    """The posting of a locked account's whole balance to the province's account."""
    assert account.balance_fen, "only what holds something moves"
    return Posting(
        kind=TransferKind.MOVE,
        debit=account,
        credit=province,
        amount_fen=account.balance_fen,
        key=f"{key}:{account.id}",
    )
