"""周汇款: an office's charges of a week, the remitted part, and the rest.

Sums for the page of the weekly 汇款单 (guide 新-005, Q8); nothing is changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentLine
from models.offices.office import Office
from models.remittances.draft import paid_for, payer_of
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from models.units.unit import Unit

#: Most payments listed; the sums include all.
MAXIMUM_WEEK_PAYMENTS = 500

_SENT = (RemittanceState.SUBMITTED, RemittanceState.RECEIVED)


@dataclass(frozen=True, slots=True)
class WeekSums:
    """Amounts of one office and week, in 分."""

    #: Charged in the week, without reversed payments.
    charged_fen: int
    #: Of the week's 汇款单 that were sent: their amount, and what has arrived of it.
    sent_fen: int
    received_fen: int
    #: Charged up to the week's cut-off, in this week or earlier, and not remitted yet.
    due_fen: int
    due_count: int

    @property
    def short_fen(self) -> int:
        """Remitted and not arrived; negative: more arrived than was remitted."""
        return self.sent_fen - self.received_fen


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One payment on the list of the 汇款单: the orders of it that are due."""

    payment_id: int
    payment_no: str
    unit_id: int
    unit: str
    received_on: dt.date
    order_count: int
    amount_fen: int
    #: Charged before the week began.
    is_earlier: bool


def week_sums(
    session: Session, payer_code: str, week: str, window: tuple[dt.datetime, dt.datetime]
) -> WeekSums:
    """The sums of an office's week."""
    begins, ends = window
    charged = session.scalar(
        select(func.coalesce(func.sum(PaymentLine.amount_fen), 0))
        .join(Order, Order.id == PaymentLine.order_id)
        .join(Office, Office.code == Order.office_code)
        .where(PaymentLine.is_reversed.is_(False), *_paid_by(payer_code))
        .where(Order.charged_at >= begins, Order.charged_at < ends)
    )
    sent = session.execute(
        select(
            func.coalesce(func.sum(Remittance.amount_fen), 0),
            func.coalesce(func.sum(Remittance.received_fen), 0),
        ).where(
            Remittance.office_code == payer_code,
            Remittance.period_week == week,
            Remittance.state.in_(_SENT),
        )
    ).one()
    return WeekSums(
        int(charged or 0), int(sent[0]), int(sent[1]), *due_sums(session, payer_code, ends)
    )


def due_sums(session: Session, payer_code: str, ends: dt.datetime) -> tuple[int, int]:
    """(分, orders) that an office has charged up to a cut-off and not remitted yet."""
    amount, count = (figure.scalar_subquery() for figure in due_figures(payer_code, ends))
    found = session.execute(select(amount.label(None), count.label(None))).one()
    return int(found[0]), found[1]


def due_figures(payer_code: str, ends: dt.datetime) -> tuple[Select[int], Select[int]]:
    """The same as two subqueries, for pages that combine several."""
    sums = (func.coalesce(func.sum(Order.amount_fen), 0), func.count(Order.id))
    amount, count = (
        select(each).join(Office, Office.code == Order.office_code).where(*_due(payer_code, ends))
        for each in sums
    )
    return amount, count


def paid_lines(
    session: Session,
    payer_code: str,
    window: tuple[dt.datetime, dt.datetime],
    limit: int = MAXIMUM_WEEK_PAYMENTS,
) -> list[PaidLine]:
    """What is due of each payment, unit by unit."""
    begins, ends = window
    found = session.execute(
        select(
            Payment.id,
            Payment.payment_no,
            Unit.id,
            Unit.name,
            Payment.received_on,
            func.count(Order.id),
            func.sum(PaymentLine.amount_fen),
            func.min(Order.charged_at),
        )
        .select_from(Order)
        .join(Office, Office.code == Order.office_code)
        .join(PaymentLine, PaymentLine.order_id == Order.id)
        .join(Payment, Payment.id == PaymentLine.payment_id)
        .join(Unit, Unit.id == Payment.unit_id)
        .where(PaymentLine.is_reversed.is_(False), *_due(payer_code, ends))
        .group_by(Payment.id, Payment.payment_no, Unit.id, Unit.name, Payment.received_on)
        .order_by(Unit.id, Payment.id)
        .limit(limit)
    )
    return [
        PaidLine(
            payment_id=row[0],
            payment_no=row[1],
            unit_id=row[2],
            unit=row[3],
            received_on=row[4],
            order_count=row[5],
            amount_fen=int(row[6]),
            is_earlier=row[7] is not None and row[7] < begins,
        )
        for row in found
    ]


def sent_in(session: Session, payer_code: str, week: str) -> Sequence[Remittance]:
    """The week's submitted 汇款单."""
    return session.scalars(
        select(Remittance)
        .where(
            Remittance.office_code == payer_code,
            Remittance.period_week == week,
            Remittance.state.in_(_SENT),
        )
        .order_by(Remittance.id)
        .limit(MAXIMUM_WEEK_PAYMENTS)
    ).all()


def orders_of(session: Session, remittance: Remittance) -> Sequence[int]:
    """Keys of the orders a 汇款单 carries."""
    return session.scalars(
        select(PaymentLine.order_id)
        .join(RemittanceLine, RemittanceLine.payment_line_id == PaymentLine.id)
        .where(RemittanceLine.remittance_id == remittance.id, RemittanceLine.is_released.is_(False))
        .order_by(PaymentLine.order_id)
    ).all()


def _paid_by(payer_code: str) -> tuple[ColumnElement[bool], ...]:
    return paid_for([payer_code]), payer_of() == payer_code


def _due(payer_code: str, ends: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        *_paid_by(payer_code),
        Order.state == OrderState.CHARGED,
        Order.charged_at < ends,
    )
