"""Formats values for pages: money, dates, words, badges, links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from actions.core.refusal import Fact
from admin_app.files.value_kind import Kind
from admin_app.grid.listing.named_cells import named_writer
from admin_app.grid.listing.related_names import foreign_table
from admin_app.grid.spec import FIGURES, Column, Derived, Grid, kind_of
from admin_app.labels import ENTITIES, FACTS, column_label, input_label, word
from models.offices.office import Office
from models.values.calendar import instant
from models.values.money import format_yuan

#: How urgent a state looks; what is not listed looks plain.
_TONES: Mapping[str, str] = {
    "registered": "success",
    "settled": "success",
    "active": "success",
    "signed": "success",
    "received": "success",
    "confirmed": "success",
    "issued": "success",
    "published": "success",
    "accepted": "success",
    "submitted": "warning",
    "pending": "warning",
    "payable": "warning",
    "in_transit": "warning",
    "returned": "warning",
    "draft": "warning",
    "office_approved": "info",
    "registry_approved": "info",
    "charged": "info",
    "remitted": "info",
    "staged": "info",
    "approved": "info",
    "dispatched": "info",
    "rejected": "danger",
    "refused": "danger",
    "suspended": "danger",
    "reversed": "danger",
    "void": "danger",
    "lost": "danger",
    "open": "warning",
    "proposed": "warning",
    "matched": "success",
    "done": "success",
    "queued": "warning",
    "running": "info",
    "failed": "danger",
}

#: Kinds of which a page shows the same few values again and again.
_FEW_VALUES = frozenset({Kind.WORD, Kind.TRUTH, Kind.DATE})

#: Columns whose words are badges.
_BADGES = frozenset({"state", "status"})

Written = str | Markup


def column_of(grid: Grid, column: Column) -> Any:
    """The table column a list column shows."""
    head, dot, tail = column.name.partition(".")
    if column.found is not None:
        return column.found(grid.table).selected_columns[0]
    if column.name == "office":
        return Office.__table__.c.name
    return foreign_table(grid, head)[0].c[tail] if dot else grid.table.c[head]


#: What a related row has besides its name: headed by its own word.
_BESIDE_NAMES = frozenset({"uscc"})


def label_of(grid: Grid, column: Column) -> str:
    """The heading of a column: the name of a related row is headed by what it is a name of."""
    head, dot, tail = column.name.partition(".")
    if column.found is not None or tail in _BESIDE_NAMES:
        source = column_of(grid, column)
        # What is computed is no table's column: the list names it itself.
        table = getattr(source, "table", None)
        return column_label(grid.entity_table if table is None else table.name, source.name)
    if column.name == "office":
        return column_label(grid.entity_table, "office_code")
    return (
        column_label(grid.entity_table, f"{head}_id")
        if dot
        else column_label(grid.entity_table, column.name)
    )


def is_figure(grid: Grid, column: Column) -> bool:
    """Whether the column's values are figures, which stand to the right."""
    source = column_of(grid, column)
    return kind_of(source) in FIGURES and source.name != "id" and not source.foreign_keys


def writers(
    grid: Grid,
    columns: Sequence[Column],
    derived: Mapping[Derived, Callable[[Any], Written]] = MappingProxyType({}),
) -> list[Callable[[Any], Written]]:
    """One writer a column, chosen once a page; `derived` are those that know its day."""
    return [
        _once_each(derived[column.derived])
        if column.derived in derived
        else _writer(column_of(grid, column))
        for column in columns
    ]


def _writer(source: Any) -> Callable[[Any], Written]:
    if source.name in _BADGES:
        return _once_each(badge)
    if (write := named_writer(source)) is not None:
        return write
    kind = kind_of(source)
    return _once_each(_WRITERS[kind]) if kind in _FEW_VALUES else _WRITERS[kind]


def _once_each(write: Callable[[Any], Written]) -> Callable[[Any], Written]:
    """Write each value once: a page has few different words, and every one is a look-up."""
    kept: dict[Any, Written] = {}

    def _write(value: Any) -> Written:
        if (found := kept.get(value)) is None:
            found = kept[value] = write(value)
        return found

    return _write


