"""A list as CSV, streamed in pieces of constant size.

On PostgreSQL the server writes the CSV itself (COPY); on SQLite a cursor is read row by row.
Either way no more than a piece is ever in memory, and words, amounts and dates are turned into
text by SQL, so the file says what the page says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import (
    Connection,
    Select,
    String,
    case,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from admin_app.files.csv_writer import GUARDED, csv_lines, fetched, guarded, plain, sheet_bytes
from admin_app.files.value_kind import Kind
from admin_app.grid.listing.cells import column_of, label_of, writers
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import every_row
from admin_app.grid.spec import Column, Grid, kind_of
from admin_app.labels import ACTIONS, ENTITIES, PAGES, RECORD_ACTIONS, action_title, word
from models.ledger.ledger import Account, AccountKind
from models.offices.office import REGISTRY_CODE

_PIECE = 64 * 1024


def csv_pieces(
    session: Session,
    grid: Grid,
    state: ListState,
    columns: Sequence[Column],
    ids: Sequence[int] | None = None,
) -> Iterator[bytes]:
    """The list as CSV, or of it the rows of `ids`; the session must stay open while it is read."""
    rows = every_row(session, grid, state, columns, ids)
    if any(column.name in _WRITTEN_HERE for column in columns):
        yield from _written_here(session, grid, rows, columns)
        return
    statement = _as_text(session, grid, rows, columns)
    heading = io.StringIO()
    csv.writer(heading).writerow([guarded(label_of(grid, column)) for column in columns])
    yield b"\xef\xbb\xbf" + heading.getvalue().encode()
    if session.get_bind().dialect.name == "postgresql":
        yield from _copied(session, statement)
    else:
        yield from _walked(session, statement)


#: Columns whose words no database can find: their rows are written one by one.
_WRITTEN_HERE = frozenset({"fault"})


def _written_here(
    session: Session, grid: Grid, rows: Select[Any], columns: Sequence[Column]
) -> Iterator[bytes]:
    write = writers(grid, columns)
    yield sheet_bytes([[label_of(grid, column) for column in columns]])
    for batch in fetched(session, rows).partitions():
        yield csv_lines(
            [plain(writer(value)) for writer, value in zip(write, row[2:], strict=True)]
            for row in batch
        )


def _as_text(
    session: Session, grid: Grid, rows: Select[Any], columns: Sequence[Column]
) -> Select[Any]:
    """The rows with every value as the text a person reads, guarded where a person typed it."""
    dialect = session.get_bind().dialect.name
    _id, _sort_value, *values = rows.selected_columns
    shown = [
        _text_of(value, column_of(grid, column), dialect).label(column.key)
        for value, column in zip(values, columns, strict=True)
    ]
    return rows.with_only_columns(*shown, maintain_column_froms=True)


def _text_of(value: Any, source: Any, dialect: str) -> Any:
    write = _account if source is Account.__table__.c.code else _NAMED.get(source.name)
    write = write or _TEXTS.get(kind_of(source))
    return _guarded_sql(value, dialect) if write is None else write(value, source, dialect)


def _said(value: Any, source: Any, dialect: str) -> Any:
    plain = type_coerce(value, String)
    words = {m.value: literal_column(_quoted(word(m))) for m in source.type.enum_class}
    return case(words, value=plain, else_=plain)


def _titled(value: Any, source: Any, dialect: str) -> Any:
    """Actions by the names pages give them; a key that has none any more stays as it is."""
    keys = (*ACTIONS, *(f"{done}_{table}" for done in RECORD_ACTIONS for table in ENTITIES))
    titles = {key: literal_column(_quoted(action_title(key))) for key in keys}
    return case(titles, value=value, else_=value)


def _requested(value: Any, source: Any, dialect: str) -> Any:
    """What was asked for, by an action's key or an endpoint, as the list says it."""
    said = [
        (
            func.substr(value, 1, len(page) + 1) == literal_column(_quoted(f"{page}.")),
            literal_column(_quoted(str(words))),
        )
        for page, words in {**ENTITIES, **PAGES}.items()
    ]
    return case(*said, else_=_titled(value, source, dialect))


def _entity(value: Any, source: Any, dialect: str) -> Any:
    """Tables by what one calls their rows."""
    words = {table: literal_column(_quoted(str(said))) for table, said in ENTITIES.items()}
    return case(words, value=value, else_=value)


def _account(value: Any, source: Any, dialect: str) -> Any:
    """A ledger account: what it is for, and of which office unless it is the registry's."""
    said: list[tuple[Any, Any]] = []
    for kind in AccountKind:
        named, begins = word(kind), f"{kind}:"
        said += [
            (value == literal_column(_quoted(begins + REGISTRY_CODE)), _literal(named)),
            (
                func.substr(value, 1, len(begins)) == literal_column(_quoted(begins)),
                _literal(f"{named} ").concat(func.substr(value, len(begins) + 1)),
            ),
        ]
    return case(*said, else_=value)


