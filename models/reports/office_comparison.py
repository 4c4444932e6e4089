"""辖区一览: comparison of the places directly below an office, and 两代一统体检 (guide Q7).

Figures are queried in parts. Those of pending work are cheap; names, units and money are counted
row by row, so the page loads them later for offices with many places.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, bindparam, cast, func, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.domains.domain import LIVE_STATES, Domain, DomainState
from models.invoices.stock import InvoiceLot, LotState
from models.ledger.award import AwardAccrual
from models.ledger.ledger import Account, AccountKind
from models.offices.office import Office
from models.reports.coverage import COUNTED
from models.reports.place_counts import Count, Figures, counted, grouped, places_of
from models.reports.reconciliation import Span, compare
from models.units.unit import Unit
from models.values.calendar import business_day

#: Days ahead in which a name counts as soon due.
DUE_DAYS = 90


class Part(StrEnum):
    """Figures that are queried together."""

    WORK = "work"
    NAMES = "names"
    COVERAGE = "coverage"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Place:
    """One place's figures; amounts in 分."""

    code: str
    in_service: int = 0
    due: int = 0
    payable: int = 0
    charged: int = 0
    #: Days since the oldest charge that has not been remitted.
    lag_days: int = 0
    overdue: int = 0
    balance_fen: int = 0
    sheets: int = 0
    units: int = 0
    named: int = 0
    collected_fen: int = 0
    remitted_fen: int = 0
    invoiced_fen: int = 0
    award_fen: int = 0

    @property
    def coverage_bp(self) -> int:
        """Share of units with a live name, in basis points; 100 % if there are no units."""
        return 10_000 * self.named // self.units if self.units else 10_000


@dataclass(frozen=True, slots=True)
class Day:
    """Dates for the queries: today, the limits of overdue reviews, the weeks."""

    today: dt.date
    last_overdue: dt.date
    overdue_before: dt.datetime
    weeks: Sequence[str]


def side_by_side(
    session: Session, under: Office, day: Day, parts: Collection[Part] = tuple(Part)
) -> list[Place]:
    """The places of an office, by code, with the figures of the given parts; others are 0."""
    below = places_of(session, under)
    places = {code: Place(code) for code in below.column_of}
    counts = {name: count for part in parts for name, count in _COUNTS[part](day).items()}
    for found in (counted(session, below, counts), *_sums(session, under, day, parts)):
        for code, figures in found.items():
            places[code] = replace(places.get(code, Place(code)), **figures)
    return [places[code] for code in sorted(places)]


def total_of(places: Sequence[Place]) -> Place:
    """The sum of places, with their longest lag."""
    summed = [name for name in Place.__slots__ if name not in {"code", "lag_days"}]
    figures = {name: sum(getattr(place, name) for place in places) for name in summed}
    return Place("", lag_days=max((place.lag_days for place in places), default=0), **figures)


def _work(_day: Day) -> dict[str, Count]:
    order = Order.__table__
    return {
        "payable": Count(order, [order.c.state == OrderState.PAYABLE]),
        "charged": Count(order, [order.c.state == OrderState.CHARGED]),
    }


def _names(day: Day) -> dict[str, Count]:
    domain = Domain.__table__
    is_registered = domain.c.state == DomainState.REGISTERED
    until = day.today + dt.timedelta(days=DUE_DAYS)
    return {
        "in_service": Count(domain, [is_registered]),
        "due": Count(domain, [is_registered, domain.c.due_on.between(day.today, until)]),
    }


def _covered(_day: Day) -> dict[str, Count]:
    unit, domain = Unit.__table__, Domain.__table__
    is_counted = unit.c.state.in_(COUNTED)
    # Literals: with bind parameters neither engine uses the partial index of live names.
    states: Any = bindparam(None, LIVE_STATES, expanding=True, literal_execute=True)
    live = select(domain.c.id).where(domain.c.unit_id == unit.c.id, domain.c.state.in_(states))
    return {"units": Count(unit, [is_counted]), "named": Count(unit, [is_counted, live.exists()])}


def _money(_day: Day) -> dict[str, Count]:
    return {}


_COUNTS = {
    Part.WORK: _work,
    Part.NAMES: _names,
    Part.COVERAGE: _covered,
    Part.MONEY: _money,
}


def _sums(session: Session, under: Office, day: Day, parts: Collection[Part]) -> Iterator[Figures]:
    if Part.WORK in parts:
        yield _overdue(session, under, day)
        yield _lags(session, under, day)
        yield _balances(session, under)
        yield _stock(session, under)
    if Part.MONEY in parts:
        yield _weeks(session, under, day)
        yield _awards(session, under)


def _overdue(session: Session, under: Office, day: Day) -> Figures:
    waits = Domain.waits_since < day.overdue_before
    is_first = Domain.state == DomainState.SUBMITTED
    return grouped(session, Domain, under, waits, is_first, overdue=func.count())


def _lags(session: Session, under: Office, day: Day) -> Figures:
    is_charged = Order.state == OrderState.CHARGED
    since = func.min(Order.charged_at)
    return {
        code: {"lag_days": (day.today - business_day(figures["since"])).days}
        for code, figures in grouped(session, Order, under, is_charged, since=since).items()
        if figures["since"] is not None
    }


def _balances(session: Session, under: Office) -> Figures:
    prepaid = Account.kind == AccountKind.PREPAID
    balance = _sum(Account.balance_fen)
    return grouped(session, Account, under, prepaid, balance_fen=balance)


def _stock(session: Session, under: Office) -> Figures:
    is_signed = InvoiceLot.state == LotState.SIGNED
    sheets = _sum(InvoiceLot.on_hand)
    return grouped(session, InvoiceLot, under, is_signed, sheets=sheets)


def _sum(column: SQLColumnExpression[int] | SQLColumnExpression[int | None]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _weeks(session: Session, under: Office, day: Day) -> Figures:
    """收费, 汇款 and 开票 of the weeks' payments, as 三方对账 has them."""
    found: Figures = {}
    for cell in compare(session, Span(under, day.weeks, day.today)):
        figures = found.setdefault(
            cell.group, {"collected_fen": 0, "remitted_fen": 0, "invoiced_fen": 0}
        )
        figures["collected_fen"] += cell.charged_fen
        figures["remitted_fen"] += cell.remitted_fen
        figures["invoiced_fen"] += cell.invoiced_fen
    return found


def _awards(session: Session, under: Office) -> Figures:
    stands = AwardAccrual.reversed_at.is_(None)
    award = _sum(AwardAccrual.amount_fen)
    return grouped(session, AwardAccrual, under, stands, award_fen=award)
