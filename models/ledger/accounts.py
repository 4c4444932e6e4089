"""Finds and opens accounts: an office's prepaid one (账户余额), the registry's bank and income.

An account is opened by the first transfer that needs it. In pool mode
(两代一统, `collect_by`) the province's account pays for the offices below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.core.locking import locking
from models.core.scope import Codes
from models.ledger.ledger import Account, AccountKind
from models.offices.office import REGISTRY_CODE, CollectBy, Office


@dataclass(frozen=True, slots=True)
class _Root:
    province_code: str = REGISTRY_CODE
    city_code: str = REGISTRY_CODE
    office_code: str = REGISTRY_CODE


def account_code(kind: AccountKind, office_code: str) -> str:
    """The code of an office's account of a kind, such as 'prepaid:623022'."""
    return f"{kind}:{office_code}"


def prepaid_account_code(office_code: str) -> str:
    """The code of the account that 账户余额 is read from."""
    return account_code(AccountKind.PREPAID, office_code)


def prepaid_account(session: Session, owner: Codes) -> Account:
    """The office's prepaid account, locked; opened empty with floor 0 when there is none."""
    wanted = select(Account).where(Account.code == prepaid_account_code(owner.office_code))
    return _found_or_opened(session, locking(wanted), AccountKind.PREPAID, owner, floor_fen=0)


def registry_account(session: Session, kind: AccountKind) -> Account:
    """The registry's account of a kind. It keeps no balance, so there is nothing to lock."""
    wanted = select(Account).where(Account.code == account_code(kind, REGISTRY_CODE))
    return _found_or_opened(session, wanted, kind, _Root(), floor_fen=None)


def payer_code(office: Office) -> str:
    """The office whose account pays for this one's orders, and who remits for it."""
    pooled = office.collect_by is CollectBy.PROVINCE_POOL
    return office.province_code if pooled else office.code


def account_after(session: Session, account: Account) -> Account:
    """The account itself, or where its office was closed, that of the office after it, locked.

    Money that comes back after the closing goes to who took over, so a closed office has none.
    """
    payer = payer_after(session, account.office_code)
    return account if payer.code == account.office_code else prepaid_account(session, payer)


def payer_after(session: Session, office_code: str) -> Office:
    """The office itself while it works, else the one that pays for the office after it."""
    office = session.scalars(select(Office).where(Office.code == office_code)).one()
    code = office.successor_code
    if code is None:
        return office
    while code is not None:
        office = session.scalars(select(Office).where(Office.code == code)).one()
        code = office.successor_code
    return session.scalars(select(Office).where(Office.code == payer_code(office))).one()


def payers_of(session: Session, office_codes: Iterable[str]) -> dict[str, str]:
    """Office → the office that collects and pays for it, for those the scope shows."""
    offices = session.scalars(select(Office).where(Office.code.in_(set(office_codes))))
    return {office.code: payer_code(office) for office in offices}


def paid_by(session: Session, account_offices: Iterable[str]) -> dict[str, str]:
    """Office → the office of the given ones whose account pays for it."""
    wanted = list(account_offices)
    offices = session.scalars(
        select(Office).where(
            or_(
                Office.code.in_(wanted),
                and_(
                    Office.province_code.in_(wanted),
                    Office.collect_by == CollectBy.PROVINCE_POOL,
                ),
            )
        )
    )
    return {office.code: payer for office in offices if (payer := payer_code(office)) in wanted}


def _found_or_opened(
    session: Session,
    wanted: Select[Account],
    kind: AccountKind,
    owner: Codes,
    *,
    floor_fen: int | None,
) -> Account:
    found = session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    account = Account(
        code=account_code(kind, owner.office_code),
        kind=kind,
        floor_fen=floor_fen,
        balance_fen=floor_fen,
    )
    account.belong_to(owner)
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        # Another transaction opened it meanwhile.
        return session.scalars(wanted).one()
    return account
