"""辖区一览: the places right below an office beside each other, and 两代一统体检 (guide Q7).

A place is a province for the registry, a city or a county right below for a province, a county for
a city; an office's own rows are a place of their own. One grouped statement a subject, whatever
the places; the session's scope narrows each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from models.award import AwardAccrual
from models.business_day import business_day
from models.coverage import coverage
from models.domain import Domain, DomainState
from models.invoice_stock import InvoiceLot, LotState
from models.ledger import Account, AccountKind
from models.office import Office, OfficeLevel
from models.order import Order, OrderState
from models.reconciliation import Span, compare
from models.unit import Unit

#: Days ahead in which a name counts as soon due.
DUE_DAYS = 90


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
        """Units with a live name, in hundredths of a percent; none of none is all."""
        return 10_000 * self.named // self.units if self.units else 10_000


@dataclass(frozen=True, slots=True)
class Day:
    """When it is: today, the last day and instant of names overdue for review, the weeks."""

    today: dt.date
    last_overdue: dt.date
    overdue_before: dt.datetime
    weeks: Sequence[str]


def place_column(model: Any, under: Office) -> ColumnElement[str]:  # noqa: ANN401  a mapped class
    """The column, or expression, that says to which place a row belongs."""
    column: ColumnElement[str]
    if under.level is OfficeLevel.REGISTRY:
        column = model.province_code
    elif under.level is OfficeLevel.PROVINCE:
        # What carries the province's code for its city's hangs right below the province.
        # Written out: PostgreSQL takes the same parameter twice for two expressions.
        code: Any = bindparam(None, under.code, literal_execute=True)
        is_direct = model.city_code == code
        column = case((is_direct, model.office_code), else_=model.city_code)
    else:
        column = model.office_code
    return column


def within(model: Any, under: Office) -> list[ColumnElement[bool]]:  # noqa: ANN401
    """That a row belongs to the office or lies below it."""
    attribute = {
        OfficeLevel.PROVINCE: "province_code",
        OfficeLevel.CITY: "city_code",
        OfficeLevel.COUNTY: "office_code",
    }.get(under.level)
    return [] if attribute is None else [getattr(model, attribute) == under.code]


def side_by_side(session: Session, under: Office, day: Day) -> list[Place]:
    """The places of an office, by code; those with nothing at all too."""
    places = {code: Place(code) for code in _codes(session, under)}
    for found in (
        _names(session, under, day),
        _overdue(session, under, day),
        _orders(session, under, day),
        _balances(session, under),
        _stock(session, under),
        _covered(session, under, day),
        _weeks(session, under, day),
        _awards(session, under),
    ):
        for code, figures in found.items():
            places[code] = replace(places.get(code, Place(code)), **figures)
    return [places[code] for code in sorted(places)]


def total_of(places: Sequence[Place]) -> Place:
    """The sum of places; the longest lag of them."""
    summed = [name for name in Place.__slots__ if name not in {"code", "lag_days"}]
    figures = {name: sum(getattr(place, name) for place in places) for name in summed}
    return Place("", lag_days=max((place.lag_days for place in places), default=0), **figures)


#: Place → its figures by name.
Figures = dict[str, dict[str, Any]]


def _codes(session: Session, under: Office) -> Sequence[str]:
    """Offices right below; those of the registry itself hold no rows of this kind."""
    own = [] if under.level is OfficeLevel.REGISTRY else [under.code]
    below = session.scalars(select(Office.code).where(Office.parent_id == under.id))
    return [*own, *below]


def _grouped(session: Session, model: Any, under: Office, *where: Any, **columns: Any) -> Figures:  # noqa: ANN401
    place = place_column(model, under)
    wanted: Select[Any] = (
        select(place.label("place"), *(each.label(name) for name, each in columns.items()))
        .where(*within(model, under), *where)
        .group_by(place)
    )
    return {
        row.place: {name: int(getattr(row, name) or 0) for name in columns}
        for row in session.execute(wanted)
    }


def _names(session: Session, under: Office, day: Day) -> Figures:
    until = day.today + dt.timedelta(days=DUE_DAYS)
    is_due = Domain.due_on.between(day.today, until)
    return _grouped(
        session,
        Domain,
        under,
        Domain.state == DomainState.REGISTERED,
        in_service=func.count(),
        due=func.sum(case((is_due, 1), else_=0)),
    )


def _overdue(session: Session, under: Office, day: Day) -> Figures:
    waits = and_(Domain.waits_since.is_not(None), Domain.waits_since < day.overdue_before)
    is_first = Domain.state == DomainState.SUBMITTED
    return _grouped(session, Domain, under, waits, is_first, overdue=func.count())


def _orders(session: Session, under: Office, day: Day) -> Figures:
    place = place_column(Order, under)
    rows = session.execute(
        select(place.label("place"), Order.state, func.count(), func.min(Order.charged_at))
        .where(*within(Order, under), Order.state.in_((OrderState.PAYABLE, OrderState.CHARGED)))
        .group_by(place, Order.state)
    )
    found: Figures = {}
    for code, state, count, since in rows:
        figures = found.setdefault(code, {})
        figures[state.value] = count
        if state is OrderState.CHARGED and since is not None:
            figures["lag_days"] = (day.today - business_day(since)).days
    return found


def _balances(session: Session, under: Office) -> Figures:
    prepaid = Account.kind == AccountKind.PREPAID
    return _grouped(session, Account, under, prepaid, balance_fen=func.sum(Account.balance_fen))


def _stock(session: Session, under: Office) -> Figures:
    signed = InvoiceLot.state == LotState.SIGNED
    return _grouped(session, InvoiceLot, under, signed, sheets=func.sum(InvoiceLot.available))


def _covered(session: Session, under: Office, day: Day) -> Figures:
    place = place_column(Unit, under)
    found = coverage(session, day.today, place=place, where=within(Unit, under))
    return {each.code: {"units": each.units, "named": each.named} for each in found}


def _weeks(session: Session, under: Office, day: Day) -> Figures:
    """收费, 汇款 and 开票 of the weeks' payments, as 三方对账 has them."""
    found: Figures = {}
    for cell in compare(session, Span(under, day.weeks)):
        figures = found.setdefault(
            cell.group, {"collected_fen": 0, "remitted_fen": 0, "invoiced_fen": 0}
        )
        figures["collected_fen"] += cell.charged_fen
        figures["remitted_fen"] += cell.remitted_fen
        figures["invoiced_fen"] += cell.invoiced_fen
    return found


def _awards(session: Session, under: Office) -> Figures:
    stands = AwardAccrual.reversed_at.is_(None)
    return _grouped(
        session, AwardAccrual, under, stands, award_fen=func.sum(AwardAccrual.amount_fen)
    )