def _literal(text: str) -> Any:
    return literal_column(_quoted(text), String)


def _truth(value: Any, source: Any, dialect: str) -> Any:
    yes, no = (literal_column(_quoted(said)) for said in (_("是"), _("否")))
    return case((value.is_(True), yes), (value.is_(False), no))


def _day(value: Any, source: Any, dialect: str) -> Any:
    return cast(value, String) if dialect == "postgresql" else type_coerce(value, String)


def _json(value: Any, source: Any, dialect: str) -> Any:
    written = cast(value, String)
    is_empty = written.op("IN", is_comparison=True)(literal_column("('[]', '{}', 'null')"))
    return case((is_empty, literal_column("''")), else_=_guarded_sql(written, dialect))


def _names(value: Any, source: Any, dialect: str) -> Any:
    """Former names as the page tells them: the names alone, one after the other."""
    comma = _literal("、")
    if dialect == "postgresql":
        each: Any = func.jsonb_array_elements(value).column_valued("each")
        name = each.op("->>")(literal_column("'name'"))
        joined = select(func.string_agg(name, comma))
    else:
        each = func.json_each(value).table_valued("value")
        name = func.json_extract(each.c.value, literal_column("'$.name'"))
        joined = select(func.group_concat(name, comma))
    said = func.coalesce(joined.scalar_subquery(), literal_column("''"))
    return _guarded_sql(said, dialect)


def _number(value: Any, source: Any, dialect: str) -> Any:
    return value


def _yuan(value: Any, source: Any, dialect: str) -> Any:
    if dialect == "postgresql":
        return func.to_char(value / literal_column("100.0"), literal_column("'FM999999999990.00'"))
    yuan = func.printf(literal_column("'%d.%02d'"), value / 100, func.abs(value) % 100)
    # SQLite prints an amount that is not there as nought.
    return case((value.is_not(None), yuan))


def _shanghai(value: Any, source: Any, dialect: str) -> Any:
    if dialect == "postgresql":
        local = func.timezone(literal_column("'Asia/Shanghai'"), value)
        return func.to_char(local, literal_column("'YYYY-MM-DD HH24:MI'"))
    # China keeps one offset all year, so the shift is a constant.
    return func.strftime(
        literal_column("'%Y-%m-%d %H:%M'"),
        type_coerce(value, String),
        literal_column("'+8 hours'"),
    )


#: Columns of a meaning of their own, whatever their type.
_NAMED = {
    "action": _titled,
    "entity": _entity,
    "what": _requested,
    "former_names": _names,
}
_TEXTS = {
    Kind.WORD: _said,
    Kind.MONEY: _yuan,
    Kind.TRUTH: _truth,
    Kind.INSTANT: _shanghai,
    Kind.DATE: _day,
    Kind.NUMBER: _number,
    Kind.JSON: _json,
}


def _guarded_sql(value: Any, dialect: str) -> Any:
    first = (func.ascii if dialect == "postgresql" else func.unicode)(value)
    starts = ", ".join(str(ord(start)) for start in GUARDED)
    is_formula = first.op("IN", is_comparison=True)(literal_column(f"({starts})"))
    return case((is_formula, literal_column("''''").concat(value)), else_=value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _copied(session: Session, statement: Select[Any]) -> Iterator[bytes]:
    """PostgreSQL writes the file; small pieces are gathered so that each write is worth it."""
    connection = session.connection()
    copy_out, parameters = _copy_statement(connection, statement)
    driver: Any = connection.connection.driver_connection
    gathered = bytearray()
    with driver.cursor() as cursor, cursor.copy(copy_out, parameters) as copy:
        for piece in copy:
            gathered += piece
            if len(gathered) >= _PIECE:
                yield bytes(gathered)
                gathered.clear()
    yield bytes(gathered)


def _copy_statement(connection: Connection, statement: Select[Any]) -> tuple[str, dict[str, Any]]:
    """COPY of a statement, with its parameters as the driver takes them."""
    dialect = connection.dialect
    compiled = statement.compile(dialect=dialect)
    parameters = dict(compiled.params)
    for name, bind in compiled.binds.items():  # type: ignore[attr-defined]
        processor = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None and name in parameters:
            parameters[name] = processor(parameters[name])
    return f"COPY ({compiled}) TO STDOUT (FORMAT csv)", parameters


def _walked(session: Session, statement: Select[Any]) -> Iterator[bytes]:
    rows = fetched(session, statement)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    for batch in rows.partitions():
        writer.writerows(batch)
        yield sheet.getvalue().encode()
        sheet.seek(0)
        sheet.truncate()
