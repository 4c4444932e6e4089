"""预算测算: what the names of a unit or office will cost next year, and what longer terms save.

For the fiscal budget (环县, 东丽): every registered name that expires in the year, at the price of
the year's first day; by month it is the forecast of the workbench. The comparison of terms shows
cost and work side by side (guide Q6).
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, case, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.billing.fee import prices, prices_on
from models.domains.domain import Domain, DomainState
from models.units.unit import Unit, UnitState
from models.values.order_kind import OrderKind
from models.values.tld import Tld

#: Terms that the page compares.
TERMS = (1, 2, 3, 5)
#: Years over which the work of renewing is compared.
HORIZON_YEARS = 10
_MONTHS = 12

#: First and last day of the budgeted period.
Days = tuple[dt.date, dt.date]
K = TypeVar("K", int, str)


@dataclass(frozen=True, slots=True)
class Due:
    """Names of one unit, or one office, that expire in a period."""

    #: The unit's id, or None for a line of an office.
    unit_id: int | None
    name: str
    count: int
    #: Price of one year of them all.
    fen_per_year: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Cost and work of one choice of term for the expiring names."""

    years: int
    #: To pay in the year itself, if all are renewed for this term.
    fen: int
    #: The same spread over the term.
    fen_per_year: int
    #: Renewals to order, charge and settle over the horizon.
    renewals: int


@dataclass(frozen=True, slots=True)
class MonthDue:
    """Names that expire in a month: their count, and the cost of those to be renewed."""

    first: dt.date
    last: dt.date
    count: int
    #: Price of one year, without names of ended units.
    fen_per_year: int


def year_of(year: int) -> Days:
    """First and last day."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def month_of(year: int, month: int) -> Days:
    """First and last day of a month, 1 to 12."""
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def months_from(day: dt.date, count: int = _MONTHS) -> list[Days]:
    """`count` whole months, beginning with that of the day."""
    numbers = range(day.year * _MONTHS + day.month - 1, day.year * _MONTHS + day.month - 1 + count)
    return [month_of(number // _MONTHS, number % _MONTHS + 1) for number in numbers]


def prices_of(session: Session, year: int) -> Mapping[Tld, int]:
    """Suffix → price of a year's renewal on the first day of the year."""
    return prices(session, OrderKind.RENEW, year_of(year)[0])


def dues_by_unit(
    session: Session,
    days: Days,
    tariff: Mapping[Tld, int],
    *,
    limit: int,
    office: str | None = None,
) -> list[Due]:
    """A line for each unit with names that expire in the period, by its id."""
    wanted = select(Domain.unit_id).where(*_ending(days), _lives()).group_by(Domain.unit_id)
    if office is not None:
        wanted = wanted.where(Domain.office_code == office)
    ids = session.scalars(wanted.order_by(Domain.unit_id).limit(limit)).all()
    found = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    names = {key: name for key, name in found}  # noqa: C416  rows are no pairs to mypy
    counted = _counted(Domain.unit_id, days).where(Domain.unit_id.in_(ids))
    lines = _lines(session, counted, tariff)
    return [Due(key, names.get(key, ""), *lines[key]) for key in ids]


def dues_by_office(session: Session, days: Days, tariff: Mapping[Tld, int]) -> dict[str, Due]:
    """Office code → its line."""
    lines = _lines(session, _counted(Domain.office_code, days), tariff)
    return {code: Due(None, "", *line) for code, line in sorted(lines.items())}


def dues_by_month(session: Session, months: Sequence[Days]) -> list[MonthDue]:
    """A line for each of the consecutive months, in two statements.

    Fees are at the price of each year's first day, so twelve months of a year are its budget.
    """
    span = months[0][0], months[-1][1]
    year, month = extract("year", Domain.due_on), extract("month", Domain.due_on)
    found = session.execute(
        select(
            year.label("year"),
            month.label("month"),
            Domain.tld,
            func.count().label("name_count"),
            func.sum(case((_lives(), 1), else_=0)).label("budgeted"),
        )
        .where(*_ending(span))
        .group_by(year, month, Domain.tld)
    )
    years = {first.year for first, _last in months}
    tariffs = prices_on(session, OrderKind.RENEW, [year_of(each)[0] for each in years])
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for row in found:
        key = int(row.year), int(row.month)
        count, fen = sums.get(key, (0, 0))
        price = tariffs[year_of(key[0])[0]].get(row.tld, 0)
        sums[key] = count + row.name_count, fen + int(row.budgeted) * price
    return [
        MonthDue(first, last, *sums.get((first.year, first.month), (0, 0)))
        for first, last in months
    ]


def compare(count: int, fen_per_year: int) -> list[Choice]:
    """The terms side by side, for `count` names that cost `fen_per_year` together."""
    return [
        Choice(
            years=years,
            fen=fen_per_year * years,
            fen_per_year=fen_per_year,
            renewals=count * -(-HORIZON_YEARS // years),
        )
        for years in TERMS
    ]


def _ending(days: Days) -> tuple[ColumnElement[bool], ...]:
    return Domain.state == DomainState.REGISTERED, Domain.due_on.between(*days)


def _lives() -> ColumnElement[bool]:
    """Excludes names of ended units, which nobody will renew."""
    living = select(Unit.id).where(Unit.id == Domain.unit_id, Unit.state != UnitState.REVOKED)
    return living.exists()


def _counted(key: InstrumentedAttribute[K], days: Days) -> Select[K, Tld, int]:
    return (
        select(key.label("key"), Domain.tld, func.count().label("name_count"))
        .where(*_ending(days), _lives())
        .group_by(key, Domain.tld)
    )


def _lines(
    session: Session, counted: Select[K, Tld, int], tariff: Mapping[Tld, int]
) -> dict[K, tuple[int, int]]:
    """Key → (names, price of a year of them)."""
    lines: dict[K, tuple[int, int]] = {}
    for row in session.execute(counted):
        count, fen = lines.get(row.key, (0, 0))
        lines[row.key] = count + row.name_count, fen + row.name_count * tariff.get(row.tld, 0)
    return lines


def total_due(dues: Iterable[Due]) -> Due:
    """The sum of lines."""
    lines = list(dues)
    return Due(None, "", sum(due.count for due in lines), sum(due.fen_per_year for due in lines))
