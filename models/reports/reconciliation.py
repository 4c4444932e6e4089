"""三方对账: what was charged, remitted and invoiced, by office and week, to the payment.

Figures follow the payments of a week: a late 汇款 or 补开 counts for the week of the charge, so
each difference consists of payments that lack something. Orders settled from an earlier surplus
need no transfer of their own.

The workbench, the page and its lists all count 对账差异 here: payments that differ, each once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Row,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from models.billing.order import Order
from models.billing.payment import Payment, PaymentLine
from models.core.locking import Columns
from models.core.scope import BY_HAND, apply_scope
from models.invoices.owed_sheets import due_fen, invoiced_fen
from models.offices.office import Office, OfficeLevel
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from models.units.unit import Unit
from models.values.calendar import week_bounds, week_key

#: Weeks shown side by side.
WEEKS = 12
#: Offices, and payments, per page.
SIZE = 50
#: A draft is not in transit.
_SENT = (RemittanceState.SUBMITTED, RemittanceState.RECEIVED)


class Leg(StrEnum):
    """What is compared with the charge."""

    REMITTED = "remitted"
    INVOICED = "invoiced"


@dataclass(frozen=True, slots=True)
class Cell:
    """The payments of one group of offices in one week, in 分, and how many differ.

    `differing_count` counts a payment that is both unremitted and uninvoiced once.
    """

    group: str
    week: str
    charged_fen: int
    remitted_fen: int
    invoiced_fen: int
    payment_count: int
    unremitted_count: int
    uninvoiced_count: int
    differing_count: int


@dataclass(frozen=True, slots=True)
class PaymentLegs:
    """One payment with its remitted and invoiced amounts, in 分."""

    payment_id: int
    payment_no: str
    unit_id: int
    unit: str
    received_on: dt.date
    charged_fen: int
    remitted_fen: int
    invoiced_fen: int
    #: The sum due on invoices, without refunded money.
    due_fen: int
    #: 待补开票: why no invoice was issued yet.
    deferred_reason: str | None
    is_unremitted: bool
    is_uninvoiced: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Payments of an office and those below it in whole weeks; `groups` narrows to some.

    Money charged in the week of `today` can still be remitted in time (guide Q4), so only earlier
    weeks have unremitted payments.
    """

    under: Office
    weeks: Sequence[str]
    today: dt.date
    groups: Sequence[str] | None = None

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of the weeks."""
        return week_bounds(self.weeks[0])[0], week_bounds(self.weeks[-1])[1]


def weeks_until(week: str, count: int = WEEKS) -> list[str]:
    """`count` consecutive weeks, the given one last. Raises ValueError for an invalid week."""
    monday = week_bounds(week)[0]
    return [week_key(monday - dt.timedelta(weeks=n)) for n in reversed(range(count))]


def offices_beside(
    session: Session, under: Office, after: str = "", limit: int = SIZE + 1
) -> list[Office]:
    """The office itself and those directly below it, by code: a page and one more."""
    right_below = or_(Office.id == under.id, Office.parent_id == under.id)
    wanted = select(Office).where(right_below, Office.code > after).order_by(Office.code)
    return list(session.scalars(wanted.limit(limit)))


def compare(session: Session, span: Span) -> list[Cell]:
    """One cell for each group and week that has payments, in one statement."""
    legs = _by_payment(span)
    each = [_differs(legs, leg, span.today) for leg in Leg]
    statement = select(
        legs.c.group,
        legs.c.week,
        *(func.sum(legs.c[name]) for name in ("charged", *Leg)),
        func.count(),
        *(func.sum(case((differs, 1), else_=0)) for differs in (*each, or_(*each))),
    ).group_by(legs.c.group, legs.c.week)
    found = _execute(session, statement)
    return [Cell(group, week, *map(int, figures)) for group, week, *figures in found]


def payments_of(
    session: Session,
    span: Span,
    differing: Collection[Leg] = (),
    after_id: int = 0,
    limit: int = SIZE + 1,
) -> list[PaymentLegs]:
    """The payments by id, or only those that differ in one of the legs: a page and one more."""
    legs = _by_payment(span)
    payment, unit = Payment.__table__, Unit.__table__
    statement = (
        select(
            legs.c.payment_id,
            payment.c.payment_no,
            payment.c.unit_id,
            unit.c.name,
            payment.c.received_on,
            *(cast(legs.c[name], BigInteger) for name in ("charged", *Leg, "due")),
            payment.c.invoice_deferred_reason,
            *(_differs(legs, leg, span.today) for leg in Leg),
        )
        .join(payment, payment.c.id == legs.c.payment_id)
        .join(unit, unit.c.id == payment.c.unit_id)
        .where(legs.c.payment_id > after_id)
        .order_by(legs.c.payment_id)
        .limit(limit)
    )
    if differing:
        statement = statement.where(or_(*(_differs(legs, leg, span.today) for leg in differing)))
    return [PaymentLegs(*row) for row in _execute(session, statement)]


def remittances_of(
    session: Session, payment_ids: Sequence[int]
) -> dict[int, list[tuple[int, str]]]:
    """Payment → (key, number) of the 汇款单 that carry its money, by number."""
    rows = session.execute(
        select(PaymentLine.payment_id, Remittance.id, Remittance.remittance_no)
        .join(RemittanceLine, RemittanceLine.payment_line_id == PaymentLine.id)
        .join(Remittance, Remittance.id == RemittanceLine.remittance_id)
        .where(PaymentLine.payment_id.in_(payment_ids), ~RemittanceLine.is_released)
        .distinct()
        .order_by(Remittance.remittance_no)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for payment_id, key, number in rows:
        found.setdefault(payment_id, []).append((key, number))
    return found


def differing_count(session: Session, span: Span) -> int:
    """对账差异: the payments that differ in any leg."""
    return sum(cell.differing_count for cell in compare(session, span))


def _differs(legs: FromClause, leg: Leg, today: dt.date) -> ColumnElement[bool]:
    """Whether a payment was not remitted in time and in full, or not invoiced as due."""
    if leg is Leg.INVOICED:
        return legs.c.invoiced != legs.c.due
    return and_(legs.c.remitted != legs.c.charged, legs.c.week < week_key(today))


def _by_payment(span: Span) -> CTE:
    """(payment_id, group, week, charged, remitted, invoiced, due) of each payment that stands.

    Each amount is looked up per payment, so the cost depends only on the payments in the span.
    MATERIALIZED, or each reference would look up again.
    """
    legs: Select[*tuple[Any, ...]] = (
        select(
            Payment.id.label("payment_id"),
            (group := _group_of(span.under)).label("group"),
            _week_of(span.weeks).label("week"),
            Payment.amount_fen.label("charged"),
            func.coalesce(_remitted(), 0).label("remitted"),
            invoiced_fen().label("invoiced"),
            due_fen().label("due"),
        )
        # Not filtered by state: nearly all payments share one, and SQLite would scan them all.
        .where(Payment.reversed_at.is_(None), *_within(span, group))
    )
    return legs.cte("legs").prefix_with("MATERIALIZED")


def _remitted() -> ScalarSelect[int]:
    """The part of a payment remitted to CONAC on a 汇款单, or settled without one."""
    is_live = and_(RemittanceLine.payment_line_id == PaymentLine.id, ~RemittanceLine.is_released)
    is_sent = and_(Remittance.id == RemittanceLine.remittance_id, Remittance.state.in_(_SENT))
    reached = case(
        (Remittance.id.is_not(None), RemittanceLine.amount_fen),
        (Order.settled_at.is_not(None), PaymentLine.amount_fen),
        else_=0,
    )
    return (
        select(func.sum(reached))
        .select_from(PaymentLine)
        .outerjoin(RemittanceLine, is_live)
        .outerjoin(Remittance, is_sent)
        .outerjoin(Order, Order.id == PaymentLine.order_id)
        .where(PaymentLine.payment_id == Payment.id)
        .correlate(Payment)
        .scalar_subquery()
    )


def _group_of(under: Office) -> SQLColumnExpression[str]:
    """The office directly below `under` to which a payment belongs, or `under` itself."""
    if under.level is OfficeLevel.REGISTRY:
        return Payment.province_code
    if under.level is OfficeLevel.PROVINCE:
        # The province's own rows, and those of counties directly below it, have its code as city
        # code.
        own = Payment.city_code == under.code
        return case((own, Payment.office_code), else_=Payment.city_code)
    return Payment.office_code


def _within(span: Span, group: SQLColumnExpression[str]) -> list[ColumnElement[bool]]:
    first, last = span.days
    conditions = [Payment.received_on >= first, Payment.received_on <= last]
    level, code = span.under.level, span.under.code
    if level is OfficeLevel.PROVINCE:
        conditions.append(Payment.province_code == code)
    if level is OfficeLevel.CITY:
        conditions.append(Payment.city_code == code)
    if level is OfficeLevel.COUNTY:
        conditions.append(Payment.office_code == code)
    if span.groups is not None:
        conditions.append(group.in_(span.groups))
    return conditions


def _week_of(weeks: Sequence[str]) -> ColumnElement[str]:
    """The week of a payment, as a CASE over date ranges, since engines do not know our weeks."""
    first, *later = weeks
    begun = [(Payment.received_on >= week_bounds(w)[0], literal(w)) for w in reversed(later)]
    return case(*begun, else_=literal(first)) if begun else literal(first)


def _execute(session: Session, statement: Select[*Columns]) -> Sequence[Row[*Columns]]:
    """Run a Core statement around scoped subqueries."""
    return session.execute(apply_scope(session, statement), execution_options={BY_HAND: True}).all()