def tone(state: object) -> str:
    """The tone of a state: success, warning, info, danger or muted."""
    return _TONES.get(str(state), "muted")


def badge(state: StrEnum | None) -> Written:
    """A state as a badge."""
    if state is None:
        return ""
    return Markup("<span class=tone-{}>{}</span>").format(tone(state), word(state))


def written(value: object) -> Written:
    """Any single value, by its own type."""
    if value is None or value == "":
        return ""
    return next(write(value) for kind, write in _BY_TYPE if isinstance(value, kind))


def written_fact(name: str, value: Fact) -> Written:
    """A fact of a receipt or preview; amounts are told by their name."""
    if name.endswith("_fen") and isinstance(value, int):
        return format_yuan(value)
    return written(value)


def fact_label(name: str) -> str:
    """The heading of a fact."""
    return str(FACTS.get(name, name))


def _day(value: dt.date | None) -> str:
    return "" if value is None or value.year == dt.MAXYEAR else value.isoformat()


def _truth(value: bool | None) -> str:  # noqa: FBT001  a value, not a switch
    return "" if value is None else _("是") if value else _("否")


def _text(value: object) -> Written:
    return "" if value is None else escape(value)


def _json(value: Any) -> Written:
    """Typed values, each with its name as far as it has one; of former names the names alone."""
    if isinstance(value, list) and all(isinstance(one, dict) and "name" in one for one in value):
        return escape("、".join(str(one["name"]) for one in value))
    if not isinstance(value, dict):
        return "" if value in (None, []) else escape(str(value))
    return Markup("<br>").join(
        Markup("{}{}").format(_("%(field)s：", field=input_label(name)), written_fact(name, one))
        for name, one in value.items()
        if one not in (None, "", [])
    )


_WRITERS: dict[Kind, Callable[[Any], Written]] = {
    Kind.MONEY: lambda fen: "" if fen is None else format_yuan(fen),
    Kind.NUMBER: lambda number: "" if number is None else f"{number:,}",
    Kind.DATE: _day,
    Kind.INSTANT: instant,
    Kind.WORD: lambda member: "" if member is None else escape(word(member)),
    Kind.TRUTH: _truth,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.JSON: _json,
}

_BY_TYPE: tuple[tuple[type[Any], Callable[[Any], Written]], ...] = (
    (bool, _truth),
    (StrEnum, lambda member: escape(word(member))),
    (int, lambda number: f"{number:,}"),
    (dt.datetime, instant),
    (dt.date, _day),
    (str, escape),
    (object, _json),
)


def kind_writer(table: Any, name: str) -> Callable[[Any], Written]:
    """How to write a value of a table's column as the journal kept it: as JSON."""
    if name not in table.c:
        return written
    source = table.c[name]
    read = next((read for kind, read in _FROM_JSON if kind is kind_of(source)), None)
    write = _writer(source)
    if read is None:
        return lambda value: _plainly(write, value)
    return lambda value: "" if value is None else _plainly(write, read(source, value))


def _plainly(write: Callable[[Any], Written], value: Any) -> Written:
    try:
        return write(value)
    except (TypeError, ValueError, AttributeError):
        # A column may have changed its type since; what was written then is shown as it stands.
        return escape(str(value))


_FROM_JSON: tuple[tuple[Kind, Callable[[Any, Any], Any]], ...] = (
    (Kind.DATE, lambda _source, value: dt.date.fromisoformat(value)),
    (Kind.INSTANT, lambda _source, value: dt.datetime.fromisoformat(value)),
    (Kind.WORD, lambda source, value: source.type.enum_class(value)),
)


def name_of(record: Any) -> str:
    """What a record calls itself, or else what its kind is called, with its number."""
    if type(record).__str__ is not object.__str__:
        return str(record)
    return f"{ENTITIES[record.__tablename__]} {record.id}"
