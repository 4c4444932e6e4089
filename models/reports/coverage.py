"""覆盖率: how many units hold a live name, place by place (历下: every unit at least one).

One statement over the units of the scope. A place is a province for the registry, else an office;
ended units do not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    case,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from models.domains.domain import LIVE_STATES, Domain, DomainState
from models.units.unit import Unit, UnitState

#: Units that should have a name.
COUNTED = (UnitState.PENDING, UnitState.ACTIVE, UnitState.SUSPENDED)


class Holding(StrEnum):
    """Columns of the table: which names a unit has."""

    ALL = "all"
    NAMED = "named"
    NAMELESS = "nameless"
    #: A registered name that is past its expiry.
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One place's figures."""

    code: str
    units: int
    named: int
    expired: int

    @property
    def nameless(self) -> int:
        """Units without a live name."""
        return self.units - self.named

    @property
    def rate_bp(self) -> int:
        """Share of units with a live name, in basis points; 100 % if there are no units."""
        return 10_000 * self.named // self.units if self.units else 10_000


def coverage(
    session: Session,
    today: dt.date,
    *,
    place: SQLColumnExpression[str],
    where: Sequence[ColumnElement[bool]] = (),
) -> list[Coverage]:
    """The figures of each place in the session's scope, in the order of codes.

    `place` is the SQL expression for the place of a unit.
    """
    held = _units_with_names(today).subquery("held")
    statement = (
        select(
            place.label("code"),
            func.count().label("units"),
            func.count(held.c.unit_id).label("named"),
            func.coalesce(func.sum(held.c.is_expired), 0).label("expired"),
        )
        .select_from(Unit)
        .outerjoin(held, held.c.unit_id == Unit.id)
        .where(Unit.state.in_(COUNTED), *where)
        .group_by(place)
        .order_by(place)
    )
    found = session.execute(statement)
    return [Coverage(row.code, row.units, row.named, int(row.expired)) for row in found]


def total_of(places: Sequence[Coverage]) -> Coverage:
    """The sum of places."""
    return Coverage(
        "",
        sum(place.units for place in places),
        sum(place.named for place in places),
        sum(place.expired for place in places),
    )


def _units_with_names(today: dt.date) -> Select[int, int]:
    """Subquery: units with a live name, and whether a registered name of theirs has expired."""
    is_expired = and_(Domain.state == DomainState.REGISTERED, Domain.due_on <= today)
    return (
        select(Domain.unit_id, func.max(case((is_expired, 1), else_=0)).label("is_expired"))
        .where(Domain.state.in_(LIVE_STATES))
        .group_by(Domain.unit_id)
    )


def units_where(
    session: Session, holding: Holding, code: str | None, today: dt.date, limit: int
) -> Sequence[Unit]:
    """The first units of a figure, by name; `code` is a place, None for all."""
    statement = select(Unit).where(Unit.state.in_(COUNTED), _has(holding, today))
    if code is not None:
        statement = statement.where(or_(Unit.province_code == code, Unit.office_code == code))
    return session.scalars(statement.order_by(Unit.name, Unit.id).limit(limit)).all()


def _has(holding: Holding, today: dt.date) -> ColumnElement[bool]:
    live = select(Domain.id).where(Domain.unit_id == Unit.id, Domain.state.in_(LIVE_STATES))
    past = live.where(Domain.state == DomainState.REGISTERED, Domain.due_on <= today)
    return {
        Holding.ALL: ~false(),
        Holding.NAMED: live.exists(),
        Holding.NAMELESS: ~live.exists(),
        Holding.EXPIRED: past.exists(),
    }[holding]
