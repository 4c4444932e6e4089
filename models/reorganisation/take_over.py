"""One office takes over what another one has: rows, sheets, balance and people, all in one commit.

At every moment each row is seen by exactly one of the two offices. The codes of thousands of rows
change in a few bounded statements (models/core/bulk_change.py), so that the closing, its money and
its rows need no second run that could fail halfway.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.billing.order import Order
from models.core.bulk_change import change_rows
from models.core.journal import entry_of
from models.core.locking import Locked
from models.domains.domain import Domain
from models.invoices.stock import InvoiceLot
from models.ledger.accounts import payer_code, prepaid_account, prepaid_account_code
from models.ledger.ledger import Account, Posting, TransferKind, lock_accounts, post
from models.offices.division import Division
from models.offices.office import MailingAddress, Office, OfficeLevel, PaymentMode
from models.reorganisation.belongings import Found, belongings_of, living_units
from models.reorganisation.stock_move import MovedSheets, lots_left, move_sheets
from models.units.unit import Unit
from models.users.office_roles import ROLES_AT
from models.users.session_activity import end_login, end_sessions, end_tokens
from models.users.user import Role, User


class PeopleAfter(StrEnum):
    """What happens to the people of a closed office."""

    MOVE = "move"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class Estate:
    """What an office has: its rows, its sheets, its account, its particulars."""

    found: Found
    lots: Sequence[InvoiceLot]
    balance_fen: int
    addresses: Sequence[MailingAddress]
    payment_mode: PaymentMode | None

    @property
    def sheets(self) -> int:
        """Sheets on hand."""
        return sum(lot.available for lot in self.lots)

    @property
    def is_empty(self) -> bool:
        """Whether no business, sheets or money have to go anywhere."""
        business = any(self.found.keys_of(model) for model in (Unit, Domain, Order))
        return not business and self.sheets == 0 and self.balance_fen == 0


@dataclass(frozen=True, slots=True)
class Closing:
    """An office that ends, by whom, when, and what becomes of its people and its division."""

    office: Office
    by: str
    at: dt.datetime
    on: dt.date
    people: PeopleAfter
    division_ends: bool


def estate_of(session: Session, office: Office, payer: Office | None, locked: Locked) -> Estate:
    """What an office has; `locked` locks it in the order of models/core/locking.py.

    `payer` is the office whose account is to receive the balance; both accounts are locked at once.
    """
    session.scalars(locked(living_units(office.code).order_by(Unit.id))).all()
    codes = [prepaid_account_code(each.code) for each in (office, payer) if each is not None]
    accounts = select(Account).where(Account.code.in_(codes)).order_by(Account.id)
    held = {account.code: account for account in session.scalars(locked(accounts))}
    own = held.get(prepaid_account_code(office.code))
    found = belongings_of(session, office, locked)
    lots = session.scalars(locked(lots_left(office).order_by(InvoiceLot.id))).all()
    addresses = select(MailingAddress).where(MailingAddress.office_id == office.id)
    mode = select(PaymentMode).where(PaymentMode.office_id == office.id)
    return Estate(
        found,
        lots,
        0 if own is None else own.balance_fen or 0,
        session.scalars(addresses.order_by(MailingAddress.id)).all(),
        session.scalar(mode),
    )


def payer_of(session: Session, office: Office) -> Office:
    """The office whose account pays for this one."""
    code = payer_code(office)
    return office if code == office.code else _office(session, code)


def _office(session: Session, code: str) -> Office:
    return session.scalars(select(Office).where(Office.code == code)).one()


def take_over(session: Session, closing: Closing, estate: Estate, to: Office) -> list[MovedSheets]:
    """Move everything to the office after it, and close the old one; returns the new lots.

    The caller has locked both offices and what `estate_of` locks, and nothing is unfinished.
    """
    _move_balance(session, closing.office, estate, to)
    _move_rows(session, closing, estate.found, to)
    moved = move_sheets(session, estate.lots, to, closing.by, closing.at, closing.on)
    _settle_people(session, closing, estate.found.people, to)
    _move_particulars(session, closing.office, estate, to)
    close_office(session, closing, to)
    return moved


def close_office(session: Session, closing: Closing, successor: Office | None) -> None:
    """Close an office that has nothing any more; its division ends with it if it is to."""
    office = closing.office
    if closing.division_ends and office.division_code is not None:
        ended = select(Division).where(Division.code == office.division_code)
        division = session.scalars(ended).one()
        division.valid_to = closing.on
        division.successor_code = None if successor is None else successor.division_code
    office.close(closing.on, successor)


def disable_people(session: Session, people: Sequence[User], at: dt.datetime) -> None:
    """End the logins of an office that has no successor."""
    for person in people:
        end_login(session, person, at)


def _move_balance(session: Session, office: Office, estate: Estate, to: Office) -> None:
    if not estate.balance_fen:
        return
    payer = payer_of(session, to)
    lock_accounts(session, [prepaid_account_code(office.code), prepaid_account_code(payer.code)])
    posting = Posting(
        kind=TransferKind.MOVE,
        debit=prepaid_account(session, office),
        credit=prepaid_account(session, payer),
        amount_fen=estate.balance_fen,
        key=f"close:{entry_of(session).id}",
    )
    post(session, [posting], to)


def _move_rows(session: Session, closing: Closing, found: Found, to: Office) -> None:
    office = closing.office
    here, there = _codes(office), _codes(to)
    for belonging, keys in found.keys.items():
        if belonging.model is Unit:
            continue
        is_named = belonging.is_whole and "office_id" in belonging.model.__table__.c
        old, new = ({"office_id": each.id} if is_named else {} for each in (office, to))
        change_rows(session, belonging.model, keys, {**here, **old}, {**there, **new})
    ended = office.division_code if closing.division_ends else None
    placed = select(Unit.id).where(Unit.office_code == office.code, Unit.division_code == ended)
    of_division = set(session.scalars(placed)) if ended else set()
    units = found.keys_of(Unit)
    here, there = {**here, "office_id": office.id}, {**there, "office_id": to.id}
    change_rows(session, Unit, [key for key in units if key not in of_division], here, there)
    change_rows(
        session,
        Unit,
        [key for key in units if key in of_division],
        {**here, "division_code": ended},
        {**there, "division_code": to.division_code},
    )


def _codes(office: Office) -> dict[str, object]:
    return {
        "province_code": office.province_code,
        "city_code": office.city_code,
        "office_code": office.office_code,
    }


def _settle_people(session: Session, closing: Closing, people: Sequence[User], to: Office) -> None:
    if closing.people is PeopleAfter.DISABLE:
        disable_people(session, people, closing.at)
        return
    for person in people:
        end_sessions(session, person.id, closing.at)
        end_tokens(session, person.id, closing.at)
        person.role = role_after(person.role, to.level)
        person.office_id = to.id
        person.belong_to(to)


def role_after(role: Role, level: OfficeLevel) -> Role:
    """The role in an office of a level: the same where it has it, else one that only looks."""
    return role if role in ROLES_AT[level] else Role.VIEWER


def _move_particulars(session: Session, office: Office, estate: Estate, to: Office) -> None:
    """Addresses and 缴费方式, where the office after it has none of its own."""
    own = select(MailingAddress.id).where(MailingAddress.office_id == to.id)
    mode = select(PaymentMode.id).where(PaymentMode.office_id == to.id)
    moved: list[MailingAddress | PaymentMode] = []
    if session.scalar(own.limit(1)) is None:
        moved += estate.addresses
    if estate.payment_mode is not None and session.scalar(mode) is None:
        moved.append(estate.payment_mode)
    for row in moved:
        row.office_id = to.id
        row.belong_to(to)
    session.flush()
