"""已领发票未汇款金额: sheets an office holds, or gave for money that has not reached the registry.

Invoices are sent before the money comes (新-003), so the registry bears the risk of their value.
Sheets on hand count by face value, as in 发票余额.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentLine
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import InvoiceLot, LotState
from models.values.calendar import day_bounds

#: Most offices shown; a province has some 180 below it.
MAXIMUM_EXPOSURE_OFFICES = 300
#: Ages in days: money is remitted weekly; older is late, and after a month very late.
WEEK_DAYS, MONTH_DAYS = 7, 30


@dataclass(frozen=True, slots=True)
class Exposure:
    """One office's share: sheets and face value on hand, and issued but unremitted by age."""

    office_code: str
    sheets: int = 0
    on_hand_fen: int = 0
    #: Charged, and so issued, within the last seven days, within a month, and earlier.
    week_fen: int = 0
    month_fen: int = 0
    older_fen: int = 0

    @property
    def unremitted_fen(self) -> int:
        """Issued for money not yet remitted."""
        return self.week_fen + self.month_fen + self.older_fen

    @property
    def total_fen(self) -> int:
        """The office's total exposure."""
        return self.on_hand_fen + self.unremitted_fen


def exposures(session: Session, today: dt.date) -> list[Exposure]:
    """The most exposed offices that the scope shows."""
    return every_exposure(session, today)[:MAXIMUM_EXPOSURE_OFFICES]


def every_exposure(
    session: Session, today: dt.date, office_codes: Collection[str] | None = None
) -> list[Exposure]:
    """All exposed offices that the scope shows, or those of these codes, the most exposed first."""
    held = {code: (sheets, fen) for code, sheets, fen in _on_hand(session, office_codes)}
    given = {code: ages for code, *ages in _unremitted(session, today, office_codes)}
    found = [
        Exposure(code, *map(int, held.get(code, (0, 0))), *map(int, given.get(code, (0, 0, 0))))
        for code in {*held, *given}
    ]
    found.sort(key=lambda each: (-each.total_fen, each.office_code))
    return found


def exposure_of(session: Session, today: dt.date, office_code: str) -> Exposure:
    """One office's exposure, nothing where it has none."""
    return exposures_of(session, today, {office_code})[office_code]


def exposures_of(
    session: Session, today: dt.date, office_codes: Collection[str]
) -> dict[str, Exposure]:
    """The exposure of each of these offices, nothing where it has none."""
    found = {each.office_code: each for each in every_exposure(session, today, office_codes)}
    return {code: found.get(code, Exposure(code)) for code in office_codes}


def exposed_sheets_fen(quantity: int, kind: InvoiceType) -> int:
    """What sheets of a type add to the exposure of the office that signs for them, in 分."""
    return quantity * (kind.face_value_fen or 0)


def _on_hand(
    session: Session, office_codes: Collection[str] | None
) -> Iterable[tuple[str, int, int]]:
    face = InvoiceLot.on_hand * func.coalesce(InvoiceType.face_value_fen, 0)
    statement = (
        select(InvoiceLot.office_code, func.sum(InvoiceLot.on_hand), func.sum(face))
        .join(InvoiceType, InvoiceType.id == InvoiceLot.type_id)
        .where(InvoiceLot.state == LotState.SIGNED)
        .group_by(InvoiceLot.office_code)
    )
    if office_codes is not None:
        statement = statement.where(InvoiceLot.office_code.in_(office_codes))
    return [(code, sheets, fen) for code, sheets, fen in session.execute(statement)]


def _unremitted(
    session: Session, today: dt.date, office_codes: Collection[str] | None
) -> Iterable[tuple[str, int, int, int]]:
    # The moment at which the eighth and the thirty-first day back end.
    week, month = (day_bounds(today - dt.timedelta(days=n))[1] for n in (WEEK_DAYS, MONTH_DAYS))
    at = Order.charged_at
    ages = (at >= week, (at < week) & (at >= month), at < month)
    statement = (
        select(Order.office_code, *(_sum_where(age) for age in ages))
        .join(PaymentLine, PaymentLine.order_id == Order.id)
        .join(Payment, Payment.id == PaymentLine.payment_id)
        .where(
            Order.state == OrderState.CHARGED,
            PaymentLine.is_reversed.is_(False),
            Payment.invoice_count > 0,
        )
        .group_by(Order.office_code)
    )
    if office_codes is not None:
        statement = statement.where(Order.office_code.in_(office_codes))
    return [tuple(row) for row in session.execute(statement)]


def _sum_where(age: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((age, PaymentLine.amount_fen), else_=0))
