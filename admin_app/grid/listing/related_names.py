"""Names of related rows (units, offices, others) in a list's columns.

Joined by Core to rows that are in scope: those who may see a row may see its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import RLock
from typing import Any, TypeVar

from sqlalchemy import FromClause, SQLColumnExpression, Table, select, true, type_coerce
from sqlalchemy.orm import Session

from admin_app.grid.column_source import foreign_table
from admin_app.grid.spec import Column, Grid
from models.core.base import ChosenSelect
from models.offices.office import Office

T = TypeVar("T")
_LOCK = RLock()


def once(make: Callable[..., T]) -> Callable[..., T]:
    """Memoise `make`, thread-safe.

    Aliases are compared by identity, so two of one name would break a join. A plain cache could
    create two in concurrent threads.
    """
    kept: dict[tuple[Any, ...], T] = {}

    def found(*of: FromClause) -> T:
        if of not in kept:
            with _LOCK:
                if of not in kept:
                    kept[of] = make(*of)
        return kept[of]

    return found


def with_names(
    chosen: FromClause, grid: Grid, columns: Sequence[Column], *more: SQLColumnExpression[object]
) -> ChosenSelect:
    """The rows of `chosen` (id, sort_value) with what the columns show, then `more`."""
    row = _row(grid)
    shown = [_shown_beside(grid, column) for column in columns]
    return _joined(chosen.join(row, row.c.id == chosen.c.id), chosen, shown, *more)


def with_names_under(
    total: FromClause,
    chosen: FromClause,
    grid: Grid,
    columns: Sequence[Column],
    *more: SQLColumnExpression[object],
) -> ChosenSelect:
    """The same beside the one row of `total`, which stands alone where nothing is chosen."""
    row = _row(grid)
    shown = [_shown_beside(grid, column) for column in columns]
    source = total.outerjoin(chosen, true()).outerjoin(row, row.c.id == chosen.c.id)
    return _joined(source, chosen, shown, *total.c, *more)


def with_names_of(chosen: FromClause, grid: Grid, columns: Sequence[Column]) -> ChosenSelect:
    """The same of whole rows: `chosen` has every column of the table, so none is fetched twice."""
    return _joined(chosen, chosen, [_column_source(grid, chosen, column) for column in columns])


def parameters_of(session: Session, columns: Iterable[Column]) -> dict[str, object]:
    """The parameters that the statement of these columns is run with."""
    found: dict[str, object] = {}
    for column in columns:
        if column.parameters is not None:
            found.update(column.parameters(session))
    return found


#: The join a column needs (table, condition), if any, and what it shows, labelled with its key.
Shown = tuple[tuple[Any, Any] | None, Any]


def _joined(
    source: FromClause,
    chosen: FromClause,
    shown: Sequence[Shown],
    *more: SQLColumnExpression[object],
) -> ChosenSelect:
    # Two columns of one related row share its join.
    joins = {join[0].name: join for join, _column in shown if join is not None}
    for table, condition in joins.values():
        source = source.outerjoin(table, condition)
    labelled = (column for _join, column in shown)
    return select(chosen.c.id, chosen.c.sort_value, *labelled, *more).select_from(source)


@once
def _row(grid: Grid) -> FromClause:
    return grid.table.alias("row")


@once
def _shown_beside(grid: Grid, column: Column) -> Shown:
    return _column_source(grid, _row(grid), column)


def _column_source(grid: Grid, row: FromClause, column: Column) -> Shown:
    head, dot, tail = column.name.partition(".")
    if column.found is not None:
        return None, column.found(row).scalar_subquery().label(column.key)
    if column.name == "office":
        office = _aliased(Office.__table__, "office")
        return (office, office.c.code == row.c.office_code), office.c.name.label(column.key)
    if not dot:
        spec = grid.own_by_name.get(head)
        value = row.c[head] if spec is None else spec.seen_in(row.c)
        if head in grid.read_as:
            value = type_coerce(value, grid.read_as[head].type)
        return None, value.label(column.key)
    table, key = foreign_table(grid, head)
    related = _aliased(table, head)
    return (related, related.c.id == row.c[key]), related.c[tail].label(column.key)


@once
def _aliased(table: Table, name: str) -> FromClause:
    """The related table under a name of its own."""
    return table.alias(f"its_{name}")
