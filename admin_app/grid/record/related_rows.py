"""Rows of several lists in one statement: a record and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Null,
    Select,
    SQLColumnExpression,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType, TypeEngine

from admin_app.grid.listing.related_names import parameters_of, with_names
from admin_app.grid.spec import Column, Grid
from models.core.base import ChosenSelect
from models.core.scope import BY_HAND, apply_scope

T = TypeVar("T")

#: The cap of counts of related rows.
COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one list: those `found` gives, the newest `limit` of them, with its columns."""

    grid: Grid
    columns: Sequence[Column]
    #: `select(id)` of all of them; not yet scoped.
    found: Select[Any]
    limit: int


@dataclass(frozen=True, slots=True)
class Few:
    """A part's rows, newest first, like `fetch_by_ids`; and their count."""

    rows: Sequence[Any]
    count: int


def fetch_several(session: Session, parts: Sequence[Part]) -> list[Few]:
    """The rows of each part. Each has its own columns in the one statement; the rest are NULL."""
    named = [_part_select(part).subquery() for part in parts]
    arms = [
        select(literal(n).label("part"), own.c.count_of_all, *_columns(named, n))
        for n, own in enumerate(named)
    ]
    statement = apply_scope(session, select(union_all(*arms).subquery()))
    columns = chain.from_iterable(part.columns for part in parts)
    parameters = parameters_of(session, columns)
    found = session.execute(statement, parameters, execution_options={BY_HAND: True}).all()
    fews, begin = [], 2
    for n, own in enumerate(named):
        end = begin + len(own.c) - 1
        rows = sorted((row for row in found if row[0] == n), key=lambda row: -row[begin])
        count = rows[0].count_of_all if rows else 0
        fews.append(Few([tuple(row)[begin:end] for row in rows], count))
        begin = end
    return fews


def _part_select(part: Part) -> ChosenSelect:
    key = part.found.selected_columns[0]
    chosen = part.found.add_columns(key.label("sort_value")).order_by(key.desc())
    page = chosen.limit(part.limit).subquery("page")
    counted = select(func.count()).select_from(part.found.limit(COUNTED).subquery())
    shown = with_names(page, part.grid, part.columns)
    # Labels of its own: a list may show the key that stands in front of its columns.
    own = (column.label(f"value_{n}") for n, column in enumerate(shown.inner_columns))
    return shown.with_only_columns(*own, counted.scalar_subquery().label("count_of_all"))


def _columns(named: Sequence[FromClause], own: int) -> list[SQLColumnExpression[object]]:
    """Every part's columns in turn, of which one part has values."""
    return [
        (column if n == own else _nothing(column.type)).label(f"part_{n}_{place}")
        for n, each in enumerate(named)
        for place, column in enumerate(each.c)
        if column.key != "count_of_all"
    ]


def _nothing(sql_type: TypeEngine[T]) -> ColumnElement[T] | Null:
    return null() if isinstance(sql_type, NullType) else cast(null(), sql_type)
