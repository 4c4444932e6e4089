"""The base class of value kinds, and which kind a column, a fact or a value has.

A new kind is a subclass of `ValueKind` and one call of `registered`; lists, files, the API and its
schema then use it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from markupsafe import Markup, escape
from sqlalchemy import Column, ColumnElement

from admin_app.values.formula_guard import guarded_sql
from models.definitions.field_spec import spec_of

Written = str | Markup
#: Cell types of a workbook: text, numbers, dates and naive datetimes.
Cell = str | int | Decimal | dt.date | None
Schema = dict[str, Any]
Sql = ColumnElement[Any]
#: A column of a table, by which a value is known.
TableColumn = Column[Any]


class ValueKind:
    """How values of one kind are written. By default: as the text they are."""

    #: Whether values stand to the right, as figures do.
    is_figure: bool = False
    #: Whether a page shows the same few values again and again.
    is_repeated: bool = False
    #: How wide a column of a workbook stands, in characters, and how it shows its cells.
    width: int = 24
    number_format: str | None = "@"

    @property
    def of_foreign_keys(self) -> ValueKind:
        """The kind of such values where they name rows of another table."""
        return self

    def html(self, value: Any) -> Written:
        """The value on a page; empty where there is none."""
        return "" if value is None else escape(value)

    def cell(self, value: Any) -> Cell:
        """The value in a workbook: by default the text of the page."""
        return plain(self.html(value))

    def text(self, value: object) -> str:
        """The value in a CSV file: what a workbook's cell holds, as text."""
        match self.cell(value):
            case None:
                return ""
            case str() as text:
                return text
            case Decimal() as part if "%" in (self.number_format or ""):
                return f"{part:.2%}"
            case Decimal() as amount:
                return f"{amount:.2f}"
            case int() as number:
                return str(number)
            case _:
                return plain(self.html(value))

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql | None:
        """The SQL text of a CSV cell; None where only `html` can tell.

        `value` is the column in the statement, `source` the column of the table.
        """
        return guarded_sql(value, dialect)

    def json(self, value: Any) -> Any:
        """The value as the API gives it."""
        return value

    def schema(self, source: TableColumn) -> Schema:
        """What the API's description says of it, empty values aside."""
        return {"type": "string"}

    def parse(self, source: TableColumn, stored: Any) -> Any:
        """The value of what the journal stores of it as JSON. Raises ValueError."""
        return stored


Kind = TypeVar("Kind", bound=ValueKind)

_BY_NAME: dict[str, ValueKind] = {}
_BY_UNIT: dict[str, ValueKind] = {}
_BY_COLUMN_TYPE: dict[type[Any], ValueKind] = {}
_BY_VALUE_TYPE: dict[type[Any], ValueKind] = {}


def registered(
    kind: Kind,
    *,
    names: Iterable[str] = (),
    unit: str | None = None,
    column_types: Iterable[type[Any]] = (),
    value_types: Iterable[type[Any]] = (),
) -> Kind:
    """The kind, from now on that of these columns and values.

    Columns are known by their name (`state`, `account.code`), by the unit their name ends in
    (`fen`), or by their type, in this order; single values by their type.
    """
    _BY_NAME.update(dict.fromkeys(names, kind))
    if unit is not None:
        _BY_UNIT[unit] = kind
    _BY_COLUMN_TYPE.update(dict.fromkeys(column_types, kind))
    _BY_VALUE_TYPE.update(dict.fromkeys(value_types, kind))
    return kind


def kind_of(source: TableColumn) -> ValueKind:
    """The kind of a table's column."""
    if spec_of(source) is not None:
        # Its name is the office's; only its type tells what it is.
        return _nearest(_BY_COLUMN_TYPE, source.type)
    name = source.name
    # What a list computes is no table's column.
    table = getattr(source, "table", None)
    own = None if table is None else _BY_NAME.get(f"{table.name}.{name}")
    found = own or _BY_NAME.get(name) or kind_by_unit(name)
    if found is not None:
        return found
    by_type = _nearest(_BY_COLUMN_TYPE, source.type)
    return by_type.of_foreign_keys if source.foreign_keys else by_type


def kind_by_name(name: str) -> ValueKind | None:
    """The kind of what has a name of its own, such as a week."""
    return _BY_NAME.get(name)


def kind_by_unit(name: str) -> ValueKind | None:
    """The kind of an amount, by the unit at the end of its name."""
    return _BY_UNIT.get(name.rpartition("_")[2])


def kind_of_value(value: object) -> ValueKind:
    """The kind of a single value, by its Python type."""
    return _nearest(_BY_VALUE_TYPE, value)


def _nearest(known: dict[type[Any], ValueKind], instance: object) -> ValueKind:
    return next(known[each] for each in type(instance).__mro__ if each in known)


def plain(written: Written) -> str:
    """Displayed HTML as plain text."""
    return written.striptags() if isinstance(written, Markup) else str(written)
