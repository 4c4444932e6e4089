"""Every column of a list as a filter: those that a view declares, and one for each other column.

The kind of filter follows from the type of the column, so a new column can be filtered at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Date, Enum, Integer, ScalarSelect, select

from admin_app.grid.column_source import column_of, foreign_table, label_of
from admin_app.grid.filters import (
    ChoiceFilter,
    ContentFilter,
    DateFilter,
    FilledFilter,
    Filter,
    IntegerFilter,
    MoneyFilter,
    TextFilter,
    YesNoFilter,
)
from admin_app.grid.filters.conditions import Condition
from admin_app.grid.filters.filter import ShownColumn
from admin_app.grid.spec import Column, Grid
from admin_app.labels import column_label
from admin_app.values.kind import TableColumn
from models.core.base import UtcDateTime
from models.offices.office import Office

#: The first that the type of a column is one of; a text otherwise.
_KINDS: tuple[tuple[type[Any], type[Filter]], ...] = (
    (Enum, ChoiceFilter),
    (Boolean, YesNoFilter),
    (Date, DateFilter),
    (UtcDateTime, DateFilter),
    (Integer, IntegerFilter),
    (JSON, ContentFilter),
)


#: What a list's address says besides its filters; a column of such a name has a filter in
#: conditions alone.
LIST_PARAMETERS = frozenset(
    {
        "list",
        "search",
        "sort",
        "group",
        "size",
        "columns",
        "view",
        "run",
        "match",
        "where",
        "format",
    }
    | {"after", "before", "last", "page", "as_of"}
)


def filters_of(grid: Grid) -> tuple[Filter, ...]:
    """The filters of a list's address: the declared ones, then one for each other column."""
    return _filters(grid, grid.column_filters)


@cache
def _filters(grid: Grid, declared: tuple[Filter, ...]) -> tuple[Filter, ...]:
    taken = LIST_PARAMETERS | {name for f in declared for name in (f.name, *f.parameters)}
    more = (_filter_of(grid, column) for column in _built_in(grid).values())
    return (*declared, *(f for f in more if taken.isdisjoint((f.name, *f.parameters))))


@dataclass(frozen=True)
class ComparedColumn:
    """A column that a condition may name: of the list, or of a record that it refers to."""

    name: str
    filter: Filter
    #: The list that the column is of.
    listed: Grid
    #: The list's column that names the other record, and the column it names; None: its own.
    link: tuple[TableColumn, TableColumn] | None = None
    #: What the other record is to the row.
    head: Callable[[], str] | None = None

    @property
    def title(self) -> str:
        """What it is called in the list."""
        own = self.filter.title(self.listed)
        return own if self.head is None else f"{self.head()} · {own}"

    @property
    def is_indexed(self) -> bool:
        """Whether the view declares it as a filter, which an index serves."""
        return self.link is None and self.filter.shown is None

    def where(self, condition: Condition) -> ColumnElement[bool]:
        """The condition in SQL. A record out of the reader's scope meets none."""
        met = self.filter.met(self.listed, condition)
        if self.link is None:
            return met
        ours, theirs = self.link
        model: Any = self.listed.model
        # Not correlated: a record may refer to another of its own table.
        found = select(getattr(model, theirs.key)).where(met).correlate(None)
        return ours.in_(found)


@cache
def compared_columns(grid: Grid) -> dict[str, ComparedColumn]:
    """Name → column, of all that conditions on the list may name."""
    own = {c.name: c for c in _own_columns(grid)}
    related = (
        ComparedColumn(f"{head}.{c.name}", c.filter, listed, link, said)
        for head, link, listed, said in _references(grid)
        for c in _own_columns(listed)
        # What one reader of this list may not see of the other is offered to none.
        if not c.filter.hidden_from & grid.readers
    )
    return own | {c.name: c for c in related}


def _own_columns(grid: Grid) -> Iterator[ComparedColumn]:
    """A declared filter goes before the plain one of its column, where it compares values.

    Fields that offices defined have no other than their own.
    """
    own = grid.own_by_name
    declared = {f.name: f for f in grid.column_filters if f.name in own or _compares(f)}
    for name, f in declared.items():
        yield ComparedColumn(name, f, grid)
    for key, column in _built_in(grid).items():
        if key not in declared:
            yield ComparedColumn(key, _filter_of(grid, column), grid)


def _built_in(grid: Grid) -> dict[str, Column]:
    """The columns but those that offices defined, which only their own filters compare."""
    return {key: c for key, c in grid.choosable.items() if key not in grid.own_by_name}


def _compares(f: Filter) -> bool:
    """Whether it compares a value of the row, and not what links alone ask for."""
    is_plain = type(f).where is Filter.where and f.among is None
    return is_plain and not isinstance(f, FilledFilter)


_GRIDS: dict[str, Grid] = {}


def know_grids(grids: dict[str, Grid]) -> None:
    """Tell which lists there are: a reference to a record of one offers its columns."""
    _GRIDS.update({grid.entity_table: grid for grid in grids.values()})


def list_named(entity: str) -> Grid | None:
    """The list of that name in addresses."""
    return next((grid for grid in _GRIDS.values() if grid.entity == entity), None)


def _references(
    grid: Grid,
) -> Iterator[tuple[str, tuple[TableColumn, TableColumn], Grid, Callable[[], str]]]:
    """(name, columns that link, list, what it is called) of each record that a row refers to.

    Only those of lists that every reader of this one may open.
    """
    links = {
        column.name.removesuffix("_id"): (column, key.column)
        for column in grid.table.c
        for key in column.foreign_keys
        if column.name.endswith("_id") and key.column.primary_key
    }
    if "office_code" in grid.table.c and grid.model is not Office:
        links["office"] = (grid.table.c.office_code, Office.__table__.c.code)
    for head, (ours, theirs) in links.items():
        listed = _GRIDS.get(theirs.table.name)
        if listed is not None and listed.readers >= grid.readers:
            yield head, (ours, theirs), listed, partial(column_label, grid.entity_table, ours.name)


def _filter_of(grid: Grid, column: Column) -> Filter:
    """The filter that the type of a column asks for."""
    source = column_of(grid, column)
    kind = next((f for sql, f in _KINDS if isinstance(source.type, sql)), TextFilter)
    if source.name.endswith("_fen"):
        kind = MoneyFilter
    shown = ShownColumn(source, partial(label_of, grid, column), column.parameters)
    is_own = column.found is None and column.key in grid.table.c and column.key == column.name
    of = None if is_own else _compared(grid, column)
    return kind(column.key, shown=shown, of=of, hidden_from=column.hidden_from)


def _compared(grid: Grid, column: Column) -> Callable[[], ScalarSelect[object]]:
    """What a computed column, or a name of a related row, shows: as the list selects it."""
    if column.found is not None:
        found = column.found(grid.table)
    elif column.name == "office":
        theirs = Office.__table__
        found = select(theirs.c.name).where(theirs.c.code == grid.table.c.office_code)
    else:
        head, _dot, tail = column.name.partition(".")
        table, key = foreign_table(grid, head)
        theirs = table.alias(f"of_{head}")
        found = select(theirs.c[tail]).where(theirs.c.id == grid.table.c[key])
    return found.correlate(grid.table).scalar_subquery
