"""The values of a list's columns as of a past day, including names of related rows.

Related rows are those referenced then, with their names at that time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from admin_app.grid.column_source import foreign_table
from admin_app.grid.filters.own_index import own_past
from admin_app.grid.spec import Column, Grid
from models.core.locking import Columns
from models.core.scope import BY_HAND
from models.offices.office import Office
from models.reports.row_history import UNKNOWN, Values, rewind

_OFFICES: Any = Office.__table__
_Read = Callable[[Values], Any]


def columns_of_past(
    session: Session,
    grid: Grid,
    columns: Sequence[Column],
    found: Sequence[Values],
    since: dt.datetime,
) -> list[list[object]]:
    """The values of the columns, row by row; two statements per related table."""
    steps = [column for column in columns if column.found is None and "." in column.name]
    heads = dict.fromkeys(column.name.partition(".")[0] for column in steps)
    beside = {head: _beside(session, grid, head, steps, found, since) for head in heads}
    offices: dict[str, str] = {}
    if any(column.name == "office" and column.found is None for column in columns):
        offices = _offices(session, {values["office_code"] for values in found}, since)
    read = [_reader(grid, column, beside, offices) for column in columns]
    return [[of(values) for of in read] for values in found]


def related_past(
    session: Session, table: Table, keys: Iterable[int | None], names: set[str], since: dt.datetime
) -> dict[int, Values]:
    """Referenced rows as they were; those who may see a row may see its names."""
    wanted = sorted({key for key in keys if key is not None})
    if not wanted:
        return {}
    read = select(table.c.id, *(table.c[name] for name in sorted(names - {"id"})))
    return _rewound(session, table, read.where(table.c.id.in_(wanted)), since)


def _rewound(
    session: Session, table: Table, wanted: Select[*Columns], since: dt.datetime
) -> dict[int, Values]:
    found = session.execute(wanted, execution_options={BY_HAND: True}).mappings()
    rows = {row["id"]: dict(row) for row in found}
    return rewind(session, table, rows, since, are_named=True)


def _beside(
    session: Session,
    grid: Grid,
    head: str,
    steps: Sequence[Column],
    found: Sequence[Values],
    since: dt.datetime,
) -> dict[int, Values]:
    table, key = foreign_table(grid, head)
    parts = (column.name.partition(".") for column in steps)
    names = {tail for of, _dot, tail in parts if of == head}
    return related_past(session, table, (values[key] for values in found), names, since)


def _offices(session: Session, codes: set[str], since: dt.datetime) -> dict[str, str]:
    """Code → the offices' names at that time."""
    if not codes:
        return {}
    wanted = select(_OFFICES.c.id, _OFFICES.c.code, _OFFICES.c.name)
    wanted = wanted.where(_OFFICES.c.code.in_(sorted(codes)))
    found = _rewound(session, _OFFICES, wanted, since).values()
    return {office["code"]: office["name"] for office in found}


def _reader(
    grid: Grid, column: Column, beside: dict[str, dict[int, Values]], offices: dict[str, str]
) -> _Read:
    if column.found is not None:
        # Values further than one foreign key away are not rewound.
        return lambda _values: UNKNOWN
    if column.name == "office":
        return lambda values: offices.get(values["office_code"], values["office_code"])
    head, dot, tail = column.name.partition(".")
    if not dot:
        spec = grid.own_by_name.get(head)
        return (lambda values: values[head]) if spec is None else partial(own_past, spec)
    _table, key = foreign_table(grid, head)
    rows = beside[head]
    return lambda values: rows.get(values[key], {}).get(tail)
