"""Issues invoices for a payment, with its 收费 (charge) or later, and counts spoilt sheets.

A spoilt sheet never returns to stock: its number is recorded as void (发票管理: 作废联全部留存).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.billing.payment import Payment
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot, MoveKind
from models.invoices.stock_balance import Portion, propose, record_move, take


@dataclass(frozen=True, slots=True)
class Issue:
    """Who issues the invoices, and when."""

    by: str
    on: date
    at: datetime
    #: The typed number of each 数电票.
    numbers: Sequence[str] = ()


def sheets_of(portions: Sequence[Portion]) -> list[tuple[InvoiceLot, str | None]]:
    """(lot, number) of each sheet; the number is None where sheets are only counted."""
    return [
        (portion.lot, number)
        for portion in portions
        for number in (portion.numbers or [None] * portion.quantity)
    ]


def shares(amount_fen: int, sheets: int) -> list[int]:
    """The amount divided over the invoices equally; the last takes the remainder."""
    each = amount_fen // sheets if sheets else 0
    return [*[each] * (sheets - 1), amount_fen - each * (sheets - 1)] if sheets else []


def issue(
    session: Session,
    payment: Payment,
    title: str,
    portions: Sequence[Portion],
    amounts_fen: Sequence[int],
    how: Issue,
) -> list[Invoice]:
    """Take sheets out of locked lots and create their invoices."""
    sheets = sheets_of(portions)
    if how.numbers:
        sheets = [(lot, given) for (lot, _), given in zip(sheets, how.numbers, strict=True)]
    invoices = [
        _invoice(payment, title, sheet, amount, how)
        for sheet, amount in zip(sheets, amounts_fen, strict=True)
    ]
    session.add_all(invoices)
    for portion in portions:
        take(session, portion.lot, portion.quantity, MoveKind.ISSUE, payment.payment_no)
    return invoices


def reissue(
    session: Session, spent: Sequence[Invoice], lots: Sequence[InvoiceLot], how: Issue
) -> list[Invoice]:
    """A new invoice for each one taken back, in the same order; `lots[i]` gives the sheet."""
    issued: list[Invoice] = []
    for n, (row, lot) in enumerate(zip(spent, lots, strict=True)):
        one, its = propose([lot], 1), replace(how, numbers=how.numbers[n : n + 1])
        issued += issue(session, row.payment, row.title, one, [row.amount_fen], its)
    return issued


def issue_red(session: Session, blue: Invoice, lot: InvoiceLot, reason: str, how: Issue) -> Invoice:
    """The negative invoice that reverses another; it is printed on a sheet from stock.

    A red 数电票 has a number of its own and uses up nothing.
    """
    if how.numbers:
        red = _invoice(blue.payment, blue.title, (lot, how.numbers[0]), -blue.amount_fen, how)
    else:
        (sheet,) = sheets_of(propose([lot], 1))
        red = _invoice(blue.payment, blue.title, sheet, -blue.amount_fen, how)
        take(session, lot, 1, MoveKind.ISSUE, blue.payment.payment_no)
    red.reverses_id = blue.id
    red.reason = reason
    session.add(red)
    return red


def spoil(session: Session, lot: InvoiceLot, quantity: int, reference: str) -> None:
    """Count issued sheets of a locked lot as void: taken back, then recorded as spoilt."""
    assert quantity <= lot.issued, "only what was issued can be taken back"
    lot.issued -= quantity
    lot.void += quantity
    record_move(session, lot, quantity, MoveKind.UNISSUE, reference)
    record_move(session, lot, quantity, MoveKind.VOID, reference)


def _invoice(
    payment: Payment, title: str, sheet: tuple[InvoiceLot, str | None], amount_fen: int, how: Issue
) -> Invoice:
    lot, number = sheet
    invoice = Invoice(
        lot_id=lot.id,
        invoice_code=lot.invoice_code or "",
        number=number,
        unit_id=payment.unit_id,
        payment_id=payment.id,
        amount_fen=amount_fen,
        title=title,
        issued_on=how.on,
        issued_at=how.at,
        issued_by=how.by,
    )
    invoice.belong_to(payment)
    return invoice
