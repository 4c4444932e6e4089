"""对账单 (statements): a unit's orders, payments and invoices; an office's account.

The balance of any past day is the sum of the transfers until its end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.invoices.invoice import Invoice, InvoiceState
from models.ledger.accounts import prepaid_account_code
from models.ledger.ledger import Account, Transfer, TransferKind
from models.values.calendar import business_day, day_bounds

#: Most lines of a statement; longer periods must be split.
MAXIMUM_ACCOUNT_LINES = 2000


class UnitEntry(StrEnum):
    """The kind of a line of a unit's statement."""

    OWED = "owed"
    PAID = "paid"
    REVERSED = "reversed"
    INVOICED = "invoiced"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A line of a unit's statement; the amount is in one of three columns, in 分."""

    on: dt.date
    entry: UnitEntry
    number: str
    row_id: int
    owed_fen: int = 0
    paid_fen: int = 0
    invoiced_fen: int = 0


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A transfer with the balance after it, in 分."""

    transfer_id: int
    at: dt.datetime
    kind: TransferKind
    #: Positive: came in. Negative: went out.
    amount_fen: int
    balance_fen: int
    order_no: str | None


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """An account in a period, bounds included: opening balance, transfers, closing balance."""

    opening_fen: int
    lines: Sequence[AccountLine]
    #: More transfers than fit; choose a shorter period.
    is_cut: bool

    @property
    def closing_fen(self) -> int:
        """The balance after the last line shown."""
        return self.lines[-1].balance_fen if self.lines else self.opening_fen

    @property
    def in_fen(self) -> int:
        """What came in."""
        return sum(line.amount_fen for line in self.lines if line.amount_fen > 0)

    @property
    def out_fen(self) -> int:
        """What went out, as a positive amount."""
        return -sum(line.amount_fen for line in self.lines if line.amount_fen < 0)


def account_statement(
    session: Session, account_id: int, first: dt.date, last: dt.date
) -> AccountStatement:
    """The account's movements of the days `first` to `last`, oldest first."""
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    balance = opening = _balance_before(session, account_id, begins)
    moved = (
        select(
            Transfer.id,
            Transfer.at,
            Transfer.kind,
            _signed(account_id),
            Order.order_no,
        )
        .outerjoin(Order, Order.id == Transfer.order_id)
        .where(_touches(account_id), Transfer.at >= begins, Transfer.at < ends)
        .order_by(Transfer.id)
        .limit(MAXIMUM_ACCOUNT_LINES + 1)
    )
    rows = session.execute(moved).all()
    lines = []
    for transfer_id, at, kind, amount, order_no in rows[:MAXIMUM_ACCOUNT_LINES]:
        balance += amount
        lines.append(AccountLine(transfer_id, at, kind, amount, balance, order_no))
    return AccountStatement(opening, lines, len(rows) > MAXIMUM_ACCOUNT_LINES)


def unit_statement(
    session: Session, unit_id: int, first: dt.date, last: dt.date
) -> tuple[list[UnitLine], bool]:
    """The unit's lines in the period, and whether there were more than fit."""
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    owed = select(Order.submitted_at, Order.order_no, Order.id, Order.amount_fen).where(
        Order.unit_id == unit_id,
        Order.state != OrderState.CANCELLED,
        Order.submitted_at >= begins,
        Order.submitted_at < ends,
    )
    paid = select(Payment.confirmed_at, Payment.payment_no, Payment.id, Payment.amount_fen).where(
        Payment.unit_id == unit_id, Payment.confirmed_at >= begins, Payment.confirmed_at < ends
    )
    undone = select(Payment.reversed_at, Payment.payment_no, Payment.id, -Payment.amount_fen).where(
        Payment.unit_id == unit_id, Payment.reversed_at >= begins, Payment.reversed_at < ends
    )
    given = select(Invoice.issued_at, Invoice.number, Invoice.id, Invoice.amount_fen).where(
        Invoice.unit_id == unit_id,
        Invoice.state != InvoiceState.VOID,
        Invoice.issued_at >= begins,
        Invoice.issued_at < ends,
    )
    found = [
        *_lines(session, owed, UnitEntry.OWED, "owed_fen"),
        *_lines(session, paid, UnitEntry.PAID, "paid_fen"),
        *_lines(session, undone, UnitEntry.REVERSED, "paid_fen"),
        *_lines(session, given, UnitEntry.INVOICED, "invoiced_fen"),
    ]
    found.sort(key=lambda pair: pair[0])
    return [line for _at, line in found[:MAXIMUM_ACCOUNT_LINES]], len(found) > MAXIMUM_ACCOUNT_LINES


def _lines(
    session: Session,
    wanted: Select[dt.datetime, str | None, int, int] | Select[dt.datetime | None, str, int, int],
    entry: UnitEntry,
    column: str,
) -> list[tuple[dt.datetime, UnitLine]]:
    at, _number, row_id, _amount = wanted.selected_columns
    rows = session.execute(wanted.order_by(at, row_id).limit(MAXIMUM_ACCOUNT_LINES + 1))
    return [
        (at, UnitLine(business_day(at), entry, number or f"#{key}", key, **{column: amount}))
        for at, number, key, amount in rows
    ]


def _balance_before(session: Session, account_id: int, moment: dt.datetime) -> int:
    moved = select(func.coalesce(func.sum(_signed(account_id)), 0)).where(
        _touches(account_id), Transfer.at < moment
    )
    return int(session.scalar(moved) or 0)


def _touches(account_id: int) -> ColumnElement[bool]:
    return or_(Transfer.debit_id == account_id, Transfer.credit_id == account_id)


def _signed(account_id: int) -> ColumnElement[int]:
    """A credit comes in, a debit goes out."""
    return case((Transfer.credit_id == account_id, Transfer.amount_fen), else_=-Transfer.amount_fen)


def prepaid_of(session: Session, office_code: str) -> Account | None:
    """The office's prepaid account under the session's scope, if it has one."""
    wanted = select(Account).where(Account.code == prepaid_account_code(office_code))
    return session.scalars(wanted).one_or_none()
