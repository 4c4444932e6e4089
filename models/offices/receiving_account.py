"""The bank account to which offices remit: the one in CONAC's own 缴费方式."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.scope import BY_HAND
from models.offices.office import REGISTRY_CODE, Office, PaymentMode


@dataclass(frozen=True, slots=True)
class ReceivingAccount:
    """An account as a bank asks for it: whose, with which bank, and its number."""

    payee: str
    bank: str
    number: str


def receiving_account(session: Session) -> ReceivingAccount | None:
    """CONAC's account, which every office may read; None until CONAC has entered it."""
    office, mode = Office.__table__, PaymentMode.__table__
    wanted = (
        select(office.c.name, mode.c.payee, mode.c.bank, mode.c.bank_account_no)
        .join_from(mode, office, office.c.id == mode.c.office_id)
        .where(office.c.code == REGISTRY_CODE, mode.c.bank_account_no.is_not(None))
    )
    found = session.execute(wanted, execution_options={BY_HAND: True}).one_or_none()
    if found is None:
        return None
    return ReceivingAccount(found.payee or found.name, found.bank or "—", found.bank_account_no)
