"""Values of the fields that offices define for themselves, and the index by which they are found.

A row keeps its values in one JSON column, by the key of the definition: read with the row, written
with it, journaled field by field. Beside it stands one typed line a value in `own_value`, written
by the flush and never by hand: what lists filter and sort by (docs/adr/0010). For fields of the
registry the index repeats the row's province, because a scope must be an equality in front of the
order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    bindparam,
    event,
    select,
    text,
)
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import InstanceState, Mapped, Session, UOWTransaction, mapped_column

from models.core.base import Base, Json, Key, unique_where
from models.core.own_search import OWN_SEARCH, search_lines, write_search

#: The attribute of the rows that may have such values.
OWN_VALUES: Final = "own_values"
#: Longest text of the index; longer texts are found by their beginning.
LONGEST_INDEXED: Final = 200
#: The value of the index for a row without one: before all others.
NO_VALUE: Final = ""
#: Keeps the order of whole numbers when they are compared as texts.
_SHIFT: Final = 10**18
_WIDTH: Final = 19
_REGISTRY_CODE: Final = "000000"
#: Values whose words are written at once.
_BLOCK: Final = 500

#: A value of a field in Python or JSON, a row that has it, or a column of such rows: their types
#: are known when the program runs.
FieldValue: TypeAlias = Any
#: The same in SQL.
Sql: TypeAlias = ColumnElement[Any]
#: Definition's key, in JSON as a text → value.
OwnValues = dict[str, Any]


class HasOwnValues:
    """Mixin of rows that offices may give fields of their own."""

    #: By the key of the definition; a field without a value is not in it.
    own_values: Mapped[dict[str, Any]] = mapped_column(
        Json, nullable=False, default=dict, server_default=text("'{}'")
    )


OWN_VALUE: Final = Table(
    "own_value",
    Base.metadata,
    Column("field_id", Key, ForeignKey("own_field.id", ondelete="RESTRICT"), primary_key=True),
    Column("row_id", Key, primary_key=True, autoincrement=False),
    # Compared as bytes on both engines, whatever the collation of the database.
    Column(
        "value",
        String(LONGEST_INDEXED).with_variant(String(LONGEST_INDEXED, collation="C"), "postgresql"),
        primary_key=True,
    ),
    #: Of the registry's fields alone: those of a province have values in no other one.
    Column("province_code", String(6)),
    #: Whether no other row may have the value.
    Column("is_unique", Boolean(create_constraint=False), nullable=False),
    Index("ix_own_value_order", "field_id", "value", "row_id"),
    Index(
        "ix_own_value_province_order",
        "field_id",
        "province_code",
        "value",
        "row_id",
        postgresql_where=text("province_code IS NOT NULL"),
        sqlite_where=text("province_code IS NOT NULL"),
    ),
    unique_where("uq_own_value_unique", "field_id", "value", where="is_unique"),
)


def order_key(value: object) -> str:
    """A stored value as a text that sorts as the value does.

    Dates sort as ISO writes them; numbers are shifted above nought and padded.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value + _SHIFT:0{_WIDTH}d}"
    return str(value)[:LONGEST_INDEXED]


def order_keys(value: object) -> tuple[str, ...]:
    """The lines of the index for a stored value: several words are one line each."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(order_key(each) for each in values))


def changed_values(
    old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[tuple[str, object, object]]:
    """(name in a diff, old, new) of each field whose value differs."""
    for key in sorted({*old, *new}, key=int):
        before, after = old.get(key), new.get(key)
        if before != after:
            yield diff_name(key), before, after


def diff_name(key: int | str) -> str:
    """What a field is called in a journaled diff."""
    return f"{OWN_VALUES}.{key}"


def sides_of_values(state: InstanceState[FieldValue]) -> tuple[OwnValues, OwnValues] | None:
    """The values before and after the flush; None where they did not change."""
    history = state.attrs[OWN_VALUES].history
    if not history.added:
        return None
    old = history.deleted[0] if history.deleted and state.has_identity else None
    return (old or {}), (history.added[0] or {})


@event.listens_for(Session, "after_flush")
def _keep_index(session: Session, _context: UOWTransaction) -> None:
    """Rewrite the lines of the rows whose values, or whose province, changed."""
    gone: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    for row in (*session.new, *session.dirty):
        if not isinstance(row, HasOwnValues):
            continue
        state = inspect_mapping(row)
        sides = sides_of_values(state)
        has_moved = bool(state.attrs.province_code.history.deleted)
        if sides is None and not has_moved:
            continue
        old, new = sides or (row.own_values, row.own_values)
        stale = old if has_moved else {key for key in old if old[key] != new.get(key)}
        fresh = new if has_moved else {key for key in new if old.get(key) != new[key]}
        gone += [{"of": int(key), "row": state.identity_key[1][0]} for key in stale]
        lines += _lines(row, fresh, new)
    for row in session.deleted:
        if isinstance(row, HasOwnValues):
            gone += [{"of": int(key), "row": row.id} for key in row.own_values]  # type: ignore[attr-defined]
    write_index(session, gone, lines)


def _lines(row: FieldValue, keys: Iterable[str], values: OwnValues) -> Iterator[dict[str, object]]:
    for key in keys:
        for value in order_keys(values[key]):
            yield {
                "field_id": int(key),
                "row_id": row.id,
                "value": value,
                "province_code": row.province_code,
            }


def write_index(
    session: Session, gone: list[dict[str, FieldValue]], lines: list[dict[str, FieldValue]]
) -> None:
    """Delete the lines of (field, row) pairs, and add others, in three statements at most.

    Two more where one of the fields can be searched.
    """
    if not gone and not lines:
        return
    connection = session.connection()
    if gone:
        which = (OWN_VALUE.c.field_id == bindparam("of")) & (OWN_VALUE.c.row_id == bindparam("row"))
        connection.execute(OWN_VALUE.delete().where(which), gone)
    fields = Base.metadata.tables["own_field"].c
    wanted = {line["field_id"] for line in lines} | {pair["of"] for pair in gone}
    asked = select(
        fields.id, fields.is_unique, fields.office_code == _REGISTRY_CODE, fields.is_searchable
    ).where(fields.id.in_(wanted))
    told = {row[0]: row[1:] for row in connection.execute(asked)}
    for line in lines:
        line["is_unique"], is_national, _ = told[line["field_id"]]
        line["province_code"] = line["province_code"] if is_national else None
    if lines:
        connection.execute(OWN_VALUE.insert(), lines)
    searched = {key for key, (*_rest, is_searchable) in told.items() if is_searchable}
    if searched:
        texts = (each for each in lines if each["field_id"] in searched)
        found = [search_lines(each["field_id"], each["row_id"], each["value"]) for each in texts]
        old = [pair for pair in gone if pair["of"] in searched]
        write_search(connection, old, [line for lines_of in found for line in lines_of])


def index_for_search(session: Session, field_id: int) -> None:
    """Write the words of every value of a field that is to be searched from now on."""
    connection = session.connection()
    line = OWN_VALUE.c
    wanted = select(line.row_id, line.value).where(line.field_id == field_id)
    values = connection.execute(wanted).all()
    for start in range(0, len(values), _BLOCK):
        found = (search_lines(field_id, *each) for each in values[start : start + _BLOCK])
        write_search(connection, [], [line for lines in found for line in lines])


def forget_search(session: Session, field_id: int) -> None:
    """Delete the words of a field that is no longer searched."""
    session.connection().execute(OWN_SEARCH.delete().where(OWN_SEARCH.c.field_id == field_id))
