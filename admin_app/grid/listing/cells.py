"""The columns of a list: values, headings and formatting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from markupsafe import escape
from sqlalchemy import Table

from admin_app.grid.column_source import column_of
from admin_app.grid.spec import Column, Derived, Grid
from admin_app.labels import ENTITIES
from admin_app.values import Written, kind_of, written
from admin_app.values.kind import TableColumn
from models.core.base import Base
from models.core.ended import is_ended

#: How a value becomes the text of its cell.
Writer: TypeAlias = Callable[[Any], Written]


def is_figure(grid: Grid, column: Column) -> bool:
    """Whether the column's values are figures, which stand to the right."""
    return kind_of(column_of(grid, column)).is_figure


def writers(
    grid: Grid,
    columns: Sequence[Column],
    derived: Mapping[Derived, Writer] = MappingProxyType({}),
) -> list[Writer]:
    """One writer a column, chosen once a page; `derived` are those that know its day."""
    return [
        _once_each(derived[column.derived])
        if column.derived is not None and column.derived in derived
        else _writer(column_of(grid, column))
        for column in columns
    ]


def has_ended(grid: Grid, columns: Sequence[Column], values: Sequence[object]) -> bool:
    """Whether a row's own state, or a yes or no of its own, says that it counts for nothing."""
    return any(
        is_ended(getattr(column_of(grid, column), "info", {}), value)
        for column, value in zip(columns, values, strict=False)
        if isinstance(value, (bool, StrEnum)) and "." not in column.name
    )


def _writer(source: TableColumn) -> Writer:
    kind = kind_of(source)
    return _once_each(kind.html) if kind.is_repeated else kind.html


def _once_each(write: Writer) -> Writer:
    """Write each value once: a page has few different words, and every one is a look-up."""
    kept: dict[Any, Written] = {}

    def _write(value: object) -> Written:
        if (found := kept.get(value)) is None:
            found = kept[value] = write(value)
        return found

    return _write


def stored_writer(
    table: Table, name: str, read_as: Mapping[str, TableColumn] = MappingProxyType({})
) -> Writer:
    """How to write a value of a table's column as the journal stores it: as JSON.

    `read_as`: columns that a list reads as another type than their table says, by name.
    """
    source = read_as[name] if name in read_as else table.c.get(name)
    if source is None:
        return written
    kind = kind_of(source)

    def _write(stored: object) -> Written:
        if stored is None:
            return kind.html(None)
        value = stored
        try:
            value = kind.parse(source, stored)
            return kind.html(value)
        except (TypeError, ValueError, AttributeError):
            # A column may have changed its type or its words since; what was written then stands.
            return escape(str(value))

    return _write


def name_of(record: Base) -> str:
    """The name of a record, or else the name of its entity with its id."""
    if type(record).__str__ is not object.__str__:
        return str(record)
    return f"{ENTITIES[record.__tablename__]} {record.id}"
