"""Counts of rows for the places below an office, by index scans or one grouped statement.

A place is a province for the registry, a city or a county right below for a province, a county
for a city; an office's own rows are a place of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.core.scope import BY_HAND, Scoped
from models.offices.office import Office, OfficeLevel

#: Place → its figures by name.
Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Count:
    """A count of rows under conditions; fast with an index on (ancestor, columns…)."""

    table: FromClause
    where: Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of an office, and the column in which their rows carry a place's code."""

    under: Office
    column_of: dict[str, str]


def places_of(session: Session, under: Office) -> Places:
    """The office itself and those directly below it; the registry itself has no such rows."""
    # An office with a column for its level has its whole area's rows there.
    by_level = {OfficeLevel.PROVINCE: "province_code", OfficeLevel.CITY: "city_code"}
    itself = Office.id == under.id
    wanted = Office.parent_id == under.id
    if under.level is not OfficeLevel.REGISTRY:
        wanted = or_(itself, wanted)
    found = session.execute(select(Office.code, Office.level).where(wanted))
    return Places(
        under,
        {
            code: "office_code" if code == under.code else by_level.get(level, "office_code")
            for code, level in found
        },
    )


def counted(session: Session, places: Places, counts: dict[str, Count]) -> Figures:
    """Each count of each place, in one statement that looks every place up in an index.

    GROUP BY would be one statement too, but SQLite would read each row. The places were loaded
    under the session's scope, so their rows are in scope; another condition would prevent an
    index-only scan.
    """
    office = Office.__table__
    parts = [
        select(
            office.c.code,
            *(_counted(each, column).label(name) for name, each in counts.items()),
        ).where(office.c.code.in_([c for c, held in places.column_of.items() if held == column]))
        for column in sorted(set(places.column_of.values()))
    ]
    if not (parts and counts):
        return {}
    rows = session.execute(union_all(*parts), execution_options={BY_HAND: True})
    return {row.code: {name: getattr(row, name) for name in counts} for row in rows}


def _counted(count: Count, column: str) -> ScalarSelect[int]:
    office, table = Office.__table__, count.table
    return (
        select(func.count())
        .select_from(table)
        .where(table.c[column] == office.c.code, *count.where)
        .correlate(office)
        .scalar_subquery()
    )


def grouped(
    session: Session,
    model: type[Scoped],
    under: Office,
    *where: ColumnElement[bool],
    **columns: ColumnElement[int] | ColumnElement[dt.datetime | None],
) -> Figures:
    """Aggregates of a few rows by place, under the session's scope."""
    place = _place_of(model, under)
    wanted: Select[*tuple[Any, ...]] = (
        select(place.label("place"), *(each.label(name) for name, each in columns.items()))
        .where(*_within(model, under), *where)
        .group_by(place)
    )
    return {
        row.place: {name: getattr(row, name) for name in columns} for row in session.execute(wanted)
    }


def _place_of(model: type[Scoped], under: Office) -> SQLColumnExpression[str]:
    """The SQL expression for a row's place."""
    column: SQLColumnExpression[str]
    if under.level is OfficeLevel.REGISTRY:
        column = model.province_code
    elif under.level is OfficeLevel.PROVINCE:
        # Rows with the province's code as city code are directly below the province.
        # Literal: PostgreSQL treats two bind parameters as different expressions in GROUP BY.
        code: Any = bindparam(None, under.code, literal_execute=True)
        is_direct = model.city_code == code
        column = case((is_direct, model.office_code), else_=model.city_code)
    else:
        column = model.office_code
    return column


def _within(model: type[Scoped], under: Office) -> list[ColumnElement[bool]]:
    """That a row belongs to the office or lies below it."""
    attribute = {
        OfficeLevel.PROVINCE: "province_code",
        OfficeLevel.CITY: "city_code",
        OfficeLevel.COUNTY: "office_code",
    }.get(under.level)
    return [] if attribute is None else [getattr(model, attribute) == under.code]
