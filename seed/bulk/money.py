"""Payments, invoices, remittances, receipts and transfers of the bulk load."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from models.values.calendar import week_key
from models.values.document_number import NumberKind
from seed.bulk.domains import Bill
from seed.bulk.registrants import Seat
from seed.bulk.row_buffer import Shelf, instant
from seed.bulk.row_types import (
    BankReceiptRow,
    InvoiceRow,
    LotRow,
    MoveRow,
    PaymentLineRow,
    PaymentRow,
    RemittanceLineRow,
    RemittanceRow,
    TransferRow,
)
from seed.reference.minimal import PRICE_PER_YEAR_FEN

#: Sheets an office still has when everything is issued.
SPARE_SHEETS: Final = 50
_REMITTED_BEFORE: Final = dt.timedelta(days=2)
_DEFERRED: Final = "发票随下批补开"


@dataclass(frozen=True, slots=True)
class Book:
    """What the money rows of one office have in common."""

    shelf: Shelf
    seat: Seat
    rng: Random
    today: dt.date
    entry_id: int
    bank_id: int
    income_id: int
    #: The key of the 发票类型 issued.
    type_id: int
    invoice_share: float


@dataclass(frozen=True, slots=True)
class _Paid:
    """A payment line on its way to the registry."""

    bill: Bill
    line_id: int
    order_id: int
    amount_fen: int


def keep_book(book: Book, bills: list[Bill]) -> None:
    """Puts everything that followed from the bills of one office, in the order of the days."""
    ordered = sorted(bills, key=lambda bill: bill.charged_on)
    has_sheet = [book.rng.random() < book.invoice_share for _ in ordered]
    lot = _lot(book, sum(has_sheet))
    paid: dict[dt.date, list[_Paid]] = defaultdict(list)
    sheet = 0
    for bill, gets_sheet in zip(ordered, has_sheet, strict=True):
        payment = _payment(book, bill, gets_sheet=gets_sheet)
        sheet += gets_sheet
        if gets_sheet:
            _issue(book, bill, payment, lot, sheet)
        arrives_on = bill.settled_on or book.today + dt.timedelta(days=1)
        lines = [_payment_line(book, bill, payment, *order) for order in bill.orders]
        if bill.is_remitted:
            paid[arrives_on] += lines
    received = [day for day in paid if day <= book.today]
    for day, lines in sorted(paid.items()):
        surplus = book.rng.randint(0, 5) if day == max(received, default=None) else 0
        _remit(book, day, lines, surplus * PRICE_PER_YEAR_FEN)


def _lot(book: Book, issued: int) -> LotRow:
    """The stock the invoices come from: as many sheets as are issued, and some to spare."""
    seat, quantity = book.seat, issued + SPARE_SHEETS
    day = book.today - dt.timedelta(days=9 * 366 + 30)
    at, key = instant(day), book.shelf.key(LotRow)
    lot = LotRow(
        key,
        book.shelf.number(NumberKind.INVOICE_LOT, seat.row.code, day),
        book.type_id,
        seat.id,
        f"1{seat.row.code}00001",
        "00000001",
        f"{quantity:08}",
        quantity,
        SPARE_SHEETS,
        issued,
        0,
        0,
        0,
        0,
        "signed",
        at,
        seat.row.name,
        at,
        1,
        at,
        at,
        *seat.codes,
    )
    book.shelf.put(lot)
    _move(book, lot, "receive", quantity, lot.lot_no, at)
    return lot


def _move(book: Book, lot: LotRow, kind: str, quantity: int, reference: str, at: str) -> None:
    key, by = book.shelf.key(MoveRow), book.seat.row.name
    codes = book.seat.codes
    book.shelf.put(MoveRow(key, lot.id, kind, quantity, reference, at, by, book.entry_id, *codes))


def _payment(book: Book, bill: Bill, *, gets_sheet: bool) -> PaymentRow:
    at = instant(bill.charged_on)
    payment = PaymentRow(
        book.shelf.key(PaymentRow),
        book.shelf.number(NumberKind.PAYMENT, book.seat.row.code, bill.charged_on),
        bill.unit_id,
        bill.amount_fen,
        "transfer",
        bill.charged_on.isoformat(),
        int(gets_sheet),
        None if gets_sheet else _DEFERRED,
        "confirmed",
        book.seat.row.name,
        "system",
        at,
        1,
        at,
        at,
        *book.seat.codes,
    )
    book.shelf.put(payment)
    return payment


def _payment_line(
    book: Book, bill: Bill, payment: PaymentRow, order_id: int, amount_fen: int
) -> _Paid:
    key = book.shelf.key(PaymentLineRow)
    unit_id, codes = bill.unit_id, book.seat.codes
    book.shelf.put(PaymentLineRow(key, payment.id, order_id, unit_id, amount_fen, 0, *codes))
    return _Paid(bill, key, order_id, amount_fen)


def _issue(book: Book, bill: Bill, payment: PaymentRow, lot: LotRow, sheet: int) -> None:
    at = payment.confirmed_at
    book.shelf.put(
        InvoiceRow(
            book.shelf.key(InvoiceRow),
            lot.id,
            lot.invoice_code,
            f"{sheet:08}",
            bill.unit_id,
            payment.id,
            payment.amount_fen,
            bill.title,
            payment.received_on,
            at,
            payment.cashier,
            "issued",
            1,
            at,
            at,
            *book.seat.codes,
        )
    )
    _move(book, lot, "issue", 1, payment.payment_no, at)


def _remit(book: Book, day: dt.date, lines: list[_Paid], surplus_fen: int) -> None:
    """Puts one 汇款单 and, when its day has come, its arrival and what it settled."""
    shelf, codes, has_arrived = book.shelf, book.seat.codes, day <= book.today
    amount_fen = sum(line.amount_fen for line in lines)
    received_fen = amount_fen + surplus_fen if has_arrived else 0
    remitted_on = day - _REMITTED_BEFORE
    bank_ref, at = f"CCB{book.seat.row.code}{day:%Y%m%d}", instant(remitted_on)
    key = shelf.key(RemittanceRow)
    shelf.put(
        RemittanceRow(
            key,
            shelf.number(NumberKind.REMITTANCE, book.seat.row.code, remitted_on),
            week_key(remitted_on),
            amount_fen,
            len(lines),
            bank_ref,
            remitted_on.isoformat(),
            received_fen,
            "received" if has_arrived else "submitted",
            "系统" if has_arrived else None,
            1,
            at,
            at,
            *codes,
        )
    )
    for line in lines:
        line_key = shelf.key(RemittanceLineRow)
        shelf.put(RemittanceLineRow(line_key, key, line.line_id, line.amount_fen, 0, *codes))
    if has_arrived:
        _arrive(book, day, key, bank_ref, received_fen)
        for line in lines:
            _settle(book, day, line)


def _arrive(book: Book, day: dt.date, remittance_id: int, bank_ref: str, amount_fen: int) -> None:
    shelf, at, codes = book.shelf, instant(day), book.seat.codes
    key = shelf.key(BankReceiptRow)
    by = "系统"
    shelf.put(
        BankReceiptRow(
            *(key, bank_ref, amount_fen, day.isoformat(), remittance_id, by, at, 0, None), *codes
        )
    )
    shelf.put(
        TransferRow(
            shelf.key(TransferRow),
            at,
            "top_up",
            book.bank_id,
            book.seat.account_id,
            amount_fen,
            None,
            remittance_id,
            f"top_up:{bank_ref}",
            _hash("top_up", "bank:000000", f"prepaid:{book.seat.row.code}", amount_fen),
            book.entry_id,
            *codes,
        )
    )


def _settle(book: Book, day: dt.date, line: _Paid) -> None:
    book.shelf.put(
        TransferRow(
            book.shelf.key(TransferRow),
            instant(day),
            "settle",
            book.seat.account_id,
            book.income_id,
            line.amount_fen,
            line.order_id,
            None,
            f"settle:order:{line.order_id}",
            _hash("settle", f"prepaid:{book.seat.row.code}", "income:000000", line.amount_fen),
            book.entry_id,
            *book.seat.codes,
        )
    )


@lru_cache(maxsize=65536)
def _hash(kind: str, debit: str, credit: str, amount_fen: int) -> str:
    """What `models.ledger.ledger.Posting.hash` gives for the same movement."""
    parts = (kind, debit, credit, str(amount_fen), str(None))
    return hashlib.sha256(repr(parts).encode()).hexdigest()
